import { xxHash32 } from "./xxhash32";

const SPACE = 2 ** 32;
/** What a promille is a part of: 1000 is one percent. */
export const WHOLE = 100_000;

/** Whether a value's bucket lies below a part of the whole. */
export function isBelow(value: string, seed: number, part: number, whole: number): boolean {
  return xxHash32(value, seed) < Math.floor((part / whole) * SPACE);
}
