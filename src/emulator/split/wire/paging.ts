import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import { invalid } from "./api-error";
import type { Request } from "./request";

interface Sizes {
  readonly standard: number;
  readonly maximum: number;
}

interface Window<T> {
  readonly rows: readonly T[];
  readonly offset: number;
  readonly limit: number;
}

/** A limit above the maximum is silently reduced to it. */
function limitOf(request: Request, { standard, maximum }: Sizes): number {
  const cap = Math.min(maximum, request.options.pageSize ?? maximum);
  const limit = wholeNumber(request, "limit") ?? standard;
  if (limit === 0) throw invalid("limit must be greater than 0");
  return Math.min(limit, cap);
}

function cut<T>(request: Request, all: readonly T[], sizes: Sizes): Window<T> {
  const limit = limitOf(request, sizes);
  const offset = wholeNumber(request, "offset") ?? 0;
  return { rows: all.slice(offset, offset + limit), offset, limit };
}

/** `{objects, offset, limit, totalCount}`. */
export function objects<T>(request: Request, all: readonly T[], sizes: Sizes, show: (row: T) => unknown): Reply {
  const { rows, offset, limit } = cut(request, all, sizes);
  const total = request.options.totals ? { totalCount: all.length } : {};
  return json({ objects: rows.map(show), offset, limit, ...total });
}

/** `{keys: [{key}], count, offset, limit}`: the total has another name here. */
export function keysPage(request: Request, all: readonly string[]): Reply {
  const { rows, offset, limit } = cut(request, all, { standard: 20, maximum: 100 });
  const total = request.options.totals ? { count: all.length } : {};
  return json({ keys: rows.map((key) => ({ key })), ...total, offset, limit });
}

/** `{data, nextMarker, previousMarker, limit, count}`: markers are the ids of rows, `count` is of this page. */
export function marked<T>(
  request: Request,
  all: readonly T[],
  sizes: Sizes,
  idOf: (row: T) => string,
  show: (row: T) => unknown,
): Reply {
  const limit = limitOf(request, sizes);
  const [after, before] = [request.query.get("after"), request.query.get("before")];
  const at = (marker: string): number => {
    const index = all.findIndex((each) => idOf(each) === marker);
    if (index < 0) throw invalid(`The marker ${marker} is not valid`);
    return index;
  };
  const start = after !== null ? at(after) + 1 : before !== null ? Math.max(0, at(before) - limit) : 0;
  const end = before !== null && after === null ? at(before) : start + limit;
  const rows = all.slice(start, end);
  const [first, last] = [rows[0], rows.at(-1)];
  return json({
    data: rows.map(show),
    nextMarker: last !== undefined && start + rows.length < all.length ? idOf(last) : null,
    previousMarker: first !== undefined && start > 0 ? idOf(first) : null,
    limit,
    count: rows.length,
  });
}

function wholeNumber(request: Request, name: string): number | undefined {
  const given = request.query.get(name);
  if (given === null) return undefined;
  if (!/^\d+$/.test(given)) throw invalid(`${name} must be a whole number`);
  return Number(given);
}
