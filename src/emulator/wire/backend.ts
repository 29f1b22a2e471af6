import type { CallerName } from "./request-log";
import type { Reply } from "./server/reply";
import type { RawRequest } from "./server/request";

/** Whose request it is and under which route it counts. */
export interface Identified {
  readonly route: string;
  readonly caller: CallerName;
  /** The parameters in its path; absent where there is no such route. */
  readonly params?: Readonly<Record<string, string>>;
}

/**
 * A platform's server without its HTTP layer: one request in, one reply out, with checks in the real server's order.
 */
export interface Backend {
  answer(raw: RawRequest): Reply;
  identify(raw: RawRequest): Identified;
  /** A write by another user: not counted, not throttled, with every permission. */
  write(method: string, target: string, body: unknown): Reply;
  /** A copy of the data for later stale reads. */
  snapshot(): unknown;
  /** Does the work as if the snapshot were still true. */
  asOf<T>(snapshot: unknown, work: () => T): T;
  /** The reply to a request over the limit; without seconds it does not state when to retry. */
  throttled(seconds: number | undefined): Reply;
  /**
   * What a user is served, evaluated like the platform's SDK: for platforms whose API has no evaluation. The format of
   * questions and answers is the platform's; an invalid question throws a ZodError or a QuestionError.
   */
  evaluate?(question: unknown): unknown;
}

/** A question about something that does not exist; the message is shown to the user. */
export class QuestionError extends Error {}
