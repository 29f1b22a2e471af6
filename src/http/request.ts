/** What came back. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

export interface SentRequest {
  readonly method: HttpMethod;
  readonly path: string;
  /** Absent where no answer came. */
  readonly status?: number;
  readonly milliseconds: number;
}

export type HttpMethod = "GET" | "PUT" | "PATCH" | "POST" | "DELETE";

export interface HttpRequest {
  readonly method: HttpMethod;
  /** Below the root, with its query and its trailing slash as the API wants them. */
  readonly path: string;
  readonly body?: unknown;
  /** Beside those of every request: what a write depends on, say. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A PATCH (or POST) that may be sent twice with the effect of once. GET, PUT and DELETE always are. */
  readonly idempotent?: boolean;
  /**
   * For what is not idempotent: asked before it is sent again, because nobody knows whether the first one arrived. Answers
   * with what the first one made, or undefined if it made nothing. `since` is when the first one was sent, by the host's clock
   * (undefined where that is not known): what was made before that was made by somebody else.
   */
  landed?(since: number | undefined): Promise<HttpAnswer | undefined>;
  /**
   * Good only for what was read just before: `landed` is asked after a wait for a 429 too, and throws where what was read has
   * changed since.
   */
  readonly perishable?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** The JSON; undefined where the answer had no body (204; 304: nothing was changed). */
  readonly body: unknown;
  /** Who answered; absent where nobody did. */
  readonly host?: string;
  /** How long its text was. */
  readonly size?: number;
  /** The version of what was answered, byte for byte; absent where the API tells none. */
  readonly etag?: string;
}
