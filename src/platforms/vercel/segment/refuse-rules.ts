import { isMembership, type SegmentRule } from "../../model/segment-rule";
import { conditionsIn, rulesMeaning } from "../../model/segment-rule-meaning";
import type { Entity } from "../api/entity";
import { type ConditionContext, UnsupportedRuleError } from "./conditions";
import { fromConditions, toConditions } from "./rule-conditions";
import { fromSegmentRules, toSegmentRules } from "./segment-rules";

/**
 * Why Vercel cannot store rules as they are written. Rules that are returned in another form would be a difference in every plan, so
 * only the form that Vercel returns is accepted.
 */
export function refuseRules(
  rules: readonly SegmentRule[],
  place: "segment" | "definition",
  identity: Entity,
): string | undefined {
  // All named segments are assumed to exist: no request is sent here.
  const context: ConditionContext = { identity, segments: new Map(segmentsIn(rules).map((name) => [name, name])) };
  try {
    if (place === "definition" && isSegmentOverride(rules))
      return "A rule whose only condition is a segment is a segment override on Vercel: write it as one.";
    const back =
      place === "definition"
        ? fromConditions(toConditions(rules, [], context), context)
        : fromSegmentRules(toSegmentRules(rules, [], context), context);
    if (back && rulesMeaning(back) === rulesMeaning(rules)) return undefined;
    const words = back?.map(describeRule).filter((each) => each !== "");
    if (!words || words.length === 0) return "A rule needs at least one condition.";
    return `Vercel would return these rules in another form. Write them in that form: ${words.join("; ")}.`;
  } catch (error) {
    if (error instanceof UnsupportedRuleError) return error.message;
    throw error;
  }
}

function segmentsIn(rules: readonly SegmentRule[]): string[] {
  const named = conditionsIn(rules).filter(({ operator }) => isMembership(operator));
  return named.flatMap(({ values }) => values ?? []).filter((name) => !name.startsWith("id:"));
}

function isSegmentOverride([only, ...more]: readonly SegmentRule[]): boolean {
  if (!only || more.length > 0 || only.rules.length > 0 || only.match === "none") return false;
  const [condition] = only.conditions;
  return only.conditions.length === 1 && condition?.operator === "in_segment" && condition.values?.length === 1;
}

function describeRule({ match, conditions, rules }: SegmentRule): string {
  const own = conditions.map(({ operator, trait, value, values, type }) => {
    const object = values ?? (value === null ? [] : [value]);
    const typed = type === null ? "" : ` (type ${type})`;
    return [trait, operator, object.map((each) => `"${each}"`).join(", ")].filter(Boolean).join(" ") + typed;
  });
  const inner = rules.map((rule) => `(${describeRule({ ...rule, rules: [] })})`);
  const parts = [...own, ...inner];
  return parts.length === 0 ? "" : `${match} of ${parts.join(" and ")}`;
}
