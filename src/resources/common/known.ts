import type { Attributes, Planned, State } from "../../terraform/schema";
import { Decimal, isUnknown, type Unknown } from "../../terraform/value";
import { member } from "../../terraform/values/equality";

/**
 * A plan at apply: every configured value is known by then, and what is still unknown is computed. Those become null, for
 * the handler to fill in.
 */
export function settled<A extends Attributes>(planned: Planned<A>): State<A> {
  return withoutUnknowns(planned) as State<A>;
}

function withoutUnknowns(value: unknown): unknown {
  if (isUnknown(value)) return null;
  if (Array.isArray(value)) return value.map(withoutUnknowns);
  if (value !== null && typeof value === "object" && !(value instanceof Decimal)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutUnknowns(inner)]));
  }
  return value;
}

/** The value if it is known; undefined means "cannot be checked yet". */
export function whereKnown<T>(value: T | Unknown): T | undefined {
  return isUnknown(value) ? undefined : value;
}

/** Deep equality of plain values, whatever the order of keys. */
export function same(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (one === null || other === null || typeof one !== "object" || typeof other !== "object") return false;
  if (one instanceof Decimal || other instanceof Decimal) {
    return one instanceof Decimal && other instanceof Decimal && one.text === other.text;
  }
  if (isUnknown(one) || isUnknown(other)) return isUnknown(one) && isUnknown(other);
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((element, index) => same(element, other[index]));
  }
  const [left, right] = [stated(one), stated(other)];
  return (
    left.length === right.length &&
    left.every((key) => Object.hasOwn(other, key) && same(member(one, key), member(other, key)))
  );
}

/** The keys with a value: an undefined value counts as absent. */
function stated(value: object): string[] {
  return Object.keys(value).filter((key) => member(value, key) !== undefined);
}

/** A text that is equal only for equal values. */
export function fingerprint(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner instanceof Decimal) return { decimal: inner.text };
    if (isUnknown(inner)) return { unknown: true };
    if (inner !== null && typeof inner === "object" && !Array.isArray(inner)) {
      return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return inner;
  });
}
