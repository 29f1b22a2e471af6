from flagform import FeatureFlag, FlagEnvironment

checkout = FeatureFlag.lookup(stack, "checkout", key="new-checkout")
checkout.define(FlagEnvironment.from_name(stack, "staging", "staging"), enabled=True)
