import { HttpError } from "../../../http/http-error";
import { attempting, type Explanation, type Objections } from "../../adapter/attempt";
import { changeWhatIsRefused } from "../../adapter/objection";
import type { PlatformErrorSubject } from "../../port/platform-error";

const OBJECTIONS: Objections = {
  who: "Flagsmith",
  credential: "the API key",
  host: "the provider's host",
  notTheApi: "Check that the provider's host is Flagsmith's own root, and that no proxy or login page is in front of it.",
  later: "Run it again later; if it keeps failing, check the server's log.",
  explainRefusal,
};

export const attempt = attempting(OBJECTIONS);

function explainRefusal(error: HttpError, subject: PlatformErrorSubject | undefined): Explanation {
  const leaves = stringLeaves(error.details.body);
  const reason = wordsOf(leaves) || error.details.words;
  const missing = missingField(leaves);
  if (missing !== undefined) return explainMissing(missing, reason);
  const about = subjectOf(leaves) ?? subject;
  const aboutFields = leaves.some(({ path }) => path[0] === "metadata");
  const withSubject = aboutFields ? { attribute: METADATA } : about === undefined ? {} : { subject: about };
  if (isApprovalError(error)) {
    return { code: "approval-required", reason, nextStep: APPROVAL_NEXT_STEP, subject: "environment" };
  }
  switch (error.status) {
    case 401:
      return {
        code: "unauthenticated",
        reason,
        nextStep:
          "Check the API key (api_key in the provider block, or FLAGSMITH_MASTER_API_KEY): it is wrong, expired or revoked, or belongs to another server.",
        subject: "credentials",
      };
    case 403:
      return {
        code: "denied",
        reason,
        nextStep: "Give the API key the permission for it, or use another key.",
        subject: "credentials",
      };
    case 404:
      return {
        code: "gone",
        reason,
        nextStep: "Check whether it was deleted, or whether the id belongs to another project.",
        ...withSubject,
      };
    default:
      return /already exists/i.test(reason)
        ? { code: "exists", reason, nextStep: "Import it, or set adopt_existing = true to take it over.", ...withSubject }
        : { code: "invalid", reason, nextStep: changeWhatIsRefused("Flagsmith", reason, fieldsOf(leaves)), ...withSubject };
  }
}

const METADATA = ["flagsmith", "metadata"];

/** The custom field that the server requires. */
function missingField(leaves: readonly Leaf[]): string | undefined {
  return leaves.map(({ text }) => /^Missing required metadata field: (.+)$/.exec(text)?.[1]).find((name) => name);
}

function explainMissing(field: string, reason: string): Explanation {
  const name = JSON.stringify(field);
  const nextStep = `The organisation requires the custom field ${name}: set flagsmith = { metadata = { ${name} = … } }.`;
  return { code: "invalid", reason, nextStep, attribute: METADATA };
}

export const APPROVAL_NEXT_STEP =
  "Create a change request in Flagsmith's dashboard, or turn change requests off for this environment. " +
  "flagsmith = { bypass_change_requests = true } in the provider block writes without a change request.";

/** Whether the answer says that changes have to go through change requests. */
export function isApprovalError(error: HttpError): boolean {
  const { body, status: code } = error.details;
  return (code === 409 || code === 403) && stringLeaves(body).some(({ text }) => /change.requests/i.test(text));
}

/** Whole-flag endpoint: another override already has the priority. */
export function isDuplicatePriority(error: unknown): error is HttpError {
  return (
    error instanceof HttpError &&
    error.status === 400 &&
    stringLeaves(error.details.body).some(({ text }) => text.startsWith("Duplicate priority"))
  );
}

/** Whole-flag endpoint: the flag's variants differ from those sent. */
export function isVariantMismatch(error: unknown): boolean {
  return error instanceof HttpError && messageIncludes(error, /^Variant not found|all feature's variants|not multivariate/);
}

/** Links: somebody removed one between our read and our write. */
export function isMissingLink(error: unknown): error is HttpError {
  return error instanceof HttpError && messageIncludes(error, /ids were not found/);
}

/** States: the rows of their shares differ from those sent. The value and `enabled` were already stored. */
export function isShareConflict(error: unknown): error is HttpError {
  return error instanceof HttpError && messageIncludes(error, /Multivariate feature state value .{0,200}already exists/);
}

/** New state: its identity does not exist any more. */
export function isIdentityGone(error: unknown): boolean {
  if (!(error instanceof HttpError) || error.status !== 400) return false;
  const { body } = error.details;
  return typeof body === "object" && body !== null && "identity" in body;
}

/** New state: it already exists. */
export function isStateExists(error: unknown): boolean {
  return error instanceof HttpError && messageIncludes(error, /Feature state already exists/);
}

/** Experiments: they answer 403 for an environment and 400 for a flag that does not exist. */
export function mayMeanGone(error: unknown): boolean {
  if (!(error instanceof HttpError) || error.kind !== "refused" || isApprovalError(error)) return false;
  return error.status === 403 || error.status === 404 || messageIncludes(error, /^Feature .*not found/);
}

/** Removal of an override: it does not exist, or was deleted with its segment. */
export function isNoOverride(error: unknown): boolean {
  if (!(error instanceof HttpError)) return false;
  return messageIncludes(error, /override .{0,500}does not exist/) || messageIncludes(error, /^Segment .*not found/);
}

/** Versions: the override to create exists already, or the one to change does not exist. */
export function isOverrideConflict(error: unknown): error is HttpError {
  return error instanceof HttpError && messageIncludes(error, /unresolvable conflict/);
}

function messageIncludes({ status: code, details }: HttpError, words: RegExp): boolean {
  return (code === 400 || code === 404) && stringLeaves(details.body).some(({ text }) => words.test(text));
}

/** The API says that the object does not exist (unlike a page that says that the route does not exist). */
export function isNotFound(error: unknown): error is HttpError {
  return error instanceof HttpError && error.kind === "refused" && error.status === 404;
}

interface Leaf {
  readonly path: readonly string[];
  readonly text: string;
}

/** Flagsmith's refusals have a dozen formats; in all of them the strings are the message. */
function stringLeaves(value: unknown, path: readonly string[] = []): Leaf[] {
  if (typeof value === "string") return path[path.length - 1] === "code" ? [] : [{ path, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => stringLeaves(inner, Array.isArray(value) ? path : [...path, key]));
}

const NAMELESS = new Set(["detail", "message", "non_field_errors"]);

function wordsOf(leaves: readonly Leaf[]): string {
  const words = leaves.map(({ path, text }) => {
    const where = path.filter((key) => !NAMELESS.has(key)).join(".");
    return where === "" ? text : `${where}: ${text}`;
  });
  return [...new Set(words)].join(" ");
}

/** The fields that the message is about, from the top. */
function fieldsOf(leaves: readonly Leaf[]): string[] {
  return leaves.map(({ path }) => path.filter((key) => !NAMELESS.has(key)).join(".")).filter((name) => name !== "");
}

const SUBJECTS: readonly (readonly [RegExp, PlatformErrorSubject])[] = [
  [/priority/i, "priority"],
  [/^tags\b/, "tags"],
  [/\bvalue\b|initial_value|feature_state_value/, "value"],
  [/\bsegment\b/i, "segment"],
  [/\bidentifier\b/, "identity"],
  [/\bfeature\b/i, "flag"],
];

function subjectOf(leaves: readonly Leaf[]): PlatformErrorSubject | undefined {
  const texts = leaves.map(({ path, text }) => `${path.join(".")} ${text}`);
  return SUBJECTS.find(([pattern]) => texts.some((text) => pattern.test(text)))?.[1];
}
