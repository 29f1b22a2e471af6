/** Which kind of failure a request met; `status` and `words` have the details. */
export type HttpErrorKind =
  /** The API answered with a refusal. */
  | "refused"
  /** A temporary failure, after all retries. */
  | "unavailable"
  /** The answer is not JSON as expected: it is from a proxy, a login page or a missing route. */
  | "not-json"
  /** The user stopped the run. */
  | "cancelled"
  /** No answer: name resolution, network, TLS or timeout. */
  | "unreachable";

interface HttpErrorDetails {
  readonly kind: HttpErrorKind;
  readonly method: string;
  /** The host, such as `flags.example.com:8443`. */
  readonly host?: string;
  /** Path and query, without the host. */
  readonly path: string;
  /** What the server answered, or what failed in the network, in one line. Redacted. */
  readonly words: string;
  /** What to do about it, in sentences, if the network layer knows more than the platform. */
  readonly advice?: string;
  readonly status?: number;
  /** The JSON of a refusal, redacted. */
  readonly body?: unknown;
  readonly requestId?: string;
  /** A write whose request may have arrived: it is unknown whether it was carried out. */
  readonly uncertain?: boolean;
}

export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(readonly details: HttpErrorDetails) {
    // The path is only for the log, because users do not know it.
    super(`${details.words}${details.status === undefined ? "" : ` (status ${details.status})`}`);
  }

  get kind(): HttpErrorKind {
    return this.details.kind;
  }

  get status(): number | undefined {
    return this.details.status;
  }
}

/** The user stopped the run: before the request was sent, during a read, or during a write. */
export function cancelled(request: RequestLine, host: string, state: "unsent" | "read" | "write"): HttpError {
  const words = {
    unsent: "stopped before it was sent",
    read: "stopped while waiting for the answer",
    write: "stopped while waiting for the answer: it may have been done",
  };
  const { method, path } = request;
  return new HttpError({ kind: "cancelled", method, path, host, words: words[state], uncertain: state === "write" });
}

/** The host asks for a longer wait than a run allows. */
export function tooLong({ method, path }: RequestLine, host: string, milliseconds: number, status?: number): HttpError {
  return new HttpError({
    ...{ kind: "unavailable", method, path, host },
    words: `${host} asks for a pause of ${Math.ceil(milliseconds / 60_000)} minutes in total, but a run waits for at most one hour`,
    advice: "Run it again after that. If it happens again, check what else uses the credential's request budget.",
    ...(status !== undefined && { status }),
  });
}

export function uncertain(error: HttpError): HttpError {
  return new HttpError({ ...error.details, uncertain: true });
}

interface RequestLine {
  readonly method: string;
  readonly path: string;
}
