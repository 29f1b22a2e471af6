import { badRequest } from "./api-error";
import type { Request } from "./request";

const MOST = 100;

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * One page, newest first. The cursor refers to the last item shown, so that deletions and creations in between shift
 * nothing. Without a default size everything comes at once (1.3).
 */
export function page<T extends { readonly sequence: number }>(
  request: Request,
  all: readonly T[],
  usual: number | undefined,
): Page<T> {
  const sorted = [...all].sort((one, other) => other.sequence - one.sequence);
  const cursor = request.query.get("cursor");
  const rest = cursor === null ? sorted : sorted.filter((each) => each.sequence < decode(cursor));
  const size = sizeOf(request, usual);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return { items, next: last && rest.length > items.length ? encode(last.sequence) : null };
}

function sizeOf(request: Request, usual: number | undefined): number {
  const size = askedSize(request) ?? usual ?? Number.POSITIVE_INFINITY;
  return Math.min(size, request.options.pageSize ?? Number.POSITIVE_INFINITY);
}

function askedSize(request: Request): number | undefined {
  const text = request.query.get("limit");
  if (text === null) return undefined;
  if (!/^-?\d+$/.test(text)) throw badRequest("Invalid request: `limit` should be integer.");
  const size = Number(text);
  if (size < 1) throw badRequest("Invalid request: `limit` should be >= 1.");
  if (size > MOST) throw badRequest(`Invalid request: \`limit\` should be <= ${MOST}.`);
  return size;
}

function encode(sequence: number): string {
  return Buffer.from(`after:${sequence}`).toString("base64url");
}

function decode(cursor: string): number {
  const found = /^after:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString());
  if (!found) throw badRequest("Invalid request: `cursor` is not valid.");
  return Number(found[1]);
}
