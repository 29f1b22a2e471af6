import { json } from "../../wire/reply";
import type { Reply } from "../../wire/reply";

const MINUTE = 60_000;

/** So many requests a minute for each key, counted over a sliding minute; refused requests do not count. */
export class Throttle {
  private readonly limit: number | undefined;
  private readonly now: () => Date;
  private readonly seen = new Map<string, number[]>();

  constructor(limit: number | undefined, now: () => Date) {
    this.limit = limit;
    this.now = now;
  }

  /** The refusal, or undefined when the request may pass. */
  take(actor: string): Reply | undefined {
    if (this.limit === undefined) return undefined;
    const now = this.now().getTime();
    const recent = (this.seen.get(actor) ?? []).filter((time) => time > now - MINUTE);
    this.seen.set(actor, recent);
    if (recent.length < this.limit) {
      recent.push(now);
      return undefined;
    }
    return throttled(Math.ceil((MINUTE - (now - (recent[0] ?? now))) / 1000));
  }
}

export function throttled(seconds: number | undefined): Reply {
  if (seconds === undefined) return json({ detail: "Request was throttled." }, 429);
  const unit = seconds === 1 ? "second" : "seconds";
  return json({ detail: `Request was throttled. Expected available in ${seconds} ${unit}.` }, 429, {
    "retry-after": String(seconds),
  });
}
