import type { Budget } from "../../wire/budget";
import type { Reply } from "../../wire/server/reply";
import { withHeaders } from "../../wire/server/reply";
import type { Options } from "../options";
import { errorReply } from "./api-error";

/** What an account without a budget sees as left. */
const UNLIMITED = 1_000_000;

/** What is left of the window, and in how many seconds it ends. */
interface Left {
  readonly remaining: number;
  readonly reset: number;
}

/**
 * So many requests a window, for the organisation and for each address; everything here comes from one address, so both are counted
 * as one. Ordinary answers show both too (split.md 1.3).
 */
export function withinBudget(budget: Budget, options: Options, isGateway: boolean, answer: () => Reply): Reply {
  const { isExceeded, resetSeconds } = budget.take("organisation");
  if (isExceeded) return throttled(resetSeconds, isGateway, options);
  const reply = answer();
  if (isGateway && options.gatewayRateHeaders !== "all") return reply;
  const usage = budget.look("organisation");
  const left = { remaining: options.budget === undefined ? UNLIMITED : usage.remaining, reset: usage.resetSeconds };
  return withHeaders(reply, headers(left, left));
}

/** Without seconds the refusal does not show when the window ends. The address's window ends later than the organisation's. */
export function throttled(seconds: number | undefined, isGateway: boolean, { gatewayRateHeaders }: Options): Reply {
  const reply = errorReply(429, "TOO_MANY_REQUESTS", "Rate limit exceeded");
  if (seconds === undefined || (isGateway && gatewayRateHeaders === "none")) return reply;
  if (isGateway && gatewayRateHeaders === "retry-after") return withHeaders(reply, { "retry-after": String(seconds) });
  const [org, ip] = [
    { remaining: 0, reset: Math.max(0, seconds - 1) },
    { remaining: 0, reset: seconds },
  ];
  return withHeaders(reply, headers(org, ip));
}

function headers(org: Left, ip: Left): Record<string, string> {
  return {
    "x-ratelimit-remaining-org": String(org.remaining),
    "x-ratelimit-remaining-ip": String(ip.remaining),
    "x-ratelimit-reset-seconds-org": String(org.reset),
    "x-ratelimit-reset-seconds-ip": String(ip.reset),
  };
}
