import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Finished, type StartedProcess, startProcess } from "../support/processes";

const BUNDLE = join(__dirname, "..", "..", "lib", "flagform.js");

/** Starts the built command line. */
export function start(argv: readonly string[], env: Readonly<Record<string, string | undefined>> = {}): StartedProcess {
  if (!existsSync(BUNDLE)) throw new Error("The command line is not built: npm run build");
  return startProcess(process.execPath, [BUNDLE, ...argv], { env: { ...process.env, ...env } });
}

export function flagform(...argv: string[]): Promise<Finished> {
  return start(argv).finished;
}
