from flagform import FeatureFlag, FlagEnvironment, FlagType, Serve

limit = FeatureFlag(stack, "limit", key="item-limit", type=FlagType.INTEGER, tags=["checkout"])
production = FlagEnvironment.from_name(stack, "production", "production")
limit.define(production, enabled=True, serve=Serve.integer(10))
