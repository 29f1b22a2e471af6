import { join } from "node:path";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { useProviderPackage } from "../../constructs/internal/provider/carry-provider";
import { FeatureFlag, FlagEnvironment, FlagsmithProvider, FlagType, Segment, Serve, Trait } from "../../index";
import { executablePlatform, packageOfExecutable } from "../executable/own-file";

/** The program that the demo deploys: what a team would have in its own repository. */

export const PROJECT = "Shop";
const STACK = "checkout";

/** `limit` is the only value that the demo changes in code. Returns the directory that Terraform runs in. */
export function synthesize(folder: string, { limit }: { limit: number }): string {
  // An executable has no package next to it: the stack contains a link to the executable itself.
  if (executablePlatform() !== undefined) useProviderPackage(packageOfExecutable(join(folder, "executable")));
  const app = new App({ outdir: join(folder, "cdktf.out") });
  const stack = new TerraformStack(app, STACK);
  new LocalBackend(stack, { path: join(folder, "terraform.tfstate") });
  new FlagsmithProvider(stack, "flagsmith", { project: PROJECT });

  // Environments usually exist already: they are looked up, and checked at plan.
  const staging = FlagEnvironment.lookup(stack, "staging", { name: "staging" });
  const production = FlagEnvironment.lookup(stack, "production", { name: "production" });

  const beta = new Segment(stack, "beta", {
    name: "beta testers",
    conditions: [Trait.of("country").oneOf("GB", "IE")],
  });

  const checkout = new FeatureFlag(stack, "new-checkout", {
    key: "new-checkout",
    type: FlagType.INTEGER,
    description: "How many items the new checkout takes",
  });

  checkout.define(staging, { enabled: true, serve: Serve.integer(100) });
  const live = checkout.define(production, { enabled: false, serve: Serve.integer(limit) });
  live.overrideSegment(beta, { serve: Serve.integer(50) });
  live.overrideIdentity("user-42", { serve: Serve.integer(500) });

  app.synth();
  return join(folder, "cdktf.out", "stacks", STACK);
}
