import { join } from "node:path";
import { parseArgs } from "node:util";
import { layOutProvider } from "../constructs/layout/provider-package";
import { VERSION } from "../version";
import type { Io } from "./io";

export const PROVIDER_ADDRESS = "registry.terraform.io/flagform/flagform";

const USAGE = "usage: flagform provider --dir DIR\n";

/** Lays the provider out as a filesystem mirror: `terraform init -plugin-dir=DIR` finds it there. */
export function runProviderCommand(argv: string[], io: Io): Promise<number> {
  let dir: string | undefined;
  try {
    ({ dir } = parseArgs({ args: argv, options: { dir: { type: "string" } } }).values);
  } catch (cause) {
    io.err(`flagform provider: ${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`);
    return Promise.resolve(2);
  }
  if (dir === undefined || dir === "") {
    io.err(`flagform provider: say where to, with --dir\n${USAGE}`);
    return Promise.resolve(2);
  }
  // The package stands beside this bundle.
  layOutProvider({ address: PROVIDER_ADDRESS, version: VERSION, directory: join(__dirname, "provider") }, dir);
  io.out(
    `The provider ${VERSION} is in ${dir}. Name it in the configuration:\n\n` +
      `  terraform {\n    required_providers {\n      flagform = {\n        source  = "flagform/flagform"\n        version = "${VERSION}"\n      }\n    }\n  }\n\n` +
      `and initialise with: terraform init -plugin-dir=${dir}\n`,
  );
  return Promise.resolve(0);
}
