import type { SegmentCondition, SegmentOperator } from "../../../../platforms/model/segment-rule";
import { type Formula, type Literal, literal, mapLiterals, negate } from "../formula";
import { datesAsNumbers } from "./dates";
import { equality } from "./equality";
import type { Direction, Equivalence } from "./equivalence";
import { orders } from "./orders";
import { patterns } from "./patterns";
import { presence } from "./presence";
import { same } from "./same";
import { sets } from "./sets";

const EQUIVALENCES: readonly Equivalence[] = [same, equality, orders, datesAsNumbers, sets, presence, patterns];

const NEGATIONS: Readonly<Partial<Record<SegmentOperator, SegmentOperator>>> = {
  not_equal_to: "equal_to",
  not_contains: "contains",
  not_starts_with: "starts_with",
  not_ends_with: "ends_with",
  not_matches: "matches",
  not_one_of: "one_of",
  has_none_of: "has_any_of",
  is_not_set: "is_set",
};
const NEGATED = new Map(Object.entries(NEGATIONS).map(([negation, plain]) => [plain, negation as SegmentOperator]));

/** Everything that might say the same, the plainest first, what is similar together. */
export function* formsOf({ condition, negated }: Literal, direction: Direction): Generator<readonly Formula[]> {
  const plain = NEGATIONS[condition.operator];
  const base: SegmentCondition = plain === undefined ? condition : { ...condition, operator: plain };
  const isNegated = negated !== (plain !== undefined);
  for (const equivalence of EQUIVALENCES) {
    yield equivalence(base, direction).flatMap((form) => {
      const typed = direction.to === "flagsmith" ? mapLiterals(form, withoutType) : form;
      const wanted = isNegated ? negate(typed) : typed;
      return [mapLiterals(wanted, withOperator), wanted];
    });
  }
}

/** The opposite operator where there is one. */
function withOperator(each: Literal): Formula {
  const operator = each.negated ? NEGATED.get(each.condition.operator) : undefined;
  return operator === undefined ? each : literal({ ...each.condition, operator });
}

/** Flagsmith marks versions only, and none in lists: the mark would be a part of the last one. */
function withoutType({ condition, negated }: Literal): Formula {
  return literal(
    condition.type === "version" && condition.values === null ? condition : { ...condition, type: null },
    negated,
  );
}
