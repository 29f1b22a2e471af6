data "flagform_environment" "production" {
  name = "production"
}

resource "flagform_feature_flag" "support_tools" {
  key = "support-tools"
}

resource "flagform_identity_override" "support_desk" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.support_tools.key
  flag_id        = flagform_feature_flag.support_tools.id
  identity       = "support-desk"

  enabled = true
}
