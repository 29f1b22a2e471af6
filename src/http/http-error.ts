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
  /** Who was asked, as `flags.example.com:8443`. */
  readonly host?: string;
  /** Path and query, without the host. */
  readonly path: string;
  /** What the other side said, or what the network did, in one line. Redacted. */
  readonly words: string;
  /** What to do about it, in sentences, where the network tells more than the platform could. */
  readonly advice?: string;
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
    // The path is for the log: people never named it.
    super(`${details.words}${details.status === undefined ? "" : ` (status ${details.status})`}`);
  }

  get kind(): HttpErrorKind {
    return this.details.kind;
  }

  get status(): number | undefined {
    return this.details.status;
  }
}

/** The user stopped the run: before anything was sent, while a read was under way, or while a write was. */
export function cancelled(request: RequestLine, host: string, state: "unsent" | "read" | "write"): HttpError {
  const words = {
    unsent: "stopped before it was sent",
    read: "stopped while waiting for the answer",
    write: "stopped while waiting for the answer: it may have been done",
  };
  const { method, path } = request;
  return new HttpError({ kind: "cancelled", method, path, host, words: words[state], uncertain: state === "write" });
}

/** The host asks for more patience than a run has. */
export function tooLong({ method, path }: RequestLine, host: string, milliseconds: number, status?: number): HttpError {
  return new HttpError({
    ...{ kind: "unavailable", method, path, host },
    words: `${host} asks for a pause of ${Math.ceil(milliseconds / 60_000)} minutes in all, and no run waits for longer than an hour`,
    advice: "Run it again after that. If it stays so, see who else uses the credential's budget of requests.",
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
