data "flagform_environment" "production" {
  name = "production"
}

output "client_key" {
  value = data.flagform_environment.production.client_key
}
