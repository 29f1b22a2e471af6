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
      const file = join(folder, name);
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

/** Runs a command to its end. Returns stdout and stderr in the order in which they arrived. */
export function run(
  file: string,
  argv: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, argv, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code: code ?? 1, output });
    });
  });
}
