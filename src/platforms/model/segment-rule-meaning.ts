import { canonicalNumber } from "./number-text";
import { type ConditionType, ORDERS, type SegmentCondition, type SegmentRule } from "./segment-rule";

/**
 * The same text for rules with the same meaning. Order does not matter; one value equals a list of one; a type
 * that is the platform's default can be omitted; numbers and times are compared by size.
 */
export function rulesMeaning(rules: readonly SegmentRule[]): string {
  const list = (conditions: readonly SegmentCondition[]): string[] => conditions.map(conditionMeaning).sort();
  return JSON.stringify(
    rules
      .map(({ match, conditions, rules: inner }) =>
        JSON.stringify([
          match,
          list(conditions),
          inner.map((each) => JSON.stringify([each.match, list(each.conditions)])).sort(),
        ]),
      )
      .sort(),
  );
}

function conditionMeaning({ operator, trait, value, values, type }: SegmentCondition): string {
  const several = values ?? (value === null ? [] : [value]);
  const isOne = several.length === 1;
  const plain = operator === "one_of" && isOne ? "equal_to" : operator === "not_one_of" && isOne ? "not_equal_to" : operator;
  const isOrdered = ORDERS.has(plain);
  const ownType = type === (isOrdered ? "number" : "string") ? null : type;
  const texts = several.map((each) => normal(each, ownType ?? (isOrdered ? "number" : null)));
  // The ends of a range have an order; other lists of values are sets.
  return JSON.stringify([plain, trait, plain === "between" ? texts : texts.sort(), ownType]);
}

function normal(text: string, type: ConditionType | null): string {
  if (type === "number") return canonicalNumber(text) ?? text;
  if (type === "date" && !Number.isNaN(Date.parse(text))) return String(Date.parse(text));
  return text;
}

/** Without types, which a text-only platform does not return, except for versions, which it marks. */
export function withoutTypes(rules: readonly SegmentRule[]): SegmentRule[] {
  return mapConditions(rules, (each) => (each.type === "version" ? each : { ...each, type: null }));
}

/** The conditions at both levels. */
export function conditionsIn(rules: readonly SegmentRule[]): SegmentCondition[] {
  return rules.flatMap((rule) => [rule, ...rule.rules].flatMap(({ conditions }) => conditions));
}

export function mapConditions(
  rules: readonly SegmentRule[],
  change: (condition: SegmentCondition) => SegmentCondition,
): SegmentRule[] {
  return rules.map(({ match, conditions, rules: inner }) => ({
    match,
    conditions: conditions.map(change),
    rules: inner.map((each) => ({ match: each.match, conditions: each.conditions.map(change) })),
  }));
}
