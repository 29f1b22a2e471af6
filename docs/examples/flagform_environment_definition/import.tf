# <environment>/<flag>
import {
  to = flagform_environment_definition.page_size
  id = "production/search-page-size"
}
