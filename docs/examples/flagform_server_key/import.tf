# <environment>/<key's name>
import {
  to = flagform_server_key.api
  id = "production/shop API"
}
