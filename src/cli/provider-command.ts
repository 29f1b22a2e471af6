import { join } from "node:path";
import { parseArgs } from "node:util";
import { layOutProvider } from "../constructs/layout/provider-package";
import { VERSION } from "../version";
import type { Io } from "./io";

export const PROVIDER_ADDRESS = "registry.terraform.io/flagform/flagform";

const USAGE = "usage: flagform provider --dir DIR\n";

/** Writes the provider to a directory as a filesystem mirror, which `terraform init -plugin-dir=DIR` reads. */
export function runProviderCommand(argv: string[], io: Io): Promise<number> {
  let dir: string | undefined;
  try {
    ({ dir } = parseArgs({ args: argv, options: { dir: { type: "string" } } }).values);
  } catch (cause) {
    io.err(`flagform provider: ${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`);
    return Promise.resolve(2);
  }
  if (dir === undefined || dir === "") {
    io.err(`flagform provider: set the target directory with --dir\n${USAGE}`);
    return Promise.resolve(2);
  }
  // The package is next to this bundle.
  layOutProvider({ address: PROVIDER_ADDRESS, version: VERSION, directory: join(__dirname, "provider") }, dir);
  io.out(
    `The provider ${VERSION} is in ${dir}. Add it to the configuration:\n\n` +
      `  terraform {\n    required_providers {\n      flagform = {\n        source  = "flagform/flagform"\n        version = "${VERSION}"\n      }\n    }\n  }\n\n` +
      `and initialise with: terraform init -plugin-dir=${dir}\n`,
  );
  return Promise.resolve(0);
}
