/**
 * Maps whose keys people or servers choose: variants, identities, traits, environments. Every plain object answers for "constructor"
 * or "toString" too, and an assignment to "__proto__" is no entry. So such a map is read through `getOwn`, asked with `Object.hasOwn`,
 * written through `setOwn`, or made whole by `Object.fromEntries`, which (as a spread does) makes entries of whatever names.
 * ESLint holds this (scripts/eslint/own-keys.mjs). The file stands outside of the folders because each of them needs it, and it
 * imports nothing.
 */

/** The value of a map's own key, undefined where it has none of that name. */
export function getOwn<V>(map: Readonly<Record<string, V>> | null | undefined, key: string): V | undefined {
  return map && Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Sets an entry, whatever it is called. */
export function setOwn<V>(map: Record<string, V>, key: string, value: V): void {
  if (key === "__proto__") Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  else map[key] = value;
}
