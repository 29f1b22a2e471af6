import { copyFileSync, existsSync, linkSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../../version";

let isExecutable = false;

/** Said by the executable's entry point: this process is one file without a package next to it, and has no Node.js. */
export function runsAsExecutable(): void {
  isExecutable = true;
}

/** Terraform's name of the platform that this executable runs on; undefined in Node.js. */
export function executablePlatform(): string | undefined {
  if (!isExecutable) return undefined;
  const os = process.platform === "win32" ? "windows" : process.platform;
  return `${os}_${process.arch === "x64" ? "amd64" : process.arch}`;
}

/** Puts the executable that runs into a folder, as a provider's package that contains nothing else. */
export function packageOfExecutable(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const suffix = process.platform === "win32" ? ".exe" : "";
  const file = join(folder, `terraform-provider-flagform_v${VERSION}${suffix}`);
  if (existsSync(file)) return folder;
  try {
    linkSync(process.execPath, file);
  } catch {
    // Another file system, or another user's file.
    copyFileSync(process.execPath, file);
  }
  return folder;
}
