data "flagform_environment" "production" {
  name = "production"
}

resource "flagform_feature_flag" "page_size" {
  key  = "search-page-size"
  type = "integer"
}

resource "flagform_environment_definition" "page_size" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.page_size.key
  flag_id        = flagform_feature_flag.page_size.id

  enabled = true
  serve   = { value = { integer = 20 } }

  # All segment overrides of the flag here, in one place.
  segment_overrides = {
    "beta testers" = { priority = 0, serve = { value = { integer = 50 } } }
  }
}
