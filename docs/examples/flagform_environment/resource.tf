resource "flagform_environment" "preview" {
  name        = "preview"
  description = "What reviewers look at."

  flagsmith = {
    clone_from          = "staging"
    hide_disabled_flags = "on"
  }
}
