import { createRequire } from "node:module";
import { join } from "node:path";
import type { LoadPackage } from "../../adopt/typescript/synthesize";

/** The constructs that this package brings, and the cdktf that they use. Undefined: they are not installed. */
export function loadPackages(): LoadPackage | undefined {
  // Next to this bundle; in the repository, where no bundle runs, what was built.
  const constructs = [join(__dirname, "index.js"), join(__dirname, "..", "..", "..", "lib", "index.js")];
  for (const entry of constructs) {
    try {
      const require = createRequire(entry);
      const flagform = require(entry) as object;
      return (name) => (name === "flagform" ? flagform : (require(name) as object));
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
    }
  }
  return undefined;
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "MODULE_NOT_FOUND";
}
