import type { Clock } from "./clock";
import type { RateWindow } from "./rate-headers";

export interface GovernorOptions {
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Requests that may start within any 60 seconds. */
  readonly requestsPerMinute: number | undefined;
  readonly clock: Clock;
  /** Told of each wait before it begins. */
  onWait(milliseconds: number, reason: Wait["reason"]): void;
}

interface Wait {
  readonly milliseconds: number;
  readonly reason: "budget" | "throttled" | "announced";
}

const MINUTE = 60_000;

/**
 * Paces all requests to one host. A 429 pauses every request, not only the one that met it, and halves how many run at
 * once; each success gives a little back.
 */
export class Governor {
  private running = 0;
  private allowed: number;
  private pausedUntil = 0;
  private reportedUntil = 0;
  private started: number[] = [];
  /** What the host says is left, and until when that holds. */
  private announced: { left: number; until: number } | undefined;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: GovernorOptions) {
    this.allowed = options.concurrency;
  }

  /** Resolves when a request may start, or when the signal aborts; call the answer when it has ended. */
  async enter(signal: AbortSignal): Promise<() => void> {
    while (!signal.aborted) {
      const wait = this.wait();
      if (wait.milliseconds > 0) {
        this.report(wait);
        await this.options.clock.sleep(wait.milliseconds, signal);
      } else if (this.running >= Math.floor(this.allowed)) {
        await this.nextEnd(signal);
      } else {
        break;
      }
    }
    if (signal.aborted) return () => undefined;
    this.running++;
    if (this.announced) this.announced.left--;
    if (this.options.requestsPerMinute !== undefined) this.started.push(this.options.clock.now());
    return () => this.leave();
  }

  /** The host asked for a pause. */
  pause(milliseconds: number): void {
    const now = this.options.clock.now();
    if (now >= this.pausedUntil) this.allowed = Math.max(1, this.allowed / 2);
    this.pausedUntil = Math.max(this.pausedUntil, now + milliseconds);
  }

  /** The host said how many requests are left: those under way may not be counted yet. */
  follow({ remaining, milliseconds }: RateWindow): void {
    const until = this.options.clock.now() + milliseconds;
    this.announced = { left: remaining - Math.max(0, this.running - 1), until };
  }

  succeeded(): void {
    this.allowed = Math.min(this.options.concurrency, this.allowed + 1 / this.allowed);
  }

  private wait(): Wait {
    const now = this.options.clock.now();
    if (this.pausedUntil > now) return { milliseconds: this.pausedUntil - now, reason: "throttled" };
    if (this.announced && this.announced.until <= now) this.announced = undefined;
    if (this.announced && this.announced.left <= 0) return { milliseconds: this.announced.until - now, reason: "announced" };
    const budget = this.options.requestsPerMinute ?? Infinity;
    this.started = this.started.filter((time) => time > now - MINUTE);
    const oldest = this.started[this.started.length - budget];
    return { milliseconds: oldest === undefined ? 0 : oldest + MINUTE - now, reason: "budget" };
  }

  /** One report per wait, however many requests share it. */
  private report(wait: Wait): void {
    const until = this.options.clock.now() + wait.milliseconds;
    if (until <= this.reportedUntil) return;
    this.reportedUntil = until;
    this.options.onWait(wait.milliseconds, wait.reason);
  }

  private leave(): void {
    this.running--;
    const free = Math.floor(this.allowed) - this.running;
    for (const wake of this.waiting.splice(0, Math.max(0, free))) wake();
  }

  private nextEnd(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.waiting.push(wake);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}
