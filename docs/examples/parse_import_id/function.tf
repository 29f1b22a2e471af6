# { environment = "production", flag = "new-checkout" }
output "names" {
  value = provider::flagform::parse_import_id("flagform_environment_definition", "production/new-checkout")
}
