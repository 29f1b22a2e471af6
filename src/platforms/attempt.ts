import { HttpError } from "../http/http-error";
import { PlatformError, type PlatformErrorDetails, type PlatformErrorSubject } from "./platform-error";

/** What is wrong and what to do, before it is said on what and with which status. */
export type Explanation = Pick<PlatformErrorDetails, "code" | "reason" | "nextStep" | "subject" | "attribute">;

/** How a platform's objections are told. */
export interface Objections {
  /** Who cannot do it now: "Split". */
  readonly who: string;
  /** What to look at where nobody answers: "the provider's host". */
  readonly host: string;
  /** What to look at where a page answers instead of the API. */
  readonly notTheApi: string;
  /** What to do where the server says "later"; a sentence. */
  readonly later: string;
  /** What the platform itself objects to. */
  explainRefusal(error: HttpError, subject: PlatformErrorSubject | undefined): Explanation;
  /** The request's id, where the answer's body tells it. */
  requestId?(error: HttpError): string | undefined;
}

/** Does something, and turns what the network or the platform objects to into an error in neutral words. */
export type Attempt = <T>(attempted: string, work: () => Promise<T>, subject?: PlatformErrorSubject) => Promise<T>;

export function attempting(objections: Objections): Attempt {
  return async (attempted, work, subject) => {
    try {
      return await work();
    } catch (error) {
      throw toPlatformError(error, attempted, subject, objections);
    }
  };
}

export function toPlatformError(
  error: unknown,
  attempted: string,
  subject: PlatformErrorSubject | undefined,
  objections: Objections,
): unknown {
  if (!(error instanceof HttpError)) return error;
  const { status } = error.details;
  const requestId = objections.requestId?.(error) ?? error.details.requestId;
  return new PlatformError({
    ...explain(error, subject, objections),
    attempted,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

function explain(error: HttpError, subject: PlatformErrorSubject | undefined, objections: Objections): Explanation {
  const { kind, words, status, uncertain } = error.details;
  const unsure = uncertain ? " It is not known whether the change was made: the next plan will show." : "";
  const told = status === undefined ? "" : ` (status ${status})`;
  switch (kind) {
    case "cancelled":
      return { code: "cancelled", reason: words, nextStep: `Run it again.${unsure}` };
    case "unreachable": {
      const nextStep = `Check ${objections.host} and the network, then run it again.${unsure}`;
      return { code: "unavailable", reason: words, nextStep, subject: "host" };
    }
    case "not-json":
      return { code: "unavailable", reason: `${words}${told}`, nextStep: objections.notTheApi, subject: "host" };
    case "unavailable": {
      const reason = `${objections.who} cannot do it now: ${words}${told}`;
      return { code: "unavailable", reason, nextStep: `${objections.later}${unsure}` };
    }
    case "refused":
      return objections.explainRefusal(error, subject);
  }
}
