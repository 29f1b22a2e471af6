import { ORDERS, type SegmentCondition } from "../../../platforms/model/segment-rule";
import type { TraitValue } from "../../person";

type Plain = string | number | boolean | null | readonly (string | number | boolean)[];

/** A condition of a rule, as JsonLogic over the request's properties: all text in lower case, JavaScript's comparisons. */
export function holdsInLogic(condition: SegmentCondition, given: TraitValue | undefined): boolean {
  const { operator } = condition;
  const property = lowered(given ?? null);
  const value = typed(condition, condition.value ?? "");
  const values = (condition.values ?? []).map((each) => typed(condition, each));
  switch (operator) {
    case "equal_to":
      return loosely(property, value);
    case "not_equal_to":
      return !loosely(property, value);
    case "greater_than":
      return compare(property, value, (one, other) => one > other);
    case "at_least":
      return compare(property, value, (one, other) => one >= other);
    case "less_than":
      return compare(property, value, (one, other) => one < other);
    case "at_most":
      return compare(property, value, (one, other) => one <= other);
    case "between":
      return (
        compare(values[0] ?? null, property, (one, other) => one <= other) &&
        compare(property, values[1] ?? null, (one, other) => one <= other)
      );
    case "contains":
      return contains(property, value);
    case "not_contains":
      return !contains(property, value);
    case "one_of":
      return values.some((each) => each === property);
    case "not_one_of":
      return !values.some((each) => each === property);
    case "has_any_of":
      return hasAny(property, values);
    case "has_none_of":
      return !hasAny(property, values);
    case "is_set":
      return property !== null;
    case "is_not_set":
      return property === null;
    default:
      return false;
  }
}

function typed({ operator, type }: SegmentCondition, text: string): string | number | boolean {
  if (type === "boolean") return text === "true";
  return type === "number" || (type === null && ORDERS.has(operator)) ? Number(text) : text.toLowerCase();
}

function lowered(value: TraitValue | null): Plain {
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "object" && value !== null
    ? value.map((each) => (typeof each === "string" ? each.toLowerCase() : each))
    : value;
}

/** JavaScript's `==`. */
function loosely(one: Plain, other: Plain): boolean {
  return (one as unknown) == (other as unknown);
}

/** JavaScript's own conversions: nothing is 0 there. */
function compare(one: Plain, other: Plain, holds: (one: never, other: never) => boolean): boolean {
  return holds(one as never, other as never);
}

function contains(property: Plain, value: string | number | boolean): boolean {
  if (typeof property === "string") return property !== "" && property.includes(String(value));
  return typeof property === "object" && property !== null && property.includes(value);
}

function hasAny(property: Plain, values: readonly (string | number | boolean)[]): boolean {
  return typeof property === "object" && property !== null && property.some((each) => values.includes(each));
}
