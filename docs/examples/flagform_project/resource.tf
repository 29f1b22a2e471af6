resource "flagform_project" "sandbox" {
  name = "Sandbox"

  flagsmith = {
    feature_name_regex = "[a-z0-9-]+"
  }
}

# Resources name the project that they are for, where it is not the provider's.
resource "flagform_environment" "sandbox" {
  name    = "development"
  project = flagform_project.sandbox.name
}
