import type { Wait } from "./governor";

interface Told {
  readonly host: string;
  readonly requestsPerMinute?: number | undefined;
  /** Has something said where people see it. */
  notice?(summary: string, detail: string): void;
}

/** A wait that is longer is said where people see it. */
export const NOTICEABLE = 30_000;

const WHY: Readonly<Record<Wait["reason"], (told: Told) => string>> = {
  throttled: ({ host }) => `${host} asks for fewer requests`,
  announced: ({ host }) => `${host} says that its budget is used up`,
  budget: ({ requestsPerMinute }) => `the budget of ${requestsPerMinute} requests a minute is used up`,
};

/** Says once in a run, and so that it stays, that a host makes it wait. */
export class WaitNotice {
  private isSaid = false;

  constructor(private readonly told: Told) {}

  why(reason: Wait["reason"]): string {
    return WHY[reason](this.told);
  }

  waited(reason: Wait["reason"], milliseconds: number): void {
    if (milliseconds <= NOTICEABLE) return;
    this.say(
      `${this.why(reason)}: the run waited ${seconds(milliseconds)} s because of it, and may have had to wait again.`,
    );
  }

  silent(milliseconds: number): void {
    this.say(`${this.told.host} took a request and did not answer it for ${seconds(milliseconds)} s.`);
  }

  private say(words: string): void {
    if (this.isSaid) return;
    this.isSaid = true;
    this.told.notice?.(`Waiting for ${this.told.host}`, `${words} TF_LOG_PROVIDER=INFO says when and how long.`);
  }
}

export function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 100) / 10;
}
