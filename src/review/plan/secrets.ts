/** What is printed in the place of a sensitive value. */
export const NOT_SHOWN = "(sensitive)";

/** The document with every sensitive text taken out, wherever a name or an id contains it. */
export function withoutSecrets<T>(document: T, secrets: ReadonlySet<string>): T {
  if (secrets.size === 0) return document;
  // The longest first: one may contain another.
  const texts = [...secrets].sort((one, other) => other.length - one.length);
  const clean = (value: unknown): unknown => {
    if (typeof value === "string") return texts.reduce((text, secret) => text.replaceAll(secret, NOT_SHOWN), value);
    if (Array.isArray(value)) return value.map(clean);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, clean(each)]));
  };
  return clean(document) as T;
}
