import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The real `terraform` or `tofu`, if one is installed. */

export const HOW_TO_GET_IT =
  "Terraform is at https://developer.hashicorp.com/terraform/install, OpenTofu at https://opentofu.org/docs/intro/install.";

export function findTerraform(
  path = process.env.PATH ?? "",
): { readonly name: "terraform" | "tofu"; readonly file: string } | undefined {
  for (const name of ["terraform", "tofu"] as const) {
    for (const folder of path.split(delimiter).filter(Boolean)) {
      const file = join(folder, process.platform === "win32" ? `${name}.exe` : name);
      if (isExecutable(file)) return { name, file };
    }
  }
  return undefined;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface RunResult {
  readonly code: number;
  readonly output: string;
}

/** How long Terraform has to end after it was interrupted, before it is killed with its providers. */
const PATIENCE_MS = 10_000;

/**
 * Runs a command to its end. Returns stdout and stderr in the order in which they arrived. On interruption it ends the command first, and
 * then throws the reason.
 */
export function run(
  file: string,
  argv: readonly string[],
  { interruption, ...options }: { cwd: string; env: NodeJS.ProcessEnv; interruption: AbortSignal },
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    interruption.throwIfAborted();
    // In a group of its own: a terminal's Ctrl-C would reach it a second time, and Terraform takes two for "at once".
    const child = spawn(file, argv, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const kill = () => {
      signalGroup(child.pid, "SIGKILL");
    };
    let patience: NodeJS.Timeout | undefined;
    const interrupt = () => {
      signalGroup(child.pid, "SIGINT");
      patience = setTimeout(kill, PATIENCE_MS);
    };
    interruption.addEventListener("abort", interrupt, { once: true });
    process.on("exit", kill);
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(patience);
      interruption.removeEventListener("abort", interrupt);
      process.off("exit", kill);
      if (interruption.aborted) reject(interruption.reason as Error);
      else resolve({ code: code ?? 1, output });
    });
  });
}

function signalGroup(id: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (id !== undefined) process.kill(-id, signal);
  } catch {
    // It has ended.
  }
}
