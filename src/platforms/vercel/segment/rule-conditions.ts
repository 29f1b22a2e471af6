import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../../model/segment-rule";
import type { Condition } from "../api/answers";
import { sameJson } from "../api/same-json";
import { type ConditionContext, fromCondition, toCondition, UnsupportedRuleError } from "./conditions";

/** A rule's conditions. On Vercel all of them must match. */

/** Conditions that exist already, or almost, keep their labels and notes. Throws {@link UnsupportedRuleError}. */
export function toConditions(
  when: readonly SegmentRule[],
  current: readonly Condition[],
  context: ConditionContext,
): Condition[] {
  return flattened(when).map((condition) => {
    const same = current.find((each) => sameJson(fromCondition(each, context), condition));
    return same ?? withNotes(toCondition(condition, context), current);
  });
}

/** Undefined if one of them has no neutral form. */
export function fromConditions(conditions: readonly Condition[], context: ConditionContext): SegmentRule[] | undefined {
  if (conditions.length === 0) return [];
  const known = conditions.map((each) => fromCondition(each, context));
  const sayable = known.filter((each) => each !== undefined);
  return sayable.length === known.length ? [{ match: "all", conditions: sayable, rules: [] }] : undefined;
}

/** All the conditions, where all of them must match. Throws {@link UnsupportedRuleError} where one would be enough. */
export function flattened(rules: readonly (SegmentRule | SegmentSubRule)[]): SegmentCondition[] {
  return rules.flatMap((rule) => {
    const inner = "rules" in rule ? rule.rules : [];
    const isAll = rule.match === "all" || (rule.match === "any" && rule.conditions.length + inner.length === 1);
    if (isAll) return [...rule.conditions, ...flattened(inner)];
    throw new UnsupportedRuleError(
      rule.match === "none"
        ? 'Vercel\'s rules have no "none of these": use the negated conditions (`not_equal_to`, `not_one_of`, …).'
        : "All conditions of a rule must match on Vercel: list values with `one_of`, or write one rule per alternative.",
    );
  });
}

interface ListItem {
  readonly value: unknown;
}

function withNotes(condition: Condition, current: readonly Condition[]): Condition {
  const items = itemsOf(condition);
  if (!items) return condition;
  const known = current.filter(({ lhs }) => sameJson(lhs, condition.lhs)).flatMap((each) => itemsOf(each) ?? []);
  const noted = items.map((item) => known.find(({ value }) => value === item.value) ?? item);
  return { ...condition, rhs: { type: "list", items: noted } };
}

function itemsOf({ rhs }: Condition): readonly ListItem[] | undefined {
  if (typeof rhs !== "object" || rhs === null || !("items" in rhs) || !Array.isArray(rhs.items)) return undefined;
  return rhs.items.filter((item: unknown): item is ListItem => typeof item === "object" && item !== null && "value" in item);
}
