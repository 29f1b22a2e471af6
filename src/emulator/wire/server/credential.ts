import { timingSafeEqual } from "node:crypto";

/** Compares credentials in constant time. */
export function same(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Which of the emulator's two keys it is, or none of them. */
export function holderOf(
  given: string,
  { key, limitedKey }: { readonly key: string; readonly limitedKey: string },
): "admin" | "limited" | "wrong" {
  if (same(given, key)) return "admin";
  return same(given, limitedKey) ? "limited" : "wrong";
}
