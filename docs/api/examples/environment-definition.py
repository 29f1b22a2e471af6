from flagform import EnvironmentDefinition, FeatureFlag, FlagEnvironment, Segment, Trait

checkout = FeatureFlag(stack, "checkout", key="new-checkout")
production = FlagEnvironment.from_name(stack, "production", "production")
beta = Segment(stack, "beta", name="beta", conditions=[Trait.of("plan").equal_to("beta")])

# The same as checkout.define(production, enabled=False).
live = EnvironmentDefinition(stack, "live", flag=checkout, environment=production, enabled=False)
live.override_segment(beta, enabled=True)
