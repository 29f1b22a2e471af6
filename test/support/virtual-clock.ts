import type { Clock } from "../../src/http/clock";
import { turn } from "./clocks";

/** Time that passes by sleeping, which takes none, and by being moved on: alarms go off only then. */
export class VirtualClock implements Clock {
  time = 1_000_000;
  readonly slept: number[] = [];
  private readonly alarms = new Set<{ readonly at: number; readonly ring: () => void }>();

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.slept.push(milliseconds);
    this.time += milliseconds;
    await turn();
  }

  alarm(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const alarm = {
        at: this.time + milliseconds,
        ring: (): void => {
          this.alarms.delete(alarm);
          signal.removeEventListener("abort", alarm.ring);
          resolve();
        },
      };
      this.alarms.add(alarm);
      signal.addEventListener("abort", alarm.ring, { once: true });
      if (signal.aborted) alarm.ring();
    });
  }

  random(): number {
    return 0.5;
  }

  /** Moves on, alarm by alarm. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      const [next] = [...this.alarms].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at);
      if (!next) break;
      this.time = Math.max(this.time, next.at);
      next.ring();
      await turn();
    }
    this.time = Math.max(this.time, end);
  }
}

/** For many at once: those who begin to sleep together wake together, and the time passes once. */
export class ParallelClock extends VirtualClock {
  override async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    this.slept.push(milliseconds);
    const until = this.time + milliseconds;
    await turn();
    this.time = Math.max(this.time, until);
  }
}
