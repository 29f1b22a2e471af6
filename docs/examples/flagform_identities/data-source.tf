data "flagform_environment" "production" {
  name = "production"
}

# Everybody of one customer, with what they are served.
data "flagform_identities" "acme" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  search         = "acme-"
  with_flags     = true
}

output "on_the_new_checkout" {
  value = [
    for identity, served in data.flagform_identities.acme.served : identity
    if try(served.flags["new-checkout"].enabled, false)
  ]
}
