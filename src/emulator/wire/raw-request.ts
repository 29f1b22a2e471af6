import { timingSafeEqual } from "node:crypto";

/** A request as it came over the wire. */
export interface RawRequest {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export function pathOf(target: string): string {
  return target.split("?")[0] ?? "";
}

/** Compares credentials in constant time. */
export function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
