import type { Decimal, Unknown } from "../value";

/**
 * What msgpack and JSON have in common once read: values without a type yet. Numbers that a double holds exactly are numbers,
 * all others are Decimals.
 */
export type Raw = null | boolean | string | number | Decimal | Unknown | readonly Raw[] | { readonly [key: string]: Raw };

/** Both readers refuse what nests deeper; no schema does. */
export const MAX_NESTING = 100;

/** Sets an own property, whatever it is called: assigning "__proto__" would set another thing. */
export function put<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__")
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}

/** What `Object.fromEntries` makes, without the entries. */
export function record<T>(keys: readonly string[], valueOf: (key: string) => T): Record<string, T> {
  const made: Record<string, T> = {};
  for (const key of keys) put(made, key, valueOf(key));
  return made;
}
