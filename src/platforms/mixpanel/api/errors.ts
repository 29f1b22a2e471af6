import { HttpError } from "../../../http/http-error";
import { attempting, type Explanation, type Objections } from "../../adapter/attempt";
import { changeWhatIsRefused } from "../../adapter/objection";
import type { PlatformErrorSubject } from "../../port/platform-error";

const OBJECTIONS: Objections = {
  who: "Mixpanel",
  credential: "the service account",
  host: "the provider's region or host",
  notTheApi: "Check the provider's region or host, and that no proxy or login page is in front of it.",
  later: "Run it again later.",
  explainRefusal,
};

export const attempt = attempting(OBJECTIONS);

function explainRefusal(error: HttpError, subject: PlatformErrorSubject | undefined): Explanation {
  const reason = wordsOf(error.details.body) ?? error.details.words;
  const about = subject === undefined ? {} : { subject };
  switch (error.status) {
    case 401:
      return {
        ...{ code: "unauthenticated", reason, subject: "credentials" },
        nextStep:
          "Check the service account (username and secret in the provider block, or MIXPANEL_USERNAME and MIXPANEL_SECRET): it is wrong, expired or revoked, or belongs to another region.",
      };
    case 403:
      return {
        ...{ code: "denied", reason, subject: "credentials" },
        nextStep:
          "Check that the service account is a member of the project (Analyst or more), that it may edit this flag, and that the region is the project's.",
      };
    case 404:
      return {
        code: "gone",
        reason,
        nextStep: "Check whether it was deleted, or is in another project or data view.",
        ...about,
      };
    default:
      return isTaken(error)
        ? {
            ...{ code: "exists", reason, ...about },
            nextStep:
              "Import it, or set adopt_existing = true to take it over. If no list shows it, it is in another data view, or its key is still reserved by one that was deleted.",
          }
        : { code: "invalid", reason, nextStep: changeWhatIsRefused("Mixpanel", reason), ...about };
  }
}

function isTaken(error: HttpError): boolean {
  return error.status === 409 || /already exists/i.test(wordsOf(error.details.body) ?? "");
}

function wordsOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("error" in body)) return undefined;
  return typeof body.error === "string" ? body.error : JSON.stringify(body.error);
}

/** The API says that the object does not exist (unlike a page that says that the route does not exist). */
export function isNotFound(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "refused" && error.status === 404;
}

/** The API says that the body makes no sense to it. */
export function isRefused(error: unknown): boolean {
  return error instanceof HttpError && error.kind === "refused" && (error.status === 400 || error.status === 200);
}
