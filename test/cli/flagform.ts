import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Finished, type StartedProcess, startProcess } from "../support/processes";

const BUNDLE = join(__dirname, "..", "..", "lib", "flagform.js");

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts the built command line. */
export function start(argv: readonly string[], env: Environment = {}): StartedProcess {
  return startProcess(process.execPath, [bundle(), ...argv], { env: { ...process.env, ...env } });
}

export function startIn(cwd: string, ...argv: string[]): StartedProcess {
  return startProcess(process.execPath, [bundle(), ...argv], { cwd, env: process.env });
}

/** Runs the built command line with an output that nobody reads any more, as after `| head`. */
export function startUnread(
  argv: readonly string[],
  env: Environment,
): Promise<{ readonly code: number; readonly stderr: string }> {
  const child = spawn(process.execPath, [bundle(), ...argv], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.destroy();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? -1, stderr });
    });
  });
}

function bundle(): string {
  if (!existsSync(BUNDLE)) throw new Error("The command line is not built: npm run build");
  return BUNDLE;
}

export function flagform(...argv: string[]): Promise<Finished> {
  return start(argv).finished;
}
