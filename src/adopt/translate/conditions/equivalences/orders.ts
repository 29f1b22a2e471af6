import type { SegmentCondition } from "../../../../platforms/model/segment-rule";
import { all, type Formula, literal, negate } from "../formula";
import { type Equivalence, wantedBy, withValue } from "./equivalence";

const OR_EQUAL = { greater_than: "at_least", less_than: "at_most" } as const;
const OPPOSITES = {
  greater_than: "at_most",
  at_least: "less_than",
  less_than: "at_least",
  at_most: "greater_than",
} as const;
const STRICT = { at_least: "greater_than", at_most: "less_than" } as const;

/** Orders by other orders: between is two ends, greater is at least and not equal, and at least is not less. */
export const orders: Equivalence = (condition) => {
  const { operator } = condition;
  const types = [condition.type, null, "number", "string"] as const;
  return [...new Set(types)].flatMap((type): readonly Formula[] => {
    const of = (other: SegmentCondition["operator"], value: string): Formula =>
      literal(withValue(condition, { operator: other, value, type }));
    const [first = "", second = ""] = wantedBy(condition);
    switch (operator) {
      case "between":
        return [all([of("at_least", first), of("at_most", second)])];
      case "greater_than":
      case "less_than": {
        const equal = withValue(condition, { operator: "equal_to", value: first, type: type ?? "number" });
        return [all([of(OR_EQUAL[operator], first), literal(equal, true)]), negate(of(OPPOSITES[operator], first))];
      }
      case "at_least":
      case "at_most":
        return [
          negate(of(OPPOSITES[operator], first)),
          negate(of(STRICT[operator === "at_least" ? "at_most" : "at_least"], first)),
        ];
      default:
        return [];
    }
  });
};
