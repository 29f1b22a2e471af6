data "flagform_organisation" "own" {}

output "projects" {
  value = data.flagform_organisation.own.projects
}
