from flagform import FeatureFlag, FlagEnvironment, ReleaseGate

checkout = FeatureFlag(stack, "checkout", key="new-checkout")
live = checkout.define(FlagEnvironment.from_name(stack, "production", "production"), enabled=False)
for_support = live.override_identity("support-desk", enabled=True)
ReleaseGate(stack, "gate", after=[for_support], command="./tell-support.sh")
