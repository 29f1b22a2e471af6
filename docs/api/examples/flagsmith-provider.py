from flagform import FlagsmithProvider

# The key comes from FLAGSMITH_MASTER_API_KEY where Terraform runs.
FlagsmithProvider(stack, "flagsmith", project="Shop", host="https://flags.example.com")
