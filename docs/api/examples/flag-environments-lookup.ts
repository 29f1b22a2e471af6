import { TerraformOutput } from "cdktf";
import { FlagEnvironment } from "flagform";

const all = FlagEnvironment.lookupAll(stack, "all", { project: "Shop" });
new TerraformOutput(stack, "environments", { value: all.names });
