import { withHeaders } from "../../wire/reply";
import type { Reply } from "../../wire/reply";
import { ApiError } from "./api-error";

const MINUTE = 60_000;

interface Window {
  readonly end: number;
  used: number;
}

/** So many requests a minute for each token. The headers tell what is left, and when a new minute starts (1.2). */
export class Throttle {
  private readonly budget: number | undefined;
  private readonly now: () => Date;
  private readonly windows = new Map<string, Window>();

  constructor(budget: number | undefined, now: () => Date) {
    this.budget = budget;
    this.now = now;
  }

  /** Counts the request, and answers it or refuses it. */
  pass(token: string, answer: () => Reply): Reply {
    if (this.budget === undefined) return answer();
    const now = this.now().getTime();
    let window = this.windows.get(token);
    if (!window || now >= window.end) {
      window = { end: now + MINUTE, used: 0 };
      this.windows.set(token, window);
    }
    const isOver = window.used >= this.budget;
    if (!isOver) window.used += 1;
    const reply = isOver ? throttled(Math.ceil((window.end - now) / 1000)) : answer();
    return withHeaders(reply, {
      "x-ratelimit-limit": String(this.budget),
      "x-ratelimit-remaining": String(this.budget - window.used),
      "x-ratelimit-reset": String(Math.ceil(window.end / 1000)),
    });
  }
}

export function throttled(seconds: number | undefined): Reply {
  const later = seconds === undefined ? "later" : `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  const reply = new ApiError(429, "rate_limited", `Too many requests - try again ${later}.`).reply();
  return seconds === undefined ? reply : withHeaders(reply, { "retry-after": String(seconds) });
}
