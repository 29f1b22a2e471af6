/** Terraform's `.terraform.lock.hcl`, as far as it must be written before the first `terraform init`. */

export const LOCK_FILE = ".terraform.lock.hcl";

/** A provider that a stack demands in exactly one version. */
export interface LockedProvider {
  /** With its host, as `registry.terraform.io/hashicorp/null`. */
  readonly address: string;
  readonly version: string;
  /**
   * The only hashes that the package may have. Absent: `terraform init` accepts any package, and records its hashes.
   */
  readonly hashes?: readonly string[];
}

interface LockEntry {
  readonly version: string;
  readonly constraints: string | undefined;
  readonly hashes: readonly string[];
  /** The text of the entry in the file. */
  readonly text: string;
}

const HEADER = `# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.
`;

/**
 * The lock file with entries for these providers. An equal entry is kept with its hashes; entries of other providers are kept
 * unchanged.
 */
export function lockFileWith(existing: string | undefined, providers: readonly LockedProvider[]): string {
  const entries = new Map([...lockEntries(existing ?? "")].map(([address, entry]) => [address, entry.text]));
  for (const provider of providers) {
    const standing = lockEntries(existing ?? "").get(provider.address);
    if (standing === undefined || !says(standing, provider)) entries.set(provider.address, entryText(provider, standing));
  }
  const sorted = [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
  return [HEADER, ...sorted.map(([, text]) => `${text}\n`)].join("\n");
}

/** The entries of a lock file by address. */
export function lockEntries(text: string): Map<string, LockEntry> {
  return new Map(
    text.split(/^(?=provider ")/m).flatMap((block): [string, LockEntry][] => {
      const address = /^provider "([^"]+)" \{\n/.exec(block)?.[1];
      const end = block.indexOf("\n}");
      if (address === undefined || end < 0) return [];
      const whole = block.slice(0, end + 2);
      const entry = {
        version: /^[ \t]*version[ \t]*=[ \t]*"([^"\n]*)"/m.exec(whole)?.[1] ?? "",
        constraints: /^[ \t]*constraints[ \t]*=[ \t]*"([^"\n]*)"/m.exec(whole)?.[1],
        hashes: [...whole.matchAll(/"((?:h1|zh):[^"]+)"/g)].map(([, hash = ""]) => hash),
        text: whole,
      };
      return [[address, entry]];
    }),
  );
}

/** The one version that a constraint allows, if it allows only one. */
export function exactVersion(constraint: string | undefined): string | undefined {
  return /^=?\s*v?(\d+\.\d+\.\d+(?:[-+][\w.+-]+)?)$/.exec((constraint ?? "").trim())?.[1];
}

/** A provider's source in full, as lock files spell it. */
export function fullAddress(source: string): string {
  const parts = source.toLowerCase().split("/");
  if (parts.length === 1) return `registry.terraform.io/hashicorp/${source.toLowerCase()}`;
  return parts.length === 2 ? `registry.terraform.io/${source.toLowerCase()}` : source.toLowerCase();
}

function says(entry: LockEntry, provider: LockedProvider): boolean {
  // Without `constraints`, cdktf locks again: it compares them with what the stack demands.
  if (entry.version !== provider.version || exactVersion(entry.constraints) !== provider.version) return false;
  return provider.hashes === undefined || [...entry.hashes].sort().join() === [...provider.hashes].sort().join();
}

function entryText({ address, version, hashes: given }: LockedProvider, standing: LockEntry | undefined): string {
  const kept = standing?.version === version ? standing.hashes : [];
  // In Terraform's order, which would write them again in it.
  const hashes = [...(given ?? kept)].sort();
  return [
    `provider "${address}" {`,
    `  version     = "${version}"`,
    `  constraints = "${version}"`,
    ...(hashes.length === 0 ? [] : ["  hashes = [", ...hashes.map((each) => `    "${each}",`), "  ]"]),
    "}",
  ].join("\n");
}
