import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { VERSION } from "../../src/version";

/** The executable to test in place of the JavaScript provider: npm run test:executable sets it. */
export const EXECUTABLE = process.env["FLAGFORM_EXECUTABLE"];

/**
 * The folder with the built provider. An executable is started by a script that writes its process id to FLAGFORM_PROCESSES: it runs no
 * Node, which the tests could replace by one that does. The script is also smaller by far to copy, and Terraform hashes it often.
 */
export function builtProvider(): string {
  const built = join(__dirname, "..", "..", "lib", "provider");
  if (EXECUTABLE === undefined) {
    if (!existsSync(built)) throw new Error("The provider is not built: npm run build");
    return built;
  }
  const file = resolve(EXECUTABLE);
  if (!existsSync(file)) throw new Error(`There is no executable at ${file}: npm run executables`);
  const folder = join(tmpdir(), "executable");
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh\n[ -z "$FLAGFORM_PROCESSES" ] || echo $$ >> "$FLAGFORM_PROCESSES"\nexec '${file}' "$@"\n`;
  writeFileSync(join(folder, `terraform-provider-flagform_v${VERSION}`), script, { mode: 0o755 });
  return folder;
}
