import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Terraform's `h1:` hash of a provider package: SHA-256 over a line per file, sorted by name, of the file's SHA-256 and its
 * name. Modes do not count, so one package has one hash on every platform.
 */
export function packageHash(directory: string): string {
  return hashOfFiles(
    packageFiles(directory).map((name) => [name, sha256(readFileSync(join(directory, name))).toString("hex")]),
  );
}

/** The same of files by their names and their SHA-256 in hexadecimal digits. */
export function hashOfFiles(files: readonly (readonly [name: string, digest: string])[]): string {
  const sorted = [...files].sort(([one], [other]) => (one < other ? -1 : 1));
  return `h1:${sha256(sorted.map(([name, digest]) => `${digest}  ${name}\n`).join("")).toString("base64")}`;
}

/** The files of a package, by their names in it, in Terraform's order. */
export function packageFiles(directory: string): string[] {
  return filesBelow(directory, "").sort((one, other) => (one < other ? -1 : 1));
}

function filesBelow(directory: string, prefix: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesBelow(join(directory, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`],
  );
}

function sha256(content: string | Buffer): Buffer {
  return createHash("sha256").update(content).digest();
}
