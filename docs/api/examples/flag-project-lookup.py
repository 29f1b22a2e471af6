from cdktf import TerraformOutput
from flagform import FlagProject

shop = FlagProject.lookup(stack, "shop", name="Shop")
TerraformOutput(stack, "project", value=shop.project_id)
