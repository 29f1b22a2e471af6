import { HttpError } from "../../../http/http-error";
import { attempting, type Explanation, type Objections } from "../../adapter/attempt";
import { changeWhatIsRefused } from "../../adapter/objection";
import type { PlatformErrorSubject } from "../../port/platform-error";

const OBJECTIONS: Objections = {
  who: "Split",
  credential: "the credential",
  host: "the provider's host",
  notTheApi: "Check that the provider's host is Split's Admin API (or Harness), and that no proxy is in front of it.",
  later: "Run it again later.",
  explainRefusal,
  requestId: (error) => memberOf(error.details.body, "transactionId"),
};

export const attempt = attempting(OBJECTIONS);

export const APPROVAL_NEXT_STEP =
  'Set split = { on_approval_required = "submit" } in the provider block, which submits it as a change request, create one in Split, or turn approvals off for this environment.';

function explainRefusal(error: HttpError, subject: PlatformErrorSubject | undefined): Explanation {
  const { body } = error.details;
  const reason = wordsOf(body) || "Split sent no message";
  const about = subject === undefined ? {} : { subject };
  switch (error.status) {
    case 400:
      return wordsOf(body) === ""
        ? { code: "invalid", reason, nextStep: TITLE_NEXT_STEP, ...about }
        : { code: "invalid", reason, nextStep: changeWhatIsRefused("Split", reason), ...about };
    case 401:
      return { code: "unauthenticated", reason, nextStep: CREDENTIALS_NEXT_STEP, subject: "credentials" };
    case 402:
      return {
        ...{ code: "denied", reason, ...about, title: "The plan of the Split account does not include it" },
        nextStep: "Ask the account's owner to change the plan, or remove this from the configuration.",
      };
    case 403:
      return isApproval(error)
        ? { code: "approval-required", reason, nextStep: APPROVAL_NEXT_STEP, subject: "environment" }
        : { code: "denied", reason, nextStep: "Give the key the role and the scope for it.", subject: "credentials" };
    case 404:
      return {
        code: "gone",
        reason,
        nextStep: "Check whether it was deleted, or whether the key may not see it.",
        ...about,
      };
    case 409:
      return {
        code: "exists",
        reason,
        nextStep: "Import it, or set adopt_existing = true to take it over.",
        ...about,
      };
    case 423:
      return {
        code: "approval-required",
        reason,
        nextStep: "A change request is open for it: have it approved, rejected or withdrawn in Split, then run this again.",
        ...about,
      };
    case 499:
      return {
        ...{ code: "denied", reason, ...about, title: "A policy of the account refuses it" },
        nextStep: "Change what the policy above names, or ask the people who manage the account's policies.",
      };
    default:
      return { code: "invalid", reason, nextStep: changeWhatIsRefused("Split", wordsOf(body)), ...about };
  }
}

const TITLE_NEXT_STEP =
  "Split sends no message if the project requires a title and a comment: set title and comment in the provider block.";

const CREDENTIALS_NEXT_STEP =
  "Check the credential: an Admin API key (SPLIT_API_KEY) for a classic account, a Harness token (SPLIT_HARNESS_TOKEN) for an account in Harness.";

/** The environment demands change requests. */
export function isApproval(error: unknown): boolean {
  if (!(error instanceof HttpError) || error.status !== 403) return false;
  return /approvals? (are|is) required/i.test(wordsOf(error.details.body));
}

/** An open change request prevents it. */
export function isLocked(error: unknown): error is HttpError {
  return error instanceof HttpError && (error.status === 409 || error.status === 423);
}

export function isNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "refused" && error.status === 404;
}

/** Somebody else was faster, or there is one already. */
export function isConflict(error: unknown): error is HttpError {
  return error instanceof HttpError && (error.status === 409 || error.status === 412);
}

/** The request was refused: it may be wrong, or somebody may have changed the object since it was read. */
export function isRefused(error: unknown): error is HttpError {
  return error instanceof HttpError && error.kind === "refused" && [400, 409, 412, 422].includes(error.status ?? 0);
}

/** Split's own message; empty if it sent none. */
export function wordsIn(error: HttpError): string {
  return wordsOf(error.details.body);
}

/** `details` may be a text or the verdict of a policy. */
function wordsOf(body: unknown): string {
  const details = typeof body === "object" && body !== null && "details" in body ? body.details : undefined;
  const text = typeof details === "object" && details !== null ? JSON.stringify(details) : (memberOf(body, "details") ?? "");
  const message = memberOf(body, "message") ?? (typeof body === "string" ? body : "");
  return [message, text === message ? "" : text].filter((each) => each !== "").join(": ");
}

function memberOf(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  return typeof value === "string" && value !== "" ? value : undefined;
}
