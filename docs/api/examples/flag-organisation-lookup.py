from cdktf import TerraformOutput
from flagform import FlagOrganisationLookup

acme = FlagOrganisationLookup(stack, "acme", name="Acme")
TerraformOutput(stack, "organisation", value=acme.organisation_id)
