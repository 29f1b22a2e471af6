import { FeatureFlag, FlagEnvironment, IdentityOverride } from "flagform";

// The definition is another stack's: only the override is a resource here.
new IdentityOverride(stack, "for-support", {
  flag: FeatureFlag.fromFlagKey(stack, "checkout", "new-checkout"),
  environment: FlagEnvironment.fromName(stack, "production", "production"),
  identity: "support-desk",
  enabled: true,
});
