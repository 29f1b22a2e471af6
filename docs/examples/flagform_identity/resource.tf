data "flagform_environment" "production" {
  name = "production"
}

# A device that has never called in, with what flags are decided by.
resource "flagform_identity" "kiosk" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  identity       = "kiosk-7"

  traits = {
    location = { string = "Utrecht" }
    floor    = { integer = 2 }
    touch    = { boolean = true }
  }
}
