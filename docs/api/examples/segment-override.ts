import { FeatureFlag, FlagEnvironment, Segment, SegmentOverride } from "flagform";

// The definition is another stack's: only the override is a resource here.
new SegmentOverride(stack, "for-beta", {
  flag: FeatureFlag.fromFlagKey(stack, "checkout", "new-checkout"),
  environment: FlagEnvironment.fromName(stack, "production", "production"),
  segment: Segment.fromName(stack, "beta", "beta"),
  enabled: true,
});
