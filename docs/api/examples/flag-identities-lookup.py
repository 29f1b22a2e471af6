from cdktf import TerraformOutput
from flagform import FlagEnvironment, FlagIdentitiesLookup

support = FlagIdentitiesLookup(
    stack,
    "support",
    environment=FlagEnvironment.from_name(stack, "production", "production"),
    search="support",
)
TerraformOutput(stack, "identities", value=support.identifiers)
