from flagform import FlagEnvironment

FlagEnvironment(stack, "preview", name="preview", description="One for each pull request")
