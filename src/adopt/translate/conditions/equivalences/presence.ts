import type { SegmentCondition } from "../../../../platforms/model/segment-rule";
import { any, type Formula, literal, negate } from "../formula";
import { type Equivalence, withValue } from "./equivalence";

/** Ways to say that a trait is there. Split has none, but every text matches `.*` and every number is above the smallest. */
export const presence: Equivalence = (condition) => {
  if (condition.operator !== "is_set") return [];
  return isSetForms(condition.trait);
};

export function isSetForms(trait: string | null): readonly Formula[] {
  const bare: SegmentCondition = { operator: "is_set", trait, value: null, values: null, type: null };
  const text = literal(withValue(bare, { operator: "matches", value: ".*" }));
  const number = literal(withValue(bare, { operator: "at_least", value: String(Number.MIN_SAFE_INTEGER) }));
  return [
    literal(bare),
    negate(literal({ ...bare, operator: "is_not_set" })),
    text,
    number,
    literal(withValue(bare, { operator: "equal_to", value: "true", type: "boolean" }), false),
    any([text, number]),
  ];
}
