# <segment>
import {
  to = flagform_segment.pilot
  id = "pilot customers"
}
