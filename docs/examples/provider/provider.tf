terraform {
  required_providers {
    flagform = {
      source = "flagform/flagform"
    }
  }
}

# The credential comes from FLAGSMITH_MASTER_API_KEY.
provider "flagform" {
  platform = "flagsmith"
  project  = "Shop"

  defaults = {
    deletion_protection = true
  }
}
