import type { Wait } from "./governor";

interface WaitingFor {
  readonly host: string;
  readonly requestsPerMinute?: number | undefined;
  /** Shows a message to the user. */
  notice?(summary: string, detail: string): void;
}

/** A longer wait than this is shown to the user. */
export const NOTICEABLE = 30_000;

const WHY: Readonly<Record<Wait["reason"], (waiting: WaitingFor) => string>> = {
  throttled: ({ host }) => `${host} asks for fewer requests`,
  announced: ({ host }) => `${host} reports that its request budget is used up`,
  budget: ({ requestsPerMinute }) => `the budget of ${requestsPerMinute} requests per minute is used up`,
};

/** Reports once in a run, as a warning, that a host makes it wait. */
export class WaitNotice {
  private isSaid = false;

  constructor(private readonly waiting: WaitingFor) {}

  why(reason: Wait["reason"]): string {
    return WHY[reason](this.waiting);
  }

  waited(reason: Wait["reason"], milliseconds: number): void {
    if (milliseconds <= NOTICEABLE) return;
    this.say(
      `${this.why(reason)}: the run waited ${seconds(milliseconds)} s because of it, and may have had to wait again.`,
    );
  }

  silent(milliseconds: number): void {
    this.say(`${this.waiting.host} accepted a request and did not answer it for ${seconds(milliseconds)} s.`);
  }

  private say(words: string): void {
    if (this.isSaid) return;
    this.isSaid = true;
    this.waiting.notice?.(`Waiting for ${this.waiting.host}`, `${words} TF_LOG_PROVIDER=INFO logs when and for how long.`);
  }
}

export function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 100) / 10;
}
