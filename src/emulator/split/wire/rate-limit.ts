import { withHeaders } from "../../wire/reply";
import type { Reply } from "../../wire/reply";
import type { Options } from "../options";
import { errorReply } from "./api-error";

/** What an account without a budget is told. */
const UNLIMITED = 1_000_000;

/** What is left of the window, and how long it lasts still. */
interface Left {
  readonly remaining: number;
  readonly reset: number;
}

/**
 * So many requests a window, for the organisation and for each address; everything here comes from one address, so the
 * two are spent together. The answer tells both, on ordinary answers too (split.md 1.3). Refused requests do not count.
 */
export class RateLimit {
  private readonly options: Options;
  private opened = Number.NEGATIVE_INFINITY;
  private taken = 0;

  constructor(options: Options) {
    this.options = options;
  }

  /** The refusal, or undefined when the request may pass. */
  take(gateway: boolean): Reply | undefined {
    const { budget } = this.options;
    if (budget === undefined) return undefined;
    if (this.left().remaining <= 0) return this.refusal(this.left().reset, gateway);
    this.taken += 1;
    return undefined;
  }

  /** Puts the headers on an ordinary answer. */
  tell(reply: Reply, gateway: boolean): Reply {
    if (gateway && this.options.gatewayRateHeaders !== "all") return reply;
    const left = this.left();
    return withHeaders(reply, headers(left, left));
  }

  /** Without seconds it does not tell when to come back. The address's window ends later than the organisation's. */
  refusal(seconds: number | undefined, gateway: boolean): Reply {
    const reply = errorReply(429, "TOO_MANY_REQUESTS", "Rate limit exceeded");
    if (seconds === undefined || (gateway && this.options.gatewayRateHeaders === "none")) return reply;
    if (gateway && this.options.gatewayRateHeaders === "retry-after") {
      return withHeaders(reply, { "retry-after": String(seconds) });
    }
    const [org, ip] = [
      { remaining: 0, reset: Math.max(0, seconds - 1) },
      { remaining: 0, reset: seconds },
    ];
    return withHeaders(reply, headers(org, ip));
  }

  private left(): Left {
    const { budget, budgetWindow, clock } = this.options;
    const now = clock().getTime();
    if (now >= this.opened + budgetWindow * 1000) {
      this.opened = now;
      this.taken = 0;
    }
    const reset = Math.ceil((this.opened + budgetWindow * 1000 - now) / 1000);
    return { remaining: (budget ?? UNLIMITED) - this.taken, reset };
  }
}

function headers(org: Left, ip: Left): Record<string, string> {
  return {
    "x-ratelimit-remaining-org": String(org.remaining),
    "x-ratelimit-remaining-ip": String(ip.remaining),
    "x-ratelimit-reset-seconds-org": String(org.reset),
    "x-ratelimit-reset-seconds-ip": String(ip.reset),
  };
}
