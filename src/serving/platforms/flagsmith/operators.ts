import type { SegmentOperator } from "../../../platforms/model/segment-rule";
import { floatOf, integerOf, leavesRemainder, matchesAtStart, orderOfTexts, textOf } from "./python";
import type { Trait } from "./trait";
import { orderOfVersions } from "./versions";

/** How conditions on versions are marked. */
export const VERSION = ":semver";

/** Compared as text; booleans and floats never match. */
export function isIn(values: readonly string[], { kind, value }: Trait): boolean {
  return (kind === "text" || kind === "integer") && values.includes(String(value));
}

/** The text of the condition is cast to the trait's type; where that fails, no operator holds. */
export function compares(operator: SegmentOperator, text: string, trait: Trait): boolean {
  const order = orderOf(trait, text);
  switch (operator) {
    case "equal_to":
      return order === 0;
    case "not_equal_to":
      return order !== undefined && order !== 0;
    case "greater_than":
      return order !== undefined && order > 0;
    case "at_least":
      return order !== undefined && order >= 0;
    case "less_than":
      return order !== undefined && order < 0;
    case "at_most":
      return order !== undefined && order <= 0;
    case "contains":
      return trait.kind === "text" && trait.value.includes(text);
    case "not_contains":
      return trait.kind === "text" && !trait.value.includes(text);
    case "matches":
      return matchesAtStart(text, textOf(trait));
    case "modulo":
      return leavesRemainder(text, trait);
    default:
      return false;
  }
}

function orderOf(trait: Trait, text: string): number | undefined {
  switch (trait.kind) {
    case "boolean":
      return Number(trait.value) - Number(text !== "False" && text !== "false");
    case "integer":
      return differenceOf(trait.value, integerOf(text));
    case "float":
      return differenceOf(trait.value, floatOf(text));
    case "text":
      return text.endsWith(VERSION)
        ? orderOfVersions(trait.value, text.slice(0, -VERSION.length))
        : orderOfTexts(trait.value, text);
  }
}

function differenceOf(one: number, other: number | undefined): number | undefined {
  return other === undefined ? undefined : one - other;
}
