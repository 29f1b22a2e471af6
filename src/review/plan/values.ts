/** The attributes of a resource in a plan. What is not known, and what is secret, is a {@link Hidden} in its place. */
export type Values = Readonly<Record<string, unknown>>;

/** What a plan does not show, or a review must not. */
export class Hidden {
  constructor(readonly reason: "known after apply" | "sensitive") {}
}

export const UNKNOWN = new Hidden("known after apply");
export const SENSITIVE = new Hidden("sensitive");

/**
 * The values with a mark in the place of everything that `unknown` and `sensitive` point at. Both have the form of the values, with `true` in
 * the place of what they mean. Sensitive texts are added to `secrets`, because they may be a part of other values too.
 */
export function withMarks(value: unknown, unknown: unknown, sensitive: unknown, secrets: Set<string>): unknown {
  if (sensitive === true && value !== null && value !== undefined) {
    collectTexts(value, secrets);
    return SENSITIVE;
  }
  if (unknown === true) return sensitive === true ? SENSITIVE : UNKNOWN;
  if (Array.isArray(value) || (Array.isArray(unknown) && value === undefined)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    const length = Math.max(items.length, Array.isArray(unknown) ? unknown.length : 0);
    return Array.from({ length }, (_, at) => withMarks(items[at], itemOf(unknown, at), itemOf(sensitive, at), secrets));
  }
  if (isObject(value) || isObject(unknown)) {
    const names = new Set([...keysOf(value), ...keysOf(unknown)]);
    return Object.fromEntries(
      [...names].map((name) => [
        name,
        withMarks(fieldOf(value, name), fieldOf(unknown, name), fieldOf(sensitive, name), secrets),
      ]),
    );
  }
  return value ?? null;
}

export function isObject(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Hidden);
}

function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

function itemOf(value: unknown, at: number): unknown {
  return Array.isArray(value) ? (value[at] as unknown) : undefined;
}

/** Shorter ones would blank half of a review: "on", "5". */
const SHORTEST_SECRET = 5;

function collectTexts(value: unknown, secrets: Set<string>): void {
  if (typeof value === "string" && value.length >= SHORTEST_SECRET) secrets.add(value);
  else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value) as unknown[]) collectTexts(each, secrets);
}

/** A text that is known, undefined for everything else. */
export function textIn(values: Values | null, name: string): string | undefined {
  const value = values === null ? undefined : fieldOf(values, name);
  return typeof value === "string" ? value : undefined;
}
