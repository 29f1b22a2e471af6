import { chmodSync, copyFileSync, existsSync, linkSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { packageFiles, packageHash } from "./package-hash";

/** A provider's package: the executable and what it needs, in one directory, the same for every platform. */
export interface ProviderPackage {
  /** With its host, as `registry.terraform.io/flagform/flagform`. */
  readonly address: string;
  /** Other addresses of the same package: each host of a registry has its own. */
  readonly aliases?: readonly string[];
  readonly version: string;
  /** Where its files are. */
  readonly directory: string;
}

/** The platforms that a package is written for: those that the provider runs on. */
export const PLATFORMS = ["linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64"] as const;

/**
 * Writes a package to a filesystem mirror, where `terraform init` finds it without network or configuration. A package that is there
 * already is kept if it is the same. Returns the package's `h1:` hash.
 *
 * The directories of platforms and aliases are hard links of one: a fraction of the space, and unlike symbolic links they survive every
 * archive, artifact store and copy, at worst as files of their own.
 */
export function layOutProvider(provider: ProviderPackage, mirror: string, platforms: readonly string[] = PLATFORMS): string {
  if (!existsSync(provider.directory)) {
    throw new Error(
      `the provider's package is not at ${provider.directory}: install flagform again (in its repository: npm run build)`,
    );
  }
  const hash = packageHash(provider.directory);
  makeFolder(mirror);
  const [first, ...others] = [provider.address, ...(provider.aliases ?? [])].flatMap((address) =>
    platforms.map((platform) => join(mirror, address, provider.version, platform)),
  );
  if (first === undefined) return hash;
  layOutOnce(provider.directory, first, hash, copyFileSync);
  for (const other of others) layOutOnce(first, other, hash, linkOrCopy);
  return hash;
}

/** Step by step: Node's `recursive` never returns where a folder cannot be made at all, as in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path);
  } catch (cause) {
    // Another synthesis may have made it in between.
    if (!existsSync(path)) throw cause;
  }
}

function layOutOnce(source: string, target: string, hash: string, put: (from: string, to: string) => void): void {
  if (existsSync(target) && packageHash(target) === hash) return;
  // Never written over in place: Terraform, or a provider that still runs, may hold the old file.
  rmSync(target, { recursive: true, force: true });
  for (const name of packageFiles(source)) {
    const [from, to] = [join(source, name), join(target, name)];
    mkdirSync(dirname(to), { recursive: true });
    put(from, to);
    chmodSync(to, statSync(from).mode & 0o111 ? 0o755 : 0o644);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // File systems without hard links.
    copyFileSync(from, to);
  }
}
