data "flagform_segment" "beta" {
  name = "beta testers"
}

data "flagform_environment" "production" {
  name = "production"
}

resource "flagform_feature_flag" "suggestions" {
  key = "search-suggestions"
}

resource "flagform_segment_override" "suggestions_for_beta" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.suggestions.key
  flag_id        = flagform_feature_flag.suggestions.id
  segment        = data.flagform_segment.beta.name
  segment_id     = data.flagform_segment.beta.id
}
