import { DEEPEST, depthOf, firstWordsOf } from "./answer-text";
import { HttpError, type HttpErrorKind } from "./http-error";
import { type RateWindow, rateWindow, resetAfter } from "./pace/rate-headers";
import { retryAfter } from "./pace/retry-after";
import type { HttpAnswer, HttpRequest, RawAnswer } from "./request";
import { LONGEST_SHOWN, redactLeaves } from "./secrets/redact";

/** The outcome of sending a request once. */
export type Attempt = Outcome & {
  /** What the answer's headers say about the host's request budget. */
  readonly window?: RateWindow | undefined;
};

type Outcome =
  | { readonly kind: "answer"; readonly answer: HttpAnswer }
  /** Not carried out, and a retry would not help. */
  | { readonly kind: "final"; readonly error: HttpError; readonly status?: number }
  /** Not carried out; may be retried later. */
  | { readonly kind: "throttled"; readonly after: number | undefined; readonly status: number }
  /** A retry may help. `sent`: it may have been carried out. */
  | {
      readonly kind: "failed";
      readonly error: HttpError;
      readonly sent: boolean;
      readonly after?: number | undefined;
      readonly status?: number;
    };

interface Reading {
  /** As in the options. */
  readonly root: URL;
  readonly now: number;
  readonly wordlessRefusals: boolean;
  redact(text: string): string;
}

const REQUEST_ID_HEADERS = ["x-request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-cf-id", "x-vercel-id", "cf-ray"];
/** No refusal is longer than this; a longer text is not the API's message. */
const LONGEST_REFUSAL = 1024 * 1024;

/** Interprets an answer: JSON comes from the API, anything else from something in between. */
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
      // If a write's answer cannot be read, it is unknown whether the write was carried out.
      ...(isGood && request.method !== "GET" && { uncertain: true }),
    });
  };
  if (json === "too deep") {
    const words = `the answer is nested more than ${DEEPEST} levels deep, which the API never sends`;
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
    const error = fail("not-json", `the answer is not from the API: ${words}`, more);
    // Firewalls of hosted platforms throttle with their own 403 page.
    return status === 403 ? { kind: "failed", status, sent: false, after, error } : { kind: "final", status, error };
  }
  return { kind: "final", status, error: fail("refused", firstWords(), { body: redactLeaves(json?.value, redact) }) };
}

const WRITE_HTTPS = "The server uses TLS on that port: use https:// in the provider's host.";

/** What nginx, Go's servers and Apache answer to a request that is not TLS. */
function wantsTls(words: string): boolean {
  return /plain HTTP request was sent to HTTPS port|HTTP request to an HTTPS server|SSL-enabled server port/i.test(words);
}

/** Without its query, because login pages get the requested address and user in it. */
function redirectIn(location: string | undefined, root: URL): { readonly words: string; readonly advice?: string } {
  const target = (location ?? "elsewhere").slice(0, LONGEST_SHOWN).split(/[?#]/, 1)[0] ?? "";
  const words = `the host redirects to ${target.length > 200 ? `${target.slice(0, 200)}…` : target}, and the credential is not sent there`;
  const url = URL.canParse(target) ? new URL(target) : undefined;
  const isOnlyScheme = url?.protocol === "https:" && root.protocol === "http:" && url.hostname === root.hostname;
  return isOnlyScheme ? { words, advice: "Use https:// in the provider's host." } : { words };
}

/** The JSON value; an empty body is JSON without a value. Undefined: not JSON. */
function parse(text: string): { value: unknown } | "too deep" | undefined {
  if (text === "") return { value: undefined };
  if (depthOf(text) > DEEPEST) return "too deep";
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
