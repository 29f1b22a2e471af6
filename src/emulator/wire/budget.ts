/** `sliding` looks back one window from each request; `fixed` starts a new window with the first request after the last one ended. */
export interface Window {
  readonly kind: "sliding" | "fixed";
  readonly milliseconds: number;
}

/** What a caller has left. */
interface Usage {
  /** No more requests are allowed. */
  readonly isExceeded: boolean;
  /** Infinite without a limit. */
  readonly remaining: number;
  /** When the next request is allowed, or the window ends: milliseconds since 1970. */
  readonly resetAt: number;
  /** The same as whole seconds from now. */
  readonly resetSeconds: number;
}

/** Counts the requests of each caller; without a limit none is refused. Refused requests do not count. */
export class Budget {
  private readonly limit: number;
  private readonly window: Window;
  private readonly clock: () => Date;
  private readonly taken = new Map<string | number, number[]>();

  constructor(limit: number | undefined, window: Window, clock: () => Date) {
    this.limit = limit ?? Number.POSITIVE_INFINITY;
    this.window = window;
    this.clock = clock;
  }

  /** Counts one request, unless the limit is reached. */
  take(caller: string | number): Usage {
    const times = this.recent(caller);
    const isExceeded = times.length >= this.limit;
    // Without a limit only the start of the window matters.
    if (!isExceeded && (times.length === 0 || Number.isFinite(this.limit))) times.push(this.clock().getTime());
    return { ...this.usage(times), isExceeded };
  }

  /** What is left, without counting a request. */
  look(caller: string | number): Usage {
    return this.usage(this.recent(caller));
  }

  private recent(caller: string | number): number[] {
    const start = this.clock().getTime() - this.window.milliseconds;
    const times = this.taken.get(caller) ?? [];
    const isOver = (times[0] ?? start) <= start;
    const recent = this.window.kind === "sliding" ? times.filter((time) => time > start) : isOver ? [] : times;
    this.taken.set(caller, recent);
    return recent;
  }

  private usage(times: readonly number[]): Usage {
    const now = this.clock().getTime();
    const remaining = this.limit - times.length;
    const resetAt = (times[0] ?? now) + this.window.milliseconds;
    return { isExceeded: remaining <= 0, remaining, resetAt, resetSeconds: Math.ceil((resetAt - now) / 1000) };
  }
}
