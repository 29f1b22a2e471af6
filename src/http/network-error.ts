import { isAxiosError } from "axios";
import type { HttpRequest } from "./http-client";
import { HttpError } from "./http-error";
import type { Attempt } from "./interpret";
import { getOwn } from "../get-own";

/** Failures before anything was sent. */
const NEVER_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ECONNTIMEOUT", "EHOSTUNREACH", "ENETUNREACH"]);
/** Failures that may pass; all others (unknown name, bad certificate) will not. */
const PASSING = new Set([
  ...NEVER_SENT,
  "ECONNRESET",
  "ECONNABORTED",
  "ETIMEDOUT",
  "EPIPE",
  "ERR_BAD_RESPONSE",
  "ERR_NETWORK",
]);
PASSING.delete("ENOTFOUND");

const IN_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens there (connection refused)",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name could not be looked up now",
  ECONNTIMEOUT: "no connection came about in time",
  ECONNRESET: "the connection was dropped",
  EPIPE: "the connection was dropped",
  ECONNABORTED: "no answer came in time",
  ETIMEDOUT: "no answer came in time",
};

/** What a request met where no answer came. Nothing of the thrown error is passed on but its code and message. */
export function describeNetworkError(
  request: HttpRequest,
  thrown: unknown,
  host: string,
  redact: (text: string) => string,
): Attempt {
  const code = codeOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const error = new HttpError({
    kind: "unreachable",
    method: request.method,
    path: request.path,
    words: redact(`${host}: ${getOwn(IN_WORDS, code) ?? (message === "" ? code : message)}`),
  });
  return PASSING.has(code) ? { kind: "failed", error, sent: !NEVER_SENT.has(code) } : { kind: "final", error };
}

function codeOf(thrown: unknown): string {
  if (isAxiosError(thrown)) {
    const inner = codeOfInner(thrown.cause);
    return inner ?? thrown.code ?? "";
  }
  return codeOfInner(thrown) ?? "";
}

/** Happy-eyeballs failures come as an AggregateError whose members carry the code. */
function codeOfInner(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  if (error instanceof AggregateError) return error.errors.map(codeOfInner).find((code) => code !== undefined);
  return undefined;
}
