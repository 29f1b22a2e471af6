import type { RawAnswer } from "./request";
import type { HttpAnswer, HttpRequest } from "./request";
import { HttpError, type HttpErrorKind } from "./http-error";
import { depthOf, DEEPEST, firstWordsOf } from "./answer-text";
import { LONGEST_SHOWN, redactLeaves } from "./secrets/redact";
import { type RateWindow, rateWindow, resetAfter } from "./pace/rate-headers";
import { retryAfter } from "./pace/retry-after";

/** What came of sending a request once. */
export type Attempt = Outcome & {
  /** What the answer's headers say of the host's budget. */
  readonly window?: RateWindow | undefined;
};

type Outcome =
  | { readonly kind: "answer"; readonly answer: HttpAnswer }
  /** Not done, and no use in repeating it. */
  | { readonly kind: "final"; readonly error: HttpError; readonly status?: number }
  /** Not done, and welcome later. */
  | { readonly kind: "throttled"; readonly after: number | undefined; readonly status: number }
  /** Perhaps worth repeating; `sent`: it may have been done. */
  | {
      readonly kind: "failed";
      readonly error: HttpError;
      readonly sent: boolean;
      readonly after?: number | undefined;
      readonly status?: number;
    };

export interface Reading {
  /** As the options have it. */
  readonly root: URL;
  readonly now: number;
  readonly wordlessRefusals: boolean;
  redact(text: string): string;
}

const REQUEST_ID_HEADERS = ["x-request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-cf-id", "x-vercel-id", "cf-ray"];
/** No refusal has more to say; what does is no word of the API. */
const LONGEST_REFUSAL = 1024 * 1024;

/** Reads an answer: JSON is the API's word, anything else is somebody in between. */
export function interpret(request: HttpRequest, answer: RawAnswer, reading: Reading): Attempt {
  const window = rateWindow((name) => answer.header(name), reading.now);
  return { ...outcomeOf(request, answer, reading), window };
}

function outcomeOf(request: HttpRequest, { status, text, header }: RawAnswer, reading: Reading): Outcome {
  const { redact, now, root } = reading;
  const isGood = status >= 200 && status < 300;
  const json = isGood || text.length <= LONGEST_REFUSAL ? parse(text) : undefined;
  const firstWords = (): string => firstWordsOf(redact(text.slice(0, LONGEST_SHOWN)));
  const after = retryAfter(header("retry-after"), now);
  if (status === 429) return { kind: "throttled", after: after ?? resetAfter(header, now), status };
  if (isGood && json !== undefined && json !== "too deep") {
    const etag = header("etag");
    const { host } = root;
    return {
      kind: "answer",
      answer: { status, body: json.value, host, size: text.length, ...(etag !== undefined && { etag }) },
    };
  }
  if (status === 304) return { kind: "answer", answer: { status, body: undefined, host: root.host } };

  const fail = (kind: HttpErrorKind, words: string, more: { body?: unknown; advice?: string } = {}): HttpError => {
    const requestId = REQUEST_ID_HEADERS.map((name) => header(name)).find((value) => value !== undefined);
    const { method, path } = request;
    return new HttpError({
      ...{ kind, method, path, status, host: root.host, words: redact(words) },
      ...(more.body === undefined ? {} : { body: more.body }),
      ...(more.advice === undefined ? {} : { advice: more.advice }),
      ...(requestId === undefined ? {} : { requestId: redact(requestId.slice(0, 200)) }),
      // What was done by a write whose answer is no answer, nobody knows.
      ...(isGood && request.method !== "GET" && { uncertain: true }),
    });
  };
  if (json === "too deep") {
    const words = `the answer is nested more than ${DEEPEST} levels deep, which is nothing that the API answers`;
    return { kind: "final", status, error: fail("not-json", words) };
  }
  if (status === 502 || status === 503 || status === 504)
    return { kind: "failed", status, sent: true, after, error: fail("unavailable", firstWords()) };
  if (status >= 500) return { kind: "final", status, error: fail("unavailable", firstWords()) };
  if (status >= 300 && status < 400) {
    const { words, advice } = redirectIn(header("location"), root);
    return { kind: "final", status, error: fail("not-json", words, advice === undefined ? {} : { advice }) };
  }
  const isWordless = reading.wordlessRefusals && text === "";
  if (!isWordless && (json === undefined || (status >= 400 && typeof json.value !== "object"))) {
    const words = firstWords();
    const more = root.protocol === "http:" && wantsTls(words) ? { advice: WRITE_HTTPS } : {};
    const error = fail("not-json", `not the API but something else answered: ${words}`, more);
    // Firewalls of hosted platforms throttle with a 403 page of their own.
    return status === 403 ? { kind: "failed", status, sent: false, after, error } : { kind: "final", status, error };
  }
  return { kind: "final", status, error: fail("refused", firstWords(), { body: redactLeaves(json?.value, redact) }) };
}

const WRITE_HTTPS = "The server is encrypted at that port: write https:// in the provider's host.";

/** What nginx, Go's servers and Apache say to whom they do not understand. */
function wantsTls(words: string): boolean {
  return /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|SSL-enabled server port/i.test(words);
}

/** Without its query, where login pages are told what was asked for, and by whom. */
function redirectIn(location: string | undefined, root: URL): { readonly words: string; readonly advice?: string } {
  const target = (location ?? "elsewhere").slice(0, LONGEST_SHOWN).split(/[?#]/, 1)[0] ?? "";
  const words = `the host redirects to ${target.length > 200 ? `${target.slice(0, 200)}…` : target}, where the credential is not sent`;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  const isOnlyScheme = url?.protocol === "https:" && root.protocol === "http:" && url.hostname === root.hostname;
  return isOnlyScheme ? { words, advice: "Write https:// in the provider's host." } : { words };
}

/** The JSON value; an empty body is JSON without a value. Undefined: no JSON. */
function parse(text: string): { value: unknown } | "too deep" | undefined {
  if (text === "") return { value: undefined };
  if (depthOf(text) > DEEPEST) return "too deep";
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
