import type { Clock } from "./clock";
import type { HttpRequest, RawAnswer, SentRequest } from "./request";

export interface HttpClientOptions {
  /** Scheme and host (and port, and a path prefix if the API has one), without a slash at the end. */
  readonly root: string;
  /** Sent with every request, only to this host. Their values appear in no error and no log. */
  readonly headers: Readonly<Record<string, string>>;
  /** Version of the program, for the User-Agent. */
  readonly version: string;
  /** Stops the run: waits end at once, reads are aborted, and a write in progress gets ten seconds to finish. */
  readonly signal: AbortSignal;
  /** Closes the client. */
  readonly replaced?: AbortSignal | undefined;
  readonly concurrency?: number;
  readonly requestsPerMinute?: number | undefined;
  /** Milliseconds. */
  readonly connectTimeout?: number;
  /** Time without a byte of the answer. */
  readonly answerTimeout?: number;
  /** Time until the answer is complete. */
  readonly wholeTimeout?: number;
  /** The API sometimes refuses with an empty answer: an empty 4xx then comes from the API, not from a proxy. */
  readonly wordlessRefusals?: boolean;
  readonly clock?: Clock;
  log?(level: "debug" | "info" | "warn", message: string, fields?: Readonly<Record<string, string | number>>): void;
  /** Whether anybody sees lines of the level: others are not even freed of secrets. Absent: all are seen. */
  isLogged?(level: "debug" | "info" | "warn"): boolean;
  /** Shows a message to the user, once. */
  notice?(summary: string, detail: string): void;
  /** The environment variables for proxies and certificate authorities. */
  readonly variables?: NodeJS.ProcessEnv;
  /** Shows a message when the run ends; by default when the process ends. */
  atExit?(say: () => void): () => void;
  /** Called with the headers of every answer. */
  onAnswer?(header: (name: string) => string | undefined): void;
  /** Called after every request that was sent, answered or not. */
  onRequest?(request: SentRequest): void;
  /** Answers instead of the network, or throws as the network would. Undefined: the request is sent. */
  intercept?(request: HttpRequest, signal: AbortSignal): Promise<RawAnswer | undefined>;
}

/** What tests can replace in a whole provider: the clock, the timeouts, the request log and the network. */
export type HttpHooks = Pick<HttpClientOptions, "clock" | "onRequest" | "answerTimeout" | "variables" | "intercept">;
