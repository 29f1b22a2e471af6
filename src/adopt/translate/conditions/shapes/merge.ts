import { groupBy } from "../../../../group-by";
import type { SegmentCondition, SegmentOperator } from "../../../../platforms/model/segment-rule";
import { all, type Formula, type Group, group, type Literal, literal } from "../formula";

/** Conditions of one group that one condition can say: several values of one trait, several segments. */
export function merged(formula: Formula): Formula {
  if (formula.kind === "literal") return formula;
  const parts = formula.parts.map(merged);
  const literals = parts.filter((each) => each.kind === "literal");
  const bundles = groupBy(literals, (each) => bundleOf(each, formula.kind));
  const rest = parts.filter((each) => each.kind !== "literal");
  const joined = [...bundles.values()].flatMap((each): readonly Formula[] => (each.length > 1 ? [together(each)] : each));
  return group(formula.kind, [...joined, ...rest]);
}

const LISTS: Readonly<Partial<Record<SegmentOperator, SegmentOperator>>> = {
  equal_to: "one_of",
  one_of: "one_of",
  in_segment: "in_segment",
  has_any_of: "has_any_of",
};
const EXCLUDING: Readonly<Partial<Record<SegmentOperator, SegmentOperator>>> = {
  not_equal_to: "not_one_of",
  not_one_of: "not_one_of",
  not_in_segment: "not_in_segment",
  has_none_of: "has_none_of",
};

/** What can be one condition has the same key. */
function bundleOf({ condition, negated }: Literal, kind: Group["kind"]): string {
  const { operator, trait, type } = condition;
  const list = (kind === "any" ? (negated ? EXCLUDING : LISTS) : negated ? LISTS : EXCLUDING)[operator];
  if (list !== undefined) return JSON.stringify([list, trait, type, negated]);
  const isExpression = operator === "matches" && kind === (negated ? "all" : "any");
  return JSON.stringify(isExpression ? ["matches", trait, negated] : [condition, negated]);
}

function together(literals: readonly Literal[]): Formula {
  const conditions = literals.map(({ condition }) => condition);
  const [first] = literals;
  if (first === undefined) return all([]);
  const { condition, negated } = first;
  if (condition.operator === "matches") {
    const value = conditions.map((each) => `(?:${each.value ?? ""})`).join("|");
    return literal({ ...condition, value: value.length === 0 ? null : value }, negated);
  }
  const values = [...new Set(conditions.flatMap(wantedBy))];
  const operator = LISTS[condition.operator] ?? EXCLUDING[condition.operator] ?? condition.operator;
  return literal({ ...condition, operator, value: null, values }, negated);
}

function wantedBy({ value, values }: SegmentCondition): readonly string[] {
  return values ?? (value === null ? [] : [value]);
}
