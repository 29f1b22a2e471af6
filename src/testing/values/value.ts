import { getOwn } from "../../get-own";
import { Decimal, isUnknown, Unknown } from "../../terraform/value";
import { trimEnd, trimStart } from "../../trim";

/**
 * A value as Terraform core holds it. Integers and short decimals are JavaScript numbers, every other number is a
 * {@link Decimal}; a set is a list sorted by {@link canonical} without duplicates.
 */
export type Value = null | boolean | string | number | Decimal | Unknown | readonly Value[] | ValueRecord;
export interface ValueRecord {
  readonly [name: string]: Value;
}

/** An unknown of which something is known already: core sends `"x-${id}"` with its prefix. */
export class RefinedUnknown extends Unknown {
  constructor(
    readonly notNull: boolean,
    readonly prefix: string,
  ) {
    super();
  }
}

export function isList(value: unknown): value is readonly Value[] {
  return Array.isArray(value);
}

export function isRecord(value: Value | undefined): value is ValueRecord {
  return typeof value === "object" && value !== null && !isList(value) && !isUnknown(value) && !(value instanceof Decimal);
}

export function isNumber(value: unknown): value is number | Decimal {
  return typeof value === "number" || value instanceof Decimal;
}

/** The attribute of an object; null where the object is null or lacks it, unknown where the object is unknown. */
export function member(value: Value | undefined, key: string | number): Value {
  if (isUnknown(value)) return value;
  if (isList(value)) return (typeof key === "number" ? value[key] : undefined) ?? null;
  return (isRecord(value) ? getOwn(value, String(key)) : undefined) ?? null;
}

/** A record that may have any key, also `__proto__`. */
export function record(entries: Iterable<readonly [string, Value]>): ValueRecord {
  return Object.fromEntries(entries);
}

/** From decimal text to a JavaScript number where that loses nothing, else to a Decimal. */
export function numberFromText(text: string): number | Decimal {
  const value = Number(text);
  return Number.isFinite(value) && canonicalNumber(String(value)) === canonicalNumber(text) ? value : new Decimal(text);
}

/** One text per number: `1e3`, `1000` and `1000.0` are the same. */
export function canonicalNumber(text: string): string {
  const match = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d+))?$/.exec(text.trim());
  if (!match || (!match[2] && !match[3])) throw new RangeError(`"${text}" is not a number`);
  const digits = trimStart(`${match[2] ?? ""}${match[3] ?? ""}`, "0");
  const significant = trimEnd(digits, "0");
  if (significant === "") return "0";
  const exponent = Number(match[4] ?? 0) - (match[3] ?? "").length + (digits.length - significant.length);
  return `${match[1] === "-" ? "-" : ""}${significant}e${String(exponent)}`;
}

/** A text that is the same for equal values only; all unknowns are equal. */
export function canonical(value: Value): string {
  if (isUnknown(value)) return "?";
  if (isNumber(value)) return canonicalNumber(String(value));
  if (isList(value)) return `[${value.map(canonical).join(",")}]`;
  if (isRecord(value)) {
    const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
  }
  return JSON.stringify(value);
}

export function equals(left: Value, right: Value): boolean {
  return left === right || canonical(left) === canonical(right);
}

/** The elements of a set in their one order, each once. Unknown elements are not equal to each other. */
export function asSet(elements: readonly Value[]): readonly Value[] {
  const keyed = elements.map((element) => ({ key: canonical(element), element }));
  keyed.sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0));
  return keyed.filter(({ key }, index) => key.includes("?") || keyed[index - 1]?.key !== key).map(({ element }) => element);
}
