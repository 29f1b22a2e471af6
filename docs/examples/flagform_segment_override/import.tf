# <environment>/<flag>/<segment>
import {
  to = flagform_segment_override.theme_for_night_owls
  id = "production/checkout-theme/night owls"
}
