import { basename } from "node:path";
import { runsAsExecutable } from "./own-file";

/** What Terraform sets for the processes that it starts as plugins. */
const MAGIC_COOKIE = "TF_PLUGIN_MAGIC_COOKIE";

/**
 * One file that is the provider and the command line: the provider where Terraform starts it, or where it has a provider's name;
 * `flagform` otherwise. Neither loads anything of the other.
 */
function isProvider(names: readonly (string | undefined)[], env: NodeJS.ProcessEnv): boolean {
  return env[MAGIC_COOKIE] !== undefined || names.some((name) => basename(name ?? "").startsWith("terraform-provider-"));
}

if (isProvider([process.argv0, process.execPath], process.env)) {
  void import("../terraform-provider");
} else {
  runsAsExecutable();
  void import("../flagform");
}
