import {
  PlatformError,
  type PlatformErrorCode,
  type PlatformErrorDetails,
  type PlatformErrorSubject,
} from "../port/platform-error";

/** Errors that say what happened, for what an adapter finds out by itself; what a platform answers goes through attempt.ts. */

type Rest = Omit<PlatformErrorDetails, "code" | "attempted">;
type Failure = (attempted: string, details: Rest) => PlatformError;

const failing =
  (code: PlatformErrorCode): Failure =>
  (attempted, details) =>
    new PlatformError({ code, attempted, ...details });

/** The platform cannot make sense of the request. */
export const invalid = failing("invalid");
/** The platform cannot do it at all. */
export const notSupported = failing("unsupported");
/** It does not exist, or no longer. */
export const gone = failing("gone");
/** Something uses it, so that it cannot be deleted. */
export const inUse = failing("in-use");
/** The environment accepts changes only with approval. */
export const approvalRequired = failing("approval-required");
/** The platform may be able to do it later. */
export const unavailable = failing("unavailable");

/** An object with this name exists already. `called`: the platform's own word, where it has another. */
export function alreadyExists(
  attempted: string,
  noun: "flag" | "environment" | "segment" | "server key",
  name: string,
  called: string = noun,
): PlatformError {
  return new PlatformError({
    code: "exists",
    attempted,
    reason: `${called.startsWith("e") ? "an" : "a"} ${called} named "${name}" already exists`,
    nextStep: "Import it, or set adopt_existing = true to take it over.",
    subject: noun,
  });
}

/** What a write finds deleted or renamed since the plan. `called`: the platform's own word, where it has another. */
export function goneSincePlan(
  attempted: string,
  noun: "flag" | "environment" | "segment",
  name: string,
  called: string = noun,
): PlatformError {
  return gone(attempted, {
    reason: `there is no ${called} "${name}"`,
    nextStep: "It was deleted or renamed in the meantime: plan again.",
    subject: noun,
  });
}

/** Of flags whose platform refuses a new key, or ignores it. */
export function cannotRenameFlag(attempted: string, platform: string, key: string): PlatformError {
  return notSupported(attempted, {
    reason: `${platform} cannot rename a flag, and this one is named "${key}"`,
    nextStep: "Create a flag with the new name, move what it serves there, then delete the old one.",
    subject: "flag",
  });
}

/** An exact set may not remove what others put there. `what`: "overrides that …"; `importId`: of the definition. */
export function unlisted(
  attempted: string,
  what: string,
  { subject, importId }: { readonly subject: PlatformErrorSubject; readonly importId?: string },
): PlatformError {
  const named = importId === undefined ? "" : ` ("${importId}")`;
  return new PlatformError({
    code: "exists",
    attempted,
    reason: `it has ${what}`,
    nextStep: `List them, import the definition${named} to see them in a plan, or set adopt_existing = true to remove them.`,
    subject,
  });
}

/** `names`: of the segments, in quotes where they are names. */
export function unlistedOverrides(attempted: string, names: readonly string[], importId?: string): PlatformError {
  const segments = `${names.length > 1 ? "segments" : "segment"} ${names.join(", ")}`;
  return unlisted(attempted, `overrides that the exact set does not list, for ${segments}`, {
    subject: "segment",
    ...(importId !== undefined && { importId }),
  });
}

export function unlistedIdentities(attempted: string, identifiers: readonly string[], importId?: string): PlatformError {
  const shown = identifiers.slice(0, 20).map((each) => `"${each}"`);
  const more = identifiers.length > shown.length ? ` and ${identifiers.length - shown.length} more` : "";
  return unlisted(attempted, `identity overrides that identity_overrides does not list: ${shown.join(", ")}${more}`, {
    subject: "identity",
    ...(importId !== undefined && { importId }),
  });
}
