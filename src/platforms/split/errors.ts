import { HttpError } from "../../http/http-error";
import { PlatformError, type PlatformErrorCode, type PlatformErrorSubject } from "../platform-error";

/** Does something, and turns what the network or Split objects to into an error in neutral words. */
export async function attempt<T>(attempted: string, work: () => Promise<T>, subject?: PlatformErrorSubject): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toPlatformError(error, attempted, subject);
  }
}

export function toPlatformError(error: unknown, attempted: string, subject?: PlatformErrorSubject): unknown {
  if (!(error instanceof HttpError)) return error;
  const { status, body } = error.details;
  const requestId = memberOf(body, "transactionId") ?? error.details.requestId;
  return new PlatformError({
    ...explain(error, subject),
    attempted,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

interface Explanation {
  readonly code: PlatformErrorCode;
  readonly reason: string;
  readonly nextStep: string;
  readonly subject?: PlatformErrorSubject;
}

function explain(error: HttpError, subject?: PlatformErrorSubject): Explanation {
  const { kind, words, method, path } = error.details;
  const unsure = error.details.uncertain ? " It is not known whether the change was made: the next plan will show." : "";
  const status = error.status === undefined ? "" : ` (status ${error.status} to ${method} ${path})`;
  switch (kind) {
    case "cancelled":
      return { code: "cancelled", reason: words, nextStep: `Run it again.${unsure}` };
    case "unreachable":
      return {
        code: "unavailable",
        reason: words,
        nextStep: `Check the provider's host and the network, then run it again.${unsure}`,
        subject: "host",
      };
    case "not-json":
      return {
        code: "unavailable",
        reason: `${words}${status}`,
        nextStep:
          "Check that the provider's host is Split's Admin API (or Harness), and that no proxy stands in front of it.",
        subject: "host",
      };
    case "unavailable":
      return {
        code: "unavailable",
        reason: `Split cannot do it now: ${words}${status}`,
        nextStep: `Run it again later.${unsure}`,
      };
    case "refused":
      return explainRefusal(error, subject);
  }
}

export const APPROVAL_NEXT_STEP =
  "Make the change as a change request in Split, or turn approvals off for this environment; a key of somebody who may skip them does it too.";

function explainRefusal(error: HttpError, subject: PlatformErrorSubject | undefined): Explanation {
  const { method, path, body } = error.details;
  const reason = `${wordsOf(body) || "it says nothing"} (status ${error.status ?? 0} to ${method} ${path})`;
  const about = subject === undefined ? {} : { subject };
  switch (error.status) {
    case 400:
      return wordsOf(body) === ""
        ? { code: "invalid", reason, nextStep: TITLE_NEXT_STEP, ...about }
        : { code: "invalid", reason, nextStep: "Change what Split objects to.", ...about };
    case 401:
      return { code: "denied", reason, nextStep: CREDENTIALS_NEXT_STEP, subject: "credentials" };
    case 402:
      return { code: "denied", reason, nextStep: "The account's plan does not include it.", ...about };
    case 403:
      return isApproval(error)
        ? { code: "approval-required", reason, nextStep: APPROVAL_NEXT_STEP, subject: "environment" }
        : { code: "denied", reason, nextStep: "Give the key the role and the scope for it.", subject: "credentials" };
    case 404:
      return { code: "gone", reason, nextStep: "Look whether it was deleted, or whether the key may not see it.", ...about };
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
        nextStep: "A change request is open for it: have it decided or withdrawn in Split, then run this again.",
        ...about,
      };
    case 499:
      return { code: "denied", reason, nextStep: "A policy of the account refuses it: see its words.", ...about };
    default:
      return { code: "invalid", reason, nextStep: "Change what Split objects to.", ...about };
  }
}

export const TITLE_NEXT_STEP =
  "Split refuses without a word where the project demands a title and a comment: set title and comment in the provider block.";

const CREDENTIALS_NEXT_STEP =
  "Check the credential: an Admin API key (SPLIT_API_KEY) of a classic account, a Harness token (SPLIT_HARNESS_TOKEN) of one in Harness.";

/** The environment demands change requests. */
export function isApproval(error: unknown): boolean {
  if (!(error instanceof HttpError) || error.status !== 403) return false;
  return /approvals? (are|is) required/i.test(wordsOf(error.details.body));
}

export function isNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "refused" && error.status === 404;
}

/** Somebody else was faster, or there is one already. */
export function isConflict(error: unknown): boolean {
  return error instanceof HttpError && (error.status === 409 || error.status === 412);
}

/** The patch does not suit what it met, which somebody may have changed since it was read. */
export function isRefused(error: unknown): error is HttpError {
  return error instanceof HttpError && error.kind === "refused" && [400, 409, 412, 422].includes(error.status ?? 0);
}

/** `details` may be a text or the verdict of a policy. */
function wordsOf(body: unknown): string {
  const details = typeof body === "object" && body !== null && "details" in body ? body.details : undefined;
  const told = typeof details === "object" && details !== null ? JSON.stringify(details) : (memberOf(body, "details") ?? "");
  const message = memberOf(body, "message") ?? (typeof body === "string" ? body : "");
  return [message, told === message ? "" : told].filter((text) => text !== "").join(": ");
}

function memberOf(body: unknown, name: string): string | undefined {
  if (typeof body !== "object" || body === null || !(name in body)) return undefined;
  const value: unknown = Object.entries(body).find(([key]) => key === name)?.[1];
  return typeof value === "string" && value !== "" ? value : undefined;
}
