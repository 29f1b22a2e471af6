import type { SegmentCondition, SegmentOperator } from "../../../platforms/model/segment-rule";
import type { TraitValue } from "../../person";

const ORDERS: readonly SegmentOperator[] = ["greater_than", "at_least", "less_than", "at_most"];

type Operand = string | number | boolean;

/** A condition of a cohort, on somebody's profile: with case, and strictly by type. */
export function holdsInProfile(condition: SegmentCondition, actual: TraitValue | undefined): boolean {
  const { operator } = condition;
  const one = operandOf(condition, condition.value ?? "");
  const several = condition.values?.map((each) => operandOf(condition, each));
  const equals = (): boolean => (several ? several.some((each) => each === actual) : actual === one);
  switch (operator) {
    case "is_set":
      return actual !== undefined;
    case "is_not_set":
      return actual === undefined;
    case "equal_to":
    case "one_of":
      return actual !== undefined && equals();
    case "not_equal_to":
    case "not_one_of":
      return actual === undefined || !equals();
    case "contains":
      return contains(actual, one);
    case "not_contains":
      return actual === undefined || !contains(actual, one);
    default:
      return ORDERS.includes(operator) && isOrdered(operator, actual, one);
  }
}

function operandOf({ operator, type }: SegmentCondition, text: string): Operand {
  if (type === "boolean") return text === "true";
  return type === "number" || (type === null && ORDERS.includes(operator)) ? Number(text) : text;
}

function contains(actual: TraitValue | undefined, operand: Operand): boolean {
  if (typeof actual === "string") return actual.includes(String(operand));
  return typeof actual === "object" && actual.includes(operand);
}

/** Two numbers, or two texts such as dates. */
function isOrdered(operator: SegmentOperator, actual: TraitValue | undefined, operand: Operand): boolean {
  const areNumbers = typeof actual === "number" && typeof operand === "number";
  const areTexts = typeof actual === "string" && typeof operand === "string";
  if (!areNumbers && !areTexts) return false;
  switch (operator) {
    case "greater_than":
      return actual > operand;
    case "at_least":
      return actual >= operand;
    case "less_than":
      return actual < operand;
    default:
      return actual <= operand;
  }
}
