# <environment>/<flag>/<identity>
import {
  to = flagform_identity_override.support_desk
  id = "production/support-tools/support-desk"
}
