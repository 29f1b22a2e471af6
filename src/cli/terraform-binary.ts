import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The real `terraform` or `tofu`, if one is installed. */

export const HOW_TO_GET_IT =
  "Terraform is at https://developer.hashicorp.com/terraform/install, OpenTofu at https://opentofu.org/docs/intro/install.";

interface TerraformBinary {
  readonly name: "terraform" | "tofu";
  readonly file: string;
}

export function findTerraform(path = process.env.PATH ?? ""): TerraformBinary | undefined {
  return findBinaries(path)[0];
}

/** The first of each name on PATH, Terraform before OpenTofu. */
export function findBinaries(path = process.env.PATH ?? ""): readonly TerraformBinary[] {
  const folders = path.split(delimiter).filter(Boolean);
  return (["terraform", "tofu"] as const).flatMap((name) => {
    const own = process.platform === "win32" ? `${name}.exe` : name;
    const file = folders.map((folder) => join(folder, own)).find(isExecutable);
    return file === undefined ? [] : [{ name, file }];
  });
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
  /** Both streams, in the order in which they arrived. */
  readonly output: string;
  readonly stdout: string;
}

/** How long Terraform has to end after it was interrupted, before it is killed with its providers. */
const PATIENCE_MS = 10_000;

/** Runs a command to its end. On interruption it ends the command first, and then throws the reason. */
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
    let stdout = "";
    // By the stream, which knows where a character ends.
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(patience);
      interruption.removeEventListener("abort", interrupt);
      process.off("exit", kill);
      if (interruption.aborted) reject(interruption.reason as Error);
      else resolve({ code: code ?? 1, output, stdout });
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
