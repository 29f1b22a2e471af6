from flagform import FlagEnvironment, FlagIdentity, TraitValue

FlagIdentity(
    stack,
    "support",
    environment=FlagEnvironment.from_name(stack, "production", "production"),
    identity="support-desk",
    traits={"team": TraitValue.of_string("support")},
)
