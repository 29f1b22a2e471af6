import { serve } from "../terraform/serve";
import { VERSION } from "../version";

/** What Terraform starts: the provider as a process of its own. Its resources are loaded while Terraform still dials. */
void serve({
  name: "flagform",
  version: VERSION,
  load: async () => (await import("../resources/provider/provider")).flagformProvider(VERSION),
});
