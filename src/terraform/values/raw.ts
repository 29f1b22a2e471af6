import { setOwn } from "../../get-own";
import type { Decimal, Unknown } from "../value";

/**
 * What msgpack and JSON have in common once read: values without a type yet. Numbers that a double represents exactly are
 * numbers, all others are Decimals.
 */
export type Raw = null | boolean | string | number | Decimal | Unknown | readonly Raw[] | { readonly [key: string]: Raw };

/** Both readers refuse deeper nesting; no schema needs it. */
export const MAX_NESTING = 100;

/** The same as `Object.fromEntries`, without the intermediate entries. */
export function record<T>(keys: readonly string[], valueOf: (key: string) => T): Record<string, T> {
  const made: Record<string, T> = {};
  for (const key of keys) setOwn(made, key, valueOf(key));
  return made;
}
