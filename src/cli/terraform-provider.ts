import { flagformProvider } from "../resources/provider";
import { serve } from "../terraform/serve";
import { VERSION } from "../version";

/** What Terraform starts: the provider as a process of its own. */
serve(flagformProvider(VERSION));
