from flagform import FeatureFlag, FlagEnvironment

production = FlagEnvironment.lookup(stack, "production", name="production")
FeatureFlag(stack, "checkout", key="new-checkout").define(production, enabled=False)
