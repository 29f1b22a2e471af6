data "flagform_environments" "all" {}

resource "flagform_feature_flag" "banner" {
  key = "maintenance-banner"
}

# The flag is off everywhere.
resource "flagform_environment_definition" "banner" {
  for_each = data.flagform_environments.all.environments

  environment    = each.key
  environment_id = each.value.id
  flag           = flagform_feature_flag.banner.key
  flag_id        = flagform_feature_flag.banner.id
  enabled        = false
}
