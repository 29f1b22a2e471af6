/** The answer as it arrived. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

export interface SentRequest {
  readonly method: HttpMethod;
  readonly path: string;
  /** Absent if there was no answer. */
  readonly status?: number;
  readonly milliseconds: number;
}

export type HttpMethod = "GET" | "PUT" | "PATCH" | "POST" | "DELETE";

export interface HttpRequest {
  readonly method: HttpMethod;
  /** Below the root, with its query and its trailing slash as the API expects them. */
  readonly path: string;
  readonly body?: unknown;
  /** In addition to those of every request, such as the version that a write depends on. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A PATCH (or POST) that has the same effect if it is sent twice. GET, PUT and DELETE always do. */
  readonly idempotent?: boolean;
  /**
   * For requests that are not idempotent: called before the request is sent again, because the first one may have arrived.
   * Returns what the first one created, or undefined if it created nothing. `since` is when the first one was sent, by the
   * host's clock (undefined if that is unknown): what was created before that was created by someone else.
   */
  landed?(since: number | undefined): Promise<HttpAnswer | undefined>;
  /**
   * Only valid for the state that was read just before: `landed` is also called after a wait for a 429, and throws if that
   * state has changed since.
   */
  readonly perishable?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** The JSON; undefined if the answer had no body (204, or 304: nothing has changed). */
  readonly body: unknown;
  /** The host that answered; absent if none did. */
  readonly host?: string;
  /** The length of the answer's text. */
  readonly size?: number;
  /** The version of the answer, byte for byte; absent if the API does not send one. */
  readonly etag?: string;
}
