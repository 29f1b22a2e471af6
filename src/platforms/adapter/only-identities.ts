import { PlatformError } from "../port/platform-error";

/** The exact set of identity overrides that a batch of edits states. */
export interface OnlyIdentities {
  readonly identifiers: Set<string>;
  readonly refuse: boolean;
}

interface KeepOnly {
  readonly identifiers: readonly string[];
  readonly unlisted: "remove" | "refuse";
}

export function keptOnly(before: OnlyIdentities | undefined, { identifiers, unlisted }: KeepOnly): OnlyIdentities {
  return {
    identifiers: new Set([...(before?.identifiers ?? []), ...identifiers]),
    refuse: unlisted === "refuse" || (before?.refuse ?? false),
  };
}

/** Those that are there and not listed. Throws PlatformError `exists` where they may not be removed. */
export function unlistedIdentities(
  only: OnlyIdentities | undefined,
  present: Iterable<string>,
  attempted: string,
): readonly string[] {
  if (!only) return [];
  const unlisted = [...present].filter((each) => !only.identifiers.has(each));
  if (only.refuse && unlisted.length > 0) throw unlistedError(unlisted, attempted);
  return unlisted;
}

export function unlistedError(identifiers: readonly string[], attempted: string, importId?: string): PlatformError {
  const shown = identifiers.slice(0, 20).map((each) => `"${each}"`);
  const more = identifiers.length > shown.length ? ` and ${identifiers.length - shown.length} more` : "";
  return new PlatformError({
    code: "exists",
    attempted,
    reason: `identities are overridden there that identity_overrides does not list: ${shown.join(", ")}${more}`,
    nextStep: `List them, import the definition${importId === undefined ? "" : ` as "${importId}"`} to see them in a plan, or set adopt_existing = true to remove them.`,
    subject: "identity",
  });
}
