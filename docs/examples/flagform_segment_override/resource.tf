data "flagform_environment" "production" {
  name = "production"
}

resource "flagform_feature_flag" "theme" {
  key  = "checkout-theme"
  type = "string"
}

resource "flagform_segment" "night_owls" {
  name = "night owls"
  rules = [{
    match      = "all"
    conditions = [{ operator = "equal_to", trait = "prefers", value = "dark" }]
  }]
}

resource "flagform_segment_override" "theme_for_night_owls" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.theme.key
  flag_id        = flagform_feature_flag.theme.id
  segment        = flagform_segment.night_owls.name
  segment_id     = flagform_segment.night_owls.id

  priority = 0
  serve    = { value = { string = "dark" } }
}
