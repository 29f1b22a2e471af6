import type { RawRequest } from "./request";
import type { Reply } from "./reply";
import type { CallerName } from "./request-log";

/** Whose request it is and under which route it counts. */
export interface Identified {
  readonly route: string;
  readonly caller: CallerName;
}

/** A platform's server without the wire: one request in, one answer out, in the order the real one checks things. */
export interface Backend {
  answer(raw: RawRequest): Reply;
  identify(raw: RawRequest): Identified;
  /** A write by somebody else: not counted, not throttled, with every permission. */
  write(method: string, target: string, body: unknown): Reply;
  /** What reads that answer late are to see. */
  snapshot(): unknown;
  /** Does the work as if the snapshot were still true. */
  asOf<T>(snapshot: unknown, work: () => T): T;
  /** The refusal of a request too many; without seconds it does not tell when to come back. */
  throttled(seconds: number | undefined): Reply;
  /**
   * What somebody is served, as the platform's SDK would work it out: for platforms whose API does not tell. What makes a
   * question and an answer is the platform's; a question that makes no sense throws a ZodError or a QuestionError.
   */
  evaluate?(question: unknown): unknown;
}

/** A question about something that is not there: the message is for people. */
export class QuestionError extends Error {}
