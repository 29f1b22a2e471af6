from flagform import FeatureFlag, FlagEnvironment, Segment, SegmentOverride

# The definition is another stack's: only the override is a resource here.
SegmentOverride(
    stack,
    "for-beta",
    flag=FeatureFlag.from_flag_key(stack, "checkout", "new-checkout"),
    environment=FlagEnvironment.from_name(stack, "production", "production"),
    segment=Segment.from_name(stack, "beta", "beta"),
    enabled=True,
)
