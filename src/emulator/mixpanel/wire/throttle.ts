import { json } from "../../wire/reply";
import type { Reply } from "../../wire/reply";

const MINUTE = 60_000;

/** So many requests a minute for each project, counted over a sliding minute; refused requests do not count (1.6). */
export class Throttle {
  private readonly limit: number | undefined;
  private readonly now: () => Date;
  private readonly seen = new Map<number, number[]>();

  constructor(limit: number | undefined, now: () => Date) {
    this.limit = limit;
    this.now = now;
  }

  /** The refusal, or undefined when the request may pass. */
  take(project: number): Reply | undefined {
    if (this.limit === undefined) return undefined;
    const now = this.now().getTime();
    const recent = (this.seen.get(project) ?? []).filter((time) => time > now - MINUTE);
    this.seen.set(project, recent);
    if (recent.length >= this.limit) return throttled(undefined);
    recent.push(now);
    return undefined;
  }
}

/** No `Retry-After` is documented, so only a test that asks for one gets it. */
export function throttled(seconds: number | undefined): Reply {
  const body = { code: 429, error: "Rate limit exceeded", status: "error" };
  return json(body, 429, seconds === undefined ? {} : { "retry-after": String(seconds) });
}
