# <flag>
import {
  to = flagform_feature_flag.new_checkout
  id = "new-checkout"
}
