import type { Clock } from "../clock";
import type { RateWindow } from "./rate-headers";
import { LONGEST_WAIT } from "./retry-after";
import { Slowness } from "./slowness";

export interface GovernorOptions {
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Requests that may start within any 60 seconds. */
  readonly requestsPerMinute: number | undefined;
  readonly clock: Clock;
  /** Told of a wait before it begins: of the first, and then of one in half a minute. */
  onWait(milliseconds: number, reason: Wait["reason"]): void;
  /** Told how many requests run at once from now on, because answers have become slow. */
  onSlow?(allowed: number): void;
}

export interface Wait {
  readonly milliseconds: number;
  readonly reason: "budget" | "throttled" | "announced";
}

/** Longer than any run waits. */
export class LongWait extends Error {
  constructor(readonly milliseconds: number) {
    super("the wait is longer than any run waits");
  }
}

const MINUTE = 60_000;
const BETWEEN_REPORTS = 30_000;
/** What slow answers leave: they alone never make a run go one by one. */
const LEAST_FOR_SLOW = 2;

/**
 * Paces all requests to one host. A 429 pauses every request, not only the one that met it, and halves how many run at
 * once; answers that become slow take a quarter, for a host that is busy only queues what comes on top. Each success gives a
 * little back: one more at once for as many answers as run at once.
 */
export class Governor {
  private running = 0;
  private allowed: number;
  private pausedUntil = 0;
  private reportNext = 0;
  private waitedUntil = 0;
  private total = 0;
  private readonly slowness = new Slowness();
  /** As the last round was: until one is as usual, nothing is given back. */
  private isSlow = false;
  private started: number[] = [];
  /** What the host says is left, and until when that holds. */
  private announced: { left: number; until: number } | undefined;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly options: GovernorOptions) {
    this.allowed = options.concurrency;
  }

  /** Resolves when a request may start, or when the signal aborts; call the answer when it has ended. Throws LongWait. */
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

  /** The host said how many requests are left: those under way may not be counted yet. */
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

  /** How long requests had to wait in all, in milliseconds; while several waited at once, it counts once. */
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

  /** Once in a while: a budget that is used up makes every request wait, each for a moment. */
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
