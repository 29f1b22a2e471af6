resource "flagform_feature_flag" "new_search" {
  key = "new-search"
}

resource "flagform_environment_definition" "new_search" {
  environment = "staging"
  flag        = flagform_feature_flag.new_search.key
  flag_id     = flagform_feature_flag.new_search.id

  enabled            = false
  identity_overrides = { anna = { enabled = true } }
}

# Known at plan already: nothing of it depends on the platform.
check "anna_tries_the_new_search" {
  assert {
    condition = provider::flagform::served(
      "flagsmith",
      [flagform_feature_flag.new_search, flagform_environment_definition.new_search],
      "staging",
      "new-search",
      { identity = "anna", traits = { plan = "pro" } },
    ).enabled
    error_message = "Anna does not get the new search."
  }
}
