import { TerraformOutput } from "cdktf";
import { FlagProject } from "flagform";

const shop = FlagProject.lookup(stack, "shop", { name: "Shop" });
new TerraformOutput(stack, "project", { value: shop.projectId });
