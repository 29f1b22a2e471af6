import { TerraformOutput } from "cdktf";
import { FlagEnvironment, FlagIdentitiesLookup } from "flagform";

const support = new FlagIdentitiesLookup(stack, "support", {
  environment: FlagEnvironment.fromName(stack, "production", "production"),
  search: "support",
});
new TerraformOutput(stack, "identities", { value: support.identifiers });
