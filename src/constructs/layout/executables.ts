import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashOfFiles, packageFiles, packageHash } from "./package-hash";
import type { ProviderPackage } from "./provider-package";
import { zipEntries } from "./zip-entries";

/** A provider's executable for one platform, which replaces the package for all platforms there. */
export interface Executable {
  /** As `linux_amd64`. */
  readonly platform: string;
  /** Its `h1:` hash. */
  readonly hash: string;
  readonly files: ReadonlyMap<string, Buffer>;
}

/** The platforms that executables are compiled for. */
const COMPILED_FOR = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64"];

/**
 * The executables of a release in a folder: in a filesystem mirror, packed (as `terraform providers mirror` writes it) or unpacked, or the
 * archives of a release next to each other. Throws if there is none.
 */
export function findExecutables(folder: string, { address, version, directory }: ProviderPackage): Executable[] {
  const common = existsSync(directory) ? packageHash(directory) : undefined;
  const found = COMPILED_FOR.flatMap((platform) => {
    const archive = archiveOf(address, version, platform);
    const packed = [folder, join(folder, address)].map((place) => join(place, archive)).find((file) => existsSync(file));
    const files = packed === undefined ? filesOf(join(folder, address, version, platform)) : unpacked(packed);
    const hash = hashOfFiles([...files].map(([file, content]) => [file, sha256(content)]));
    // The mirror that the npm package writes contains the JavaScript provider.
    return files.size === 0 || hash === common || files.has("start.cjs") ? [] : [{ platform, hash, files }];
  });
  if (found.length > 0) return found;
  throw new Error(
    `executables: ${folder} contains no executable of flagform ${version}. It should contain archives such as ${archiveOf(address, version, "linux_amd64")}, or be a mirror that "terraform providers mirror" or an executable's "flagform provider --dir" wrote`,
  );
}

function archiveOf(address: string, version: string, platform: string): string {
  return `terraform-provider-${address.slice(address.lastIndexOf("/") + 1)}_${version}_${platform}.zip`;
}

/** Writes an executable to a filesystem mirror, unless it is there. */
export function layOutExecutable(
  { platform, hash, files }: Executable,
  { address, version }: ProviderPackage,
  mirror: string,
): void {
  const target = join(mirror, address, version, platform);
  if (existsSync(target) && packageHash(target) === hash) return;
  // Never written over in place: a provider that still runs may hold the old file.
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const [name, content] of files) {
    writeFileSync(join(target, name), content, { mode: name.startsWith("terraform-provider-") ? 0o755 : 0o644 });
  }
}

function unpacked(file: string): Map<string, Buffer> {
  try {
    return new Map(zipEntries(readFileSync(file)).map(({ name, content }) => [name, content]));
  } catch (cause) {
    throw new Error(`executables: cannot unpack ${file}: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function filesOf(folder: string): Map<string, Buffer> {
  if (!existsSync(folder)) return new Map();
  return new Map(packageFiles(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
