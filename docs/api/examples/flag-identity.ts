import { FlagEnvironment, FlagIdentity, TraitValue } from "flagform";

new FlagIdentity(stack, "support", {
  environment: FlagEnvironment.fromName(stack, "production", "production"),
  identity: "support-desk",
  traits: { team: TraitValue.ofString("support") },
});
