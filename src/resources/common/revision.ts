import { createHash } from "node:crypto";
import { isUnknown, isWhollyKnown, UNKNOWN, type Unknown } from "../../terraform/value";
import { fingerprint } from "./known";

/**
 * The fingerprint of what a resource manages: a pure function of its configuration, so that it is known at plan and a foreign
 * edit, being drift, does not change it. The parents' ids stay out: they are the platform's, not the configuration's.
 */
export function revisionOf(managed: Readonly<Record<string, unknown>>): string | Unknown {
  if (!isWhollyKnown(managed)) return UNKNOWN;
  const present = Object.fromEntries(Object.entries(managed).filter(([, value]) => value !== null));
  return createHash("sha256").update(fingerprint(present)).digest("hex").slice(0, 16);
}

/**
 * The revision that a plan gives. Where nothing managed changes the state's own stays, whatever it was made from: under
 * `ignore_changes` a foreign edit comes back as configuration, and would otherwise be planned as an update of nothing.
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

/** For what was imported, which no plan has given one yet. */
export function revisionOfState(managed: Readonly<Record<string, unknown>>): string | null {
  const known = revisionOf(managed);
  return isUnknown(known) ? null : known;
}
