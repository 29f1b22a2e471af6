import { HttpError } from "../../http/http-error";
import { PlatformError, type PlatformErrorDetails, type PlatformErrorSubject } from "../port/platform-error";

/** What is wrong and what to do, without what was attempted and the status. */
export type Explanation = Pick<PlatformErrorDetails, "code" | "title" | "reason" | "nextStep" | "subject" | "attribute">;

/** How a platform's errors are explained. */
export interface Objections {
  /** Who cannot do it now: "Split". */
  readonly who: string;
  /** The credential that it takes: "the API key". */
  readonly credential: string;
  /** What to look at where nobody answers: "the provider's host". */
  readonly host: string;
  /** What to look at where a page answers instead of the API. */
  readonly notTheApi: string;
  /** What to do where the server says "later"; a sentence. */
  readonly later: string;
  /** Explains the platform's own refusals. */
  explainRefusal(error: HttpError, subject: PlatformErrorSubject | undefined): Explanation;
  /** The request's id, where the answer's body has it. */
  requestId?(error: HttpError): string | undefined;
}

/** Runs the work, and turns errors of the network or the platform into a PlatformError in neutral words. */
type Attempt = <T>(attempted: string, work: () => Promise<T>, subject?: PlatformErrorSubject) => Promise<T>;

export function attempting(objections: Objections): Attempt {
  return async (attempted, work, subject) => {
    try {
      return await work();
    } catch (error) {
      throw toPlatformError(error, attempted, subject, objections);
    }
  };
}

function toPlatformError(
  error: unknown,
  attempted: string,
  subject: PlatformErrorSubject | undefined,
  objections: Objections,
): unknown {
  if (!(error instanceof HttpError)) return error;
  const { status, host } = error.details;
  const requestId = objections.requestId?.(error) ?? error.details.requestId;
  const explanation = explain(error, subject, objections);
  const title = explanation.title ?? titleOf(explanation.code, error, attempted, objections);
  return new PlatformError({
    ...explanation,
    ...(title === undefined ? {} : { title }),
    attempted,
    ...(status === undefined ? {} : { status }),
    ...(host === undefined ? {} : { host }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** A title for errors that are not about the request: credentials, permissions, the connection. */
function titleOf(
  code: Explanation["code"],
  { details: { kind, host } }: HttpError,
  attempted: string,
  { who, credential }: Objections,
): string | undefined {
  const at = host === undefined ? "" : ` at ${host}`;
  switch (code) {
    case "unauthenticated":
      return `${who}${at} does not accept ${credential}`;
    case "denied":
      return `No permission to ${attempted}`;
    case "unreachable":
      return kind === "not-json" ? `What answers${at} is not ${who}'s API` : `Could not reach ${who}${at}`;
    default:
      return undefined;
  }
}

function explain(error: HttpError, subject: PlatformErrorSubject | undefined, objections: Objections): Explanation {
  const { kind, words, uncertain, advice, host } = error.details;
  const unsure = uncertain ? " It is unknown whether the change was made: the next plan shows it." : "";
  switch (kind) {
    case "cancelled":
      return { code: "cancelled", reason: words, nextStep: `Run it again.${unsure}` };
    case "unreachable": {
      const nextStep = `${advice ?? `Check ${objections.host} and the network, then run it again.`}${unsure}`;
      return { code: "unreachable", reason: words, nextStep, subject: "host" };
    }
    case "not-json":
      return {
        ...{ code: "unreachable", reason: words, subject: "host" },
        nextStep: `${advice ?? objections.notTheApi}${unsure}`,
      };
    case "unavailable": {
      const reason = `${objections.who}${host === undefined ? "" : ` (${host})`} cannot do it now: ${words}`;
      return { code: "unavailable", reason, nextStep: `${advice ?? objections.later}${unsure}` };
    }
    case "refused":
      return objections.explainRefusal(error, subject);
  }
}
