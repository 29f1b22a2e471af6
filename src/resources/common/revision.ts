import { createHash } from "node:crypto";
import { isUnknown, isWhollyKnown, UNKNOWN, type Unknown } from "../../terraform/value";
import { fingerprint } from "./known";

/**
 * The fingerprint of what a resource manages: it only depends on the configuration, so it is known at plan, and a change
 * from outside (drift) does not change it. The parents' ids are not part of it, because they come from the platform.
 */
function revisionOf(managed: Readonly<Record<string, unknown>>): string | Unknown {
  if (!isWhollyKnown(managed)) return UNKNOWN;
  const present = Object.fromEntries(Object.entries(managed).filter(([, value]) => value !== null));
  return createHash("sha256").update(fingerprint(present)).digest("hex").slice(0, 16);
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
  const next = revisionOf(managed);
  if (prior?.revision == null || managedBefore === null) return next;
  return revisionOf(managedBefore) === next ? prior.revision : next;
}

/** For an import, which has no planned revision yet. */
export function revisionOfState(managed: Readonly<Record<string, unknown>>): string | null {
  const known = revisionOf(managed);
  return isUnknown(known) ? null : known;
}
