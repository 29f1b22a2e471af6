data "flagform_environment" "production" {
  name = "production"
}

resource "flagform_server_key" "api" {
  name                = "shop API"
  environment         = data.flagform_environment.production.name
  environment_id      = data.flagform_environment.production.id
  active              = true
  deletion_protection = true
}

output "flagsmith_server_key" {
  value     = flagform_server_key.api.key
  sensitive = true
}
