import type { SentRequest, HttpRequest, RawAnswer } from "./request";
import type { Clock } from "./clock";

export interface HttpClientOptions {
  /** Scheme and host (and port, and a path prefix if the API lives under one), without a slash at the end. */
  readonly root: string;
  /** Sent with every request, only to this host; their values appear in no error and no log. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the program, for the User-Agent. */
  readonly version: string;
  /** Stops the run: waits end at once, reads are dropped, a write under way gets ten seconds to answer. */
  readonly signal: AbortSignal;
  /** Closes the client. */
  readonly replaced?: AbortSignal | undefined;
  readonly concurrency?: number;
  readonly requestsPerMinute?: number | undefined;
  /** Milliseconds. */
  readonly connectTimeout?: number;
  /** Without a byte of the answer. */
  readonly answerTimeout?: number;
  /** Until the whole of the answer is there. */
  readonly wholeTimeout?: number;
  /** The API refuses without a word at times: an empty 4xx is its own, and not something in between. */
  readonly wordlessRefusals?: boolean;
  readonly clock?: Clock;
  log?(level: "debug" | "info" | "warn", message: string, fields?: Readonly<Record<string, string | number>>): void;
  /** Has something said where people see it: once, and it stays. */
  notice?(summary: string, detail: string): void;
  /** Where proxies and authorities are looked for. */
  readonly variables?: NodeJS.ProcessEnv;
  /** Has something said when the run ends; by default with the process. */
  atExit?(say: () => void): () => void;
  /** Told of the headers of every answer. */
  onAnswer?(header: (name: string) => string | undefined): void;
  /** Told of every request that was sent, answered or not. */
  onRequest?(request: SentRequest): void;
  /** Answers in the place of the network, or throws as it would; undefined: the request is sent. */
  intercept?(request: HttpRequest, signal: AbortSignal): Promise<RawAnswer | undefined>;
}

/** What tests reach through a whole provider: time that waits for nobody, impatience, an ear at the wire, and a wire of their own. */
export type HttpHooks = Pick<HttpClientOptions, "clock" | "onRequest" | "answerTimeout" | "variables" | "intercept">;
