# <environment>
import {
  to = flagform_environment.preview
  id = "preview"
}
