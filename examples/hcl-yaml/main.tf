# Flags in a YAML file: Terraform reads it, and a module makes a flag with its definitions of each entry.
terraform {
  required_providers {
    flagform = {
      source = "flagform/flagform"
    }
  }
}

# Server and key come from FLAGSMITH_HOST and FLAGSMITH_MASTER_API_KEY.
provider "flagform" {
  project = "Shop"
}

locals {
  flags        = yamldecode(file("${path.module}/flags.yaml"))
  environments = toset(["staging", "production"])
}

data "flagform_environment" "all" {
  for_each = local.environments
  name     = each.key
}

resource "flagform_segment" "beta" {
  name = "beta"
  rules = [{
    match      = "all"
    conditions = [{ operator = "one_of", trait = "country", values = ["GB", "IE"] }]
  }]
}

module "flag" {
  source   = "./modules/flag"
  for_each = local.flags

  key             = each.key
  flag            = each.value
  environment_ids = { for name, environment in data.flagform_environment.all : name => environment.id }
  segment_ids     = { beta = flagform_segment.beta.id }
}
