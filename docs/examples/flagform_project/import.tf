# <project>
import {
  to = flagform_project.sandbox
  id = "Sandbox"
}
