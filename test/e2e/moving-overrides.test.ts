import { join } from "node:path";
import { App, DataResource, LocalBackend, TerraformStack } from "cdktf";
import {
  FeatureFlag,
  FlagEnvironment,
  FlagsmithProvider,
  IdentityOverride,
  Segment,
  SegmentOverride,
  Trait,
} from "../../src";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { isWrite, type RequestRelay, startRequestRelay } from "../support/request-relay";
import { Workspace } from "../support/terraform-workspace";
import { startEmulator } from "./checkout-stack";
import { served } from "./on-the-platform";

/** Overrides that move from resources of their own into their definition, and back: nobody is served anything else in between. */

type Arrangement = "separate" | "folded";

let emulator: FlagsmithEmulator;
let relay: RequestRelay;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  relay = await startRequestRelay(emulator);
  workspace = new Workspace(relay);
});

afterEach(async () => {
  workspace.remove();
  await relay.stop();
  await emulator.stop();
});

/** The program as it stands, and Terraform runs in its stack's directory from now on. */
function synthesize(arrangement: Arrangement, context: Record<string, unknown> = {}): void {
  const outdir = join(workspace.directory, "cdktf.out");
  const app = new App({ outdir, context });
  const stack = new TerraformStack(app, "shop");
  new LocalBackend(stack, { path: join(workspace.directory, "terraform.tfstate") });
  new FlagsmithProvider(stack, "flagsmith");
  const environment = FlagEnvironment.lookup(stack, "production", { name: "production" });
  const segment = new Segment(stack, "beta", { name: "beta", conditions: [Trait.of("country").oneOf("GB")] });
  const flag = new FeatureFlag(stack, "search", { key: "search" });
  // What Terraform begins with the new arrangement comes well after it has ended with the old one, so that nothing meets by luck.
  const later = new DataResource(stack, "later", {
    triggersReplace: { arrangement },
    provisioners: [{ type: "local-exec", command: "sleep 0.5" }],
  });
  const dependsOn = [later];
  const definition = flag.define(environment, { enabled: false, ...(arrangement === "folded" && { dependsOn }) });
  if (arrangement === "folded") {
    definition.overrideSegment(segment, { enabled: true });
    definition.overrideIdentity("user-42", { enabled: true });
  } else {
    new SegmentOverride(stack, "for-beta", { flag, environment, segment, enabled: true, dependsOn });
    new IdentityOverride(stack, "for-user", { flag, environment, identity: "user-42", enabled: true, dependsOn });
  }
  app.synth();
  workspace.cwd = join(outdir, "stacks", "shop");
}

/** Whether the two overrides are served, and nobody else is. */
async function isServed(): Promise<boolean> {
  const [beta, user, other] = await Promise.all([
    served(emulator, "production-key", "anna", { country: "GB" }),
    served(emulator, "production-key", "user-42"),
    served(emulator, "production-key", "bob"),
  ]);
  return [beta, user].every((flags) => flags["search"]?.enabled === true) && other["search"]?.enabled === false;
}

/** Applies, and asks what is served after each write. Returns the writes. */
async function applyWatched(): Promise<string[]> {
  const writes: string[] = [];
  const gaps: string[] = [];
  relay.onAnswer(isWrite, async ({ method, path }) => {
    writes.push(`${method} ${path}`);
    if (!(await isServed())) gaps.push(`${method} ${path}`);
  });
  await workspace.apply();
  relay.letPass();
  expect(gaps).toEqual([]);
  return writes;
}

const MOVING = { "flagform:movingOverrides": true };
const OVERRIDE = /override/;

test("with the context's word they are never off, in either direction", async () => {
  synthesize("separate");
  await workspace.succeed("init", "-input=false");
  await workspace.apply();
  expect(await isServed()).toBe(true);

  synthesize("folded", MOVING);
  const plan = await workspace.plan();
  expect(plan.changes).toEqual({
    "flagform_environment_definition.production_search": "update",
    "flagform_identity_override.production_search_6d894aa3ee80": "forget",
    "flagform_segment_override.production_search_beta": "forget",
    "terraform_data.later": "delete+create",
  });
  const folding = await applyWatched();
  expect(folding.filter((write) => /^DELETE|delete/.test(write))).toEqual([]);
  expect(Object.keys(await workspace.state()).filter((address) => OVERRIDE.test(address))).toEqual([]);
  // The word may stay, and go at any time.
  expect(await workspace.planIsEmpty()).toBe(true);
  synthesize("folded");
  expect(await workspace.planIsEmpty()).toBe(true);

  synthesize("separate", MOVING);
  const back = await applyWatched();
  expect(back.filter((write) => /^DELETE|delete/.test(write))).toEqual([]);
  synthesize("separate");
  expect(await workspace.planIsEmpty()).toBe(true);
  expect(await isServed()).toBe(true);
});
