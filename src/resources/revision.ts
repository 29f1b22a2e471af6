import { createHash } from "node:crypto";
import { isWhollyKnown, UNKNOWN, type Unknown } from "../terraform/value";
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
