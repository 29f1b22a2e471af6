import { createHash } from "node:crypto";
import { isUnknown, isWhollyKnown, UNKNOWN, type Unknown } from "../../terraform/value";
import { fingerprint, same } from "./known";

/**
 * The fingerprint of what a resource manages: it only depends on the configuration, so it is known at plan, and a change
 * from outside (drift) does not change it. The parents' ids are not part of it, because they come from the platform.
 */
function revisionOf(managed: Readonly<Record<string, unknown>>): string | Unknown {
  if (!isWhollyKnown(managed)) return UNKNOWN;
  return createHash("sha256")
    .update(fingerprint(withoutNulls(managed)))
    .digest("hex")
    .slice(0, 16);
}

function withoutNulls(managed: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(managed).filter(([, value]) => value !== null));
}

/**
 * The planned revision. If nothing managed changes, the state's own is kept, whatever it was computed from: under
 * `ignore_changes` an outside change comes back as configuration, and would otherwise be planned as an update of nothing.
 */
export function plannedRevision(
  prior: { readonly revision: string | null } | null,
  managedBefore: Readonly<Record<string, unknown>> | null,
  managed: Readonly<Record<string, unknown>>,
): string | Unknown {
  const isKept =
    prior?.revision != null && managedBefore !== null && same(withoutNulls(managedBefore), withoutNulls(managed));
  return isKept ? prior.revision : revisionOf(managed);
}

/** For an import, which has no planned revision yet. */
export function revisionOfState(managed: Readonly<Record<string, unknown>>): string | null {
  const known = revisionOf(managed);
  return isUnknown(known) ? null : known;
}
