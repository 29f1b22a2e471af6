import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";

export function throttled(seconds: number | undefined): Reply {
  if (seconds === undefined) return json({ detail: "Request was throttled." }, 429);
  const unit = seconds === 1 ? "second" : "seconds";
  return json({ detail: `Request was throttled. Expected available in ${seconds} ${unit}.` }, 429, {
    "retry-after": String(seconds),
  });
}
