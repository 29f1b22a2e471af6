import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";

/** No `Retry-After` is documented (1.6), so only a test that asks for one gets it. */
export function throttled(seconds: number | undefined): Reply {
  const body = { code: 429, error: "Rate limit exceeded", status: "error" };
  return json(body, 429, seconds === undefined ? {} : { "retry-after": String(seconds) });
}
