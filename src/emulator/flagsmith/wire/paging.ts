import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import { notFound } from "./api-error";
import type { Request } from "./request";

/** Features, segments, identities and versions let the caller choose a page's size; elsewhere `page_size` is ignored. */
type Sizing = "fixed" | "chosen";

export function page<T>(request: Request, rows: readonly T[], show: (row: T) => unknown, sizing: Sizing = "fixed"): Reply {
  const size = sizing === "chosen" ? chosenSize(request) : request.options.pageSize;
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const number = pageNumber(request, pages);
  return json({
    count: rows.length,
    next: number < pages ? link(request, number + 1) : null,
    previous: number > 1 ? link(request, number - 1) : null,
    results: rows.slice((number - 1) * size, number * size).map(show),
  });
}

/** An invalid size is ignored, one that is too large is capped. */
function chosenSize(request: Request): number {
  const sent = request.query.get("page_size") ?? "";
  const size = /^\+?\d+$/.test(sent) ? Number(sent) : 0;
  const largest = request.options.chosenPageSize;
  return size > 0 ? Math.min(size, largest) : largest;
}

function pageNumber(request: Request, pages: number): number {
  const sent = request.query.get("page") ?? "";
  if (sent === "") return 1;
  if (sent === "last") return pages;
  const number = /^\d+$/.test(sent) ? Number(sent) : 0;
  if (number < 1 || number > pages) throw notFound("Invalid page.");
  return number;
}

/** Absolute, with the parameters in alphabetical order; the first page has no `page`. */
function link(request: Request, number: number): string {
  const query = new URLSearchParams(request.query);
  query.delete("page");
  if (number > 1) query.set("page", String(number));
  query.sort();
  const text = query.toString();
  return `${request.base}${request.path}${text === "" ? "" : `?${text}`}`;
}
