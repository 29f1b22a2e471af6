import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { UsageError } from "../command/command";
import type { Io } from "../terminal/io";
import { systemReason } from "../terminal/system-error";
import { findBinaries, HOW_TO_GET_IT, run } from "../terraform-binary";

/** The JSON of a plan: from the standard input, from a file, or from a saved plan by way of Terraform. */
export async function planText(given: string, io: Io): Promise<string> {
  if (given === "-") return fromStandardInput();
  const bytes = readGiven(given);
  return isArchive(bytes) ? showSaved(given, io) : decoded(bytes);
}

async function fromStandardInput(): Promise<string> {
  if (process.stdin.isTTY)
    throw new UsageError("nothing is piped to the standard input: terraform show -json PLANFILE | flagform review -");
  return decoded(await buffer(process.stdin));
}

/** Throws a UsageError for a file that cannot be read. */
export function readGiven(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new UsageError(`cannot read ${file}: ${systemReason(cause)}. See flagform review --help`);
  }
}

/** Text of a file or of a pipe. PowerShell writes UTF-16 where other shells write UTF-8, each with a mark in front. */
export function decoded(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? "utf16le" : "utf8").replace(/^\ufeff/, "");
}

/** A saved plan is a zip archive. */
function isArchive(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).toString("latin1") === "PK\u0003\u0004";
}

async function showSaved(given: string, io: Io): Promise<string> {
  const file = resolve(given);
  const binaries = findBinaries();
  if (binaries.length === 0)
    throw new UsageError(
      `${given} is a saved plan, which only terraform or tofu can read, and neither is on PATH. Give its JSON instead: terraform show -json PLANFILE. ${HOW_TO_GET_IT}`,
    );
  const cwd = initialisedFor(file);
  const env = { ...process.env, TF_IN_AUTOMATION: "1", CHECKPOINT_DISABLE: "1" };
  const interruption = io.interruption();
  const refusals: string[] = [];
  for (const binary of binaries) {
    const argv = ["show", "-json", "-no-color", file];
    const { code, output, stdout } = await run(binary.file, argv, { cwd, env, interruption });
    if (code === 0) return stdout;
    refusals.push(`${binary.name}: ${firstError(output)}`);
  }
  throw new UsageError(
    `cannot read the saved plan ${given} in ${cwd}: ${refusals.join("; ")}. Run terraform init there, or give the plan's JSON: terraform show -json PLANFILE`,
  );
}

/** Where `init` ran for the plan: here, else in the plan's own folder or above it. */
function initialisedFor(file: string): string {
  const { TF_DATA_DIR: data = ".terraform" } = process.env;
  const candidates = [process.cwd(), ...upwards(dirname(file))];
  return candidates.find((folder) => existsSync(resolve(folder, data))) ?? dirname(file);
}

function upwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

/** The first error of Terraform, out of its frame. */
function firstError(output: string): string {
  const lines = output.split("\n").map((line) => line.replace(/^[╷│╵]\s?/, "").trim());
  const at = lines.findIndex((line) => line.startsWith("Error: "));
  const found = at < 0 ? lines : lines.slice(at);
  return (
    found
      .filter((line) => line !== "")
      .slice(0, 4)
      .join(" ") || "it gave no reason"
  );
}
