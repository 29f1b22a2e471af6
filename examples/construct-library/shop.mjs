import { TerraformStack } from "cdktf";
import { FlagEnvironment, FlagsmithProvider, Segment, Trait } from "flagform";
import { ReleaseFlag } from "./release-flag.mjs";

/** The stack with the flags of the shop. */
export function shop(app) {
  const stack = new TerraformStack(app, "shop");
  new FlagsmithProvider(stack, "flagsmith", { project: "Shop" });

  const staging = FlagEnvironment.lookup(stack, "staging", { name: "staging" });
  const production = FlagEnvironment.lookup(stack, "production", { name: "production" });
  const pilot = new Segment(stack, "pilot", { name: "pilot", conditions: [Trait.of("plan").equalTo("pro")] });
  const everywhere = { owner: "team shop", staging, production, pilot };

  new ReleaseFlag(stack, "gift-cards", { key: "gift-cards", description: "Pay with gift cards", ...everywhere });
  new ReleaseFlag(stack, "wish-list", { key: "wish-list", description: "Wish lists", released: true, ...everywhere });
  return stack;
}
