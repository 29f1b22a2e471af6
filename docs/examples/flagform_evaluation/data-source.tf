# After each apply: what somebody with these traits is served.
check "search" {
  data "flagform_evaluation" "anna" {
    environment = "production"
    identity    = "anna"
    traits = {
      plan = { string = "pro" }
      age  = { integer = 42 }
    }
  }

  assert {
    condition     = !data.flagform_evaluation.anna.flags["legacy-search"].enabled
    error_message = "Anna still gets the legacy search."
  }
}
