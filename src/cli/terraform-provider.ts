import { serve } from "../terraform/serve";
import { VERSION } from "../version";

/**
 * What Terraform starts: the provider as a separate process. Its resources are loaded while Terraform is still connecting.
 */
void serve({
  name: "flagform",
  version: VERSION,
  load: async () => (await import("../resources/provider/provider")).flagformProvider(VERSION),
});
