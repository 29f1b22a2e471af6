import type { AxiosResponse } from "axios";
import type { HttpAnswer, HttpRequest } from "./http-client";
import { HttpError, type HttpErrorKind } from "./http-error";
import { redactLeaves } from "./redact";
import { type RateWindow, rateWindow, resetAfter } from "./rate-headers";
import { retryAfter } from "./retry-after";
import { getOwn } from "../get-own";

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

const REQUEST_ID_HEADERS = ["x-request-id", "x-correlation-id", "x-amzn-requestid", "x-amz-cf-id", "x-vercel-id", "cf-ray"];

/** Reads an answer: JSON is the API's word, anything else is somebody in between. */
export function interpret(
  request: HttpRequest,
  response: AxiosResponse<string>,
  redact: (text: string) => string,
  now: number,
  wordlessRefusals = false,
): Attempt {
  const window = rateWindow((name) => header(response, name), now);
  return { ...outcomeOf(request, response, redact, now, wordlessRefusals), window };
}

function outcomeOf(
  request: HttpRequest,
  response: AxiosResponse<string>,
  redact: (text: string) => string,
  now: number,
  wordlessRefusals: boolean,
): Outcome {
  const { status } = response;
  const text = typeof response.data === "string" ? response.data : "";
  const json = parse(text);
  // Before it is cut: of a secret that is cut the rest would stay.
  const firstWords = (): string => beginningOf(redact(text));
  const after = retryAfter(header(response, "retry-after"), now);
  if (status === 429)
    return { kind: "throttled", after: after ?? resetAfter((name) => header(response, name), now), status };
  if (status >= 200 && status < 300 && json !== undefined) {
    const etag = header(response, "etag");
    return { kind: "answer", answer: { status, body: json.value, ...(etag !== undefined && { etag }) } };
  }
  if (status === 304) return { kind: "answer", answer: { status, body: undefined } };

  const fail = (kind: HttpErrorKind, words: string, body?: unknown): HttpError => {
    const requestId = REQUEST_ID_HEADERS.map((name) => header(response, name)).find((value) => value !== undefined);
    const { method, path } = request;
    return new HttpError({
      ...{ kind, method, path, status, words: redact(words) },
      ...(body === undefined ? {} : { body }),
      ...(requestId === undefined ? {} : { requestId: redact(requestId) }),
    });
  };
  if (status === 502 || status === 503 || status === 504)
    return { kind: "failed", status, sent: true, after, error: fail("unavailable", firstWords()) };
  if (status >= 500) return { kind: "final", status, error: fail("unavailable", firstWords()) };
  if (status >= 300 && status < 400) {
    // Without its query, where login pages are told what was asked for, and by whom.
    const target = header(response, "location")?.replace(/[?#].*$/s, "") ?? "elsewhere";
    return { kind: "final", status, error: fail("not-json", `the host redirects to ${target}`) };
  }
  const isWordless = wordlessRefusals && text === "";
  if (!isWordless && (json === undefined || (status >= 400 && typeof json.value !== "object"))) {
    const error = fail("not-json", `not the API but something else answered: ${firstWords()}`);
    // Firewalls of hosted platforms throttle with a 403 page of their own.
    return status === 403 ? { kind: "failed", status, sent: false, after, error } : { kind: "final", status, error };
  }
  return { kind: "final", status, error: fail("refused", firstWords(), redactLeaves(json?.value, redact)) };
}

/** The JSON value; an empty body is JSON without a value. */
function parse(text: string): { value: unknown } | undefined {
  if (text === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** The title of a page, or the beginning of a text, in one line. */
function beginningOf(text: string): string {
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1];
  const plain = (title ?? text.replace(/<[^>]*>/g, " ")).replace(/\s+/g, " ").trim();
  if (plain === "") return "an answer without words";
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}

function header(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = getOwn(response.headers, name);
  return typeof value === "string" ? value : undefined;
}
