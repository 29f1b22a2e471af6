import type { Clock } from "../clock";

/** A Date header only has whole seconds. */
const RESOLUTION = 1000;
/** Tolerance between two clocks that agree. */
const TOLERANCE = 100;

/**
 * A host's clock, from the Date headers of its answers: the machine's own clock may be wrong. Clocks that differ by less
 * than the header's precision are treated as equal.
 */
export class ServerClock {
  private readonly start: number;
  private ahead: number | undefined;

  constructor(private readonly clock: Pick<Clock, "now">) {
    this.start = clock.now();
  }

  /** Answers arrive late and dates are rounded down, so the latest estimate is the closest. */
  hear(date: string | undefined): void {
    const serverTime = Date.parse(date ?? "");
    if (Number.isNaN(serverTime)) return;
    this.ahead = Math.max(this.ahead ?? -Infinity, serverTime - this.clock.now());
  }

  /** Milliseconds since the epoch; undefined until an answer has had a date. */
  now(): number | undefined {
    return this.at(this.clock.now());
  }

  /** The latest time that may have been before this process began to use the host. */
  began(): number | undefined {
    const began = this.at(this.start);
    return began === undefined ? undefined : began + (this.isSkewed() ? RESOLUTION : TOLERANCE);
  }

  /** The host's time at a time of this machine. */
  at(moment: number): number | undefined {
    return this.ahead === undefined ? undefined : moment + (this.isSkewed() ? this.ahead : 0);
  }

  private isSkewed(): boolean {
    return Math.abs(this.ahead ?? 0) > RESOLUTION;
  }
}

/** Whether an object was created after a time from {@link ServerClock.at}. Unknown counts as yes. */
export function isMadeSince(made: string | number | null | undefined, since: number | undefined): boolean {
  if (since === undefined || made === null || made === undefined) return true;
  const time = new Date(made).getTime();
  return Number.isNaN(time) || time >= since - 2 * RESOLUTION;
}
