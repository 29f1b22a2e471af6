from cdktf import TerraformOutput
from flagform import FlagEnvironment

everything = FlagEnvironment.lookup_all(stack, "all", project="Shop")
TerraformOutput(stack, "environments", value=everything.names)
