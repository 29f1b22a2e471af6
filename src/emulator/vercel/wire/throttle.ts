import type { Budget } from "../../wire/budget";
import type { Reply } from "../../wire/server/reply";
import { withHeaders } from "../../wire/server/reply";
import { ApiError } from "./api-error";

/** Counts the request, and answers it or refuses it. The headers show what is left, and when a new minute starts (1.2). */
export function withinBudget(budget: Budget, limit: number | undefined, token: string, answer: () => Reply): Reply {
  if (limit === undefined) return answer();
  const { isExceeded, remaining, resetAt, resetSeconds } = budget.take(token);
  return withHeaders(isExceeded ? throttled(resetSeconds) : answer(), {
    "x-ratelimit-limit": String(limit),
    "x-ratelimit-remaining": String(remaining),
    "x-ratelimit-reset": String(Math.ceil(resetAt / 1000)),
  });
}

export function throttled(seconds: number | undefined): Reply {
  const later = seconds === undefined ? "later" : `in ${seconds} ${seconds === 1 ? "second" : "seconds"}`;
  const reply = new ApiError(429, "rate_limited", `Too many requests - try again ${later}.`).reply();
  return seconds === undefined ? reply : withHeaders(reply, { "retry-after": String(seconds) });
}
