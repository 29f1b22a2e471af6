# <environment>/<identity>
import {
  to = flagform_identity.kiosk
  id = "production/kiosk-7"
}
