import { TerraformOutput } from "cdktf";
import { FlagOrganisationLookup } from "flagform";

const acme = new FlagOrganisationLookup(stack, "acme", { name: "Acme" });
new TerraformOutput(stack, "organisation", { value: acme.organisationId });
