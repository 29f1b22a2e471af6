import type { Clock } from "../clock";
import type { RateWindow } from "./rate-headers";
import { LONGEST_WAIT } from "./retry-after";
import { Slowness } from "./slowness";

export interface GovernorOptions {
  /** Maximum number of requests in progress. */
  readonly concurrency: number;
  /** Maximum number of requests that start within any 60 seconds. */
  readonly requestsPerMinute: number | undefined;
  readonly clock: Clock;
  /** Called before a wait: before the first one, then at most once in half a minute. */
  onWait(milliseconds: number, reason: Wait["reason"]): void;
  /** Called with the new limit of concurrent requests when answers have become slow. */
  onSlow?(allowed: number): void;
}

export interface Wait {
  readonly milliseconds: number;
  readonly reason: "budget" | "throttled" | "announced";
}

/** Longer than the longest wait of a run. */
export class LongWait extends Error {
  constructor(readonly milliseconds: number) {
    super("the wait is longer than the longest wait of a run");
  }
}

const MINUTE = 60_000;
const BETWEEN_REPORTS = 30_000;
/** The least that slow answers leave: they alone never reduce a run to one request at a time. */
const LEAST_FOR_SLOW = 2;

/**
 * Paces all requests to one host. A 429 pauses every request, not only its own, and halves the limit of concurrent requests;
 * slow answers reduce it by a quarter, because a busy host only queues the rest. Each success raises it a little: by one for
 * each full round of answers.
 */
export class Governor {
  private running = 0;
  private allowed: number;
  private pausedUntil = 0;
  private reportNext = 0;
  private waitedUntil = 0;
  private total = 0;
  private readonly slowness = new Slowness();
  /** The state of the last round: until one is normal, the limit is not raised. */
  private isSlow = false;
  private started: number[] = [];
  /** The remaining requests that the host reports, and until when that holds. */
  private announced: { left: number; until: number } | undefined;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: GovernorOptions) {
    this.allowed = options.concurrency;
  }

  /**
   * Resolves when a request may start, or when the signal aborts; call the returned function when the request has ended.
   * Throws LongWait.
   */
  async enter(signal: AbortSignal): Promise<() => void> {
    while (!signal.aborted) {
      const wait = this.wait();
      if (wait.milliseconds > LONGEST_WAIT) throw new LongWait(wait.milliseconds);
      if (wait.milliseconds > 0) {
        this.report(wait);
        const began = this.options.clock.now();
        await this.options.clock.sleep(wait.milliseconds, signal);
        this.countWait(began);
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

  /** The host reported how many requests are left; those in progress may not be counted yet. */
  follow({ remaining, milliseconds }: RateWindow): void {
    const until = this.options.clock.now() + milliseconds;
    this.announced = { left: remaining - Math.max(0, this.running - 1), until };
  }

  succeeded(milliseconds: number): void {
    const round = this.slowness.met(milliseconds);
    if (round !== undefined) this.isSlow = round === "slow";
    if (!this.isSlow) this.allowed = Math.min(this.options.concurrency, this.allowed + 1 / this.allowed);
    else if (round !== undefined && this.allowed > LEAST_FOR_SLOW) {
      this.allowed = Math.max(LEAST_FOR_SLOW, this.allowed * 0.75);
      this.options.onSlow?.(Math.floor(this.allowed));
    }
  }

  /** How long requests had to wait in total, in milliseconds. Simultaneous waits count once. */
  get waited(): number {
    return this.total;
  }

  private countWait(began: number): void {
    const now = this.options.clock.now();
    this.total += Math.max(0, now - Math.max(began, this.waitedUntil));
    this.waitedUntil = Math.max(this.waitedUntil, now);
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

  /** Not for every wait: a used-up budget makes every request wait for a moment. */
  private report(wait: Wait): void {
    const now = this.options.clock.now();
    if (now < this.reportNext) return;
    this.reportNext = now + Math.max(BETWEEN_REPORTS, wait.milliseconds);
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
