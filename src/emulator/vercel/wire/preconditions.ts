import type { Reply } from "../../wire/server/reply";
import { empty } from "../../wire/server/reply";
import type { Flag } from "../store/records";
import { ApiError } from "./api-error";
import type { Request } from "./request";

/** The version of a flag that a GET showed (1.5). It is compared byte for byte, W/ prefix and quotes included. */
export function etagOf(request: Request, flag: Flag): string | undefined {
  const tag = `"${flag.id}-${flag.revision}"`;
  const { etag } = request.options.quirks;
  return etag === "none" ? undefined : etag === "weak" ? `W/${tag}` : tag;
}

/** Refuses a write that is based on an outdated version. */
export function demandMatch(request: Request, flag: Flag): void {
  for (const condition of conditions(request)) {
    if (!matches(condition, etagOf(request, flag))) {
      throw new ApiError(412, "precondition_failed", "The flag was changed since it was read: If-Match does not match.");
    }
  }
}

/** The 304 of a read: If-None-Match by the rules of HTTP, If-Match as the vendor also documents. */
export function unchangedRead(request: Request, flag: Flag): Reply | undefined {
  const tag = etagOf(request, flag);
  const known = request.headers["if-none-match"];
  if (known !== undefined && matches(known, tag)) return empty(304);
  if (request.options.quirks.readIfMatch === "412") {
    demandMatch(request, flag);
    return undefined;
  }
  const given = conditions(request);
  return given.length > 0 && given.every((each) => matches(each, tag)) ? empty(304) : undefined;
}

/** The header and the query parameter mean the same; if both are given both must match. */
function conditions(request: Request): string[] {
  const given = [request.headers["if-match"], request.query.get("ifMatch") ?? undefined];
  return given.filter((each) => each !== undefined);
}

function matches(condition: string, tag: string | undefined): boolean {
  const tags = condition.split(",").map((each) => each.trim());
  return tags.includes("*") || (tag !== undefined && tags.includes(tag));
}
