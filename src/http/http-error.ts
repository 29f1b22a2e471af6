/** What kind of failure a request met; `status` and `words` say the rest. */
export type HttpErrorKind =
  /** The API answered, and said no. */
  | "refused"
  /** A status that says "not now", after all retries. */
  | "unavailable"
  /** Something other than JSON where JSON was due: a proxy, a login page, a route that does not exist. */
  | "not-json"
  /** The user stopped the run. */
  | "cancelled"
  /** No answer at all: name, network, TLS, timeout. */
  | "unreachable";

export interface HttpErrorDetails {
  readonly kind: HttpErrorKind;
  readonly method: string;
  /** Path and query, without the host. */
  readonly path: string;
  /** What the other side said, or what the network did, in one line. Redacted. */
  readonly words: string;
  readonly status?: number;
  /** The JSON of a refusal, redacted. */
  readonly body?: unknown;
  readonly requestId?: string;
  /** A write whose request may have arrived: nobody knows whether it was done. */
  readonly uncertain?: boolean;
}

export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(readonly details: HttpErrorDetails) {
    const status = details.status === undefined ? "" : ` ${details.status}`;
    super(`${details.method} ${details.path}:${status} ${details.words}`);
  }

  get kind(): HttpErrorKind {
    return this.details.kind;
  }

  get status(): number | undefined {
    return this.details.status;
  }
}
