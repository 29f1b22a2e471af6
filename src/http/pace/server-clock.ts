import type { Clock } from "../clock";

/** A whole second is all that a Date header tells. */
const RESOLUTION = 1000;
/** Between two clocks that agree. */
const TOLERANCE = 100;

/**
 * A host's clock, as the Date headers of its answers tell it: the machine's own may be wrong. Clocks that differ by less than the
 * header can tell are taken to agree.
 */
export class ServerClock {
  private readonly start: number;
  private ahead: number | undefined;

  constructor(private readonly clock: Pick<Clock, "now">) {
    this.start = clock.now();
  }

  /** Answers arrive late, and dates are rounded down: the latest is the nearest to the truth. */
  hear(date: string | undefined): void {
    const told = Date.parse(date ?? "");
    if (Number.isNaN(told)) return;
    this.ahead = Math.max(this.ahead ?? -Infinity, told - this.clock.now());
  }

  /** Milliseconds since the epoch; undefined as long as no answer has told the time. */
  now(): number | undefined {
    return this.at(this.clock.now());
  }

  /** The latest moment that may have been before this process began to work with the host. */
  began(): number | undefined {
    const began = this.at(this.start);
    return began === undefined ? undefined : began + (this.isSkewed() ? RESOLUTION : TOLERANCE);
  }

  /** What the host's clock showed at a moment of the machine's. */
  at(moment: number): number | undefined {
    return this.ahead === undefined ? undefined : moment + (this.isSkewed() ? this.ahead : 0);
  }

  private isSkewed(): boolean {
    return Math.abs(this.ahead ?? 0) > RESOLUTION;
  }
}

/** Whether something was made after a moment that {@link ServerClock.at} gave. What cannot be told counts as yes. */
export function isMadeSince(made: string | number | null | undefined, since: number | undefined): boolean {
  if (since === undefined || made === null || made === undefined) return true;
  const time = new Date(made).getTime();
  return Number.isNaN(time) || time >= since - 2 * RESOLUTION;
}
