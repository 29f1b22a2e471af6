from flagform import FeatureFlag, FlagEnvironment, IdentityOverride

# The definition is another stack's: only the override is a resource here.
IdentityOverride(
    stack,
    "for-support",
    flag=FeatureFlag.from_flag_key(stack, "checkout", "new-checkout"),
    environment=FlagEnvironment.from_name(stack, "production", "production"),
    identity="support-desk",
    enabled=True,
)
