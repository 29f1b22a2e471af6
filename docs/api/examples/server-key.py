from flagform import FlagEnvironment, ServerKey

ServerKey(
    stack,
    "backend",
    environment=FlagEnvironment.from_name(stack, "production", "production"),
    name="backend",
)
