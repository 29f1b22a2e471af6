locals {
  beta_testers = ["new-checkout", "new-search"]
}

# The ids of what already exists, for import blocks.
output "override_ids" {
  value = [
    for flag in local.beta_testers :
    provider::flagform::import_id("flagform_segment_override", "production", flag, "beta testers / EU")
  ]
}
