import { unlisted } from "../../../adapter/errors";
import type { Audience } from "../../../model/audience";
import type { RemoteRule, TargetingRule } from "../../../model/targeting-rule";
import type { PlatformError } from "../../../port/platform-error";
import type { Outcome, Rule } from "../../api/answers";
import { refusal } from "../../api/refusal";
import { sameJson } from "../../api/same-json";
import { type ConditionContext, describeCondition, UnsupportedRuleError } from "../../segment/conditions";
import { fromConditions, toConditions } from "../../segment/rule-conditions";
import { otherRules, placedOverrides } from "./override-rules";

/** A definition's rules other than segment overrides. The rule's id is its key. */

interface RuleContext extends ConditionContext {
  readonly attempted: string;
  /** The new outcome of a rule; the current one if it does not change. */
  outcome(rule: TargetingRule, current: Outcome | undefined): Outcome;
  audience(outcome: Outcome): Audience;
}

export function remoteRules(
  rules: readonly Rule[],
  context: ConditionContext & Pick<RuleContext, "audience">,
): RemoteRule[] {
  return otherRules(rules).map(({ id, conditions, outcome }) => {
    const when = fromConditions(conditions, context);
    const words = when === undefined && { words: conditions.map(describeCondition).join(" and ") };
    return { key: id, description: null, when, ...words, ...context.audience(outcome) };
  });
}

/** The overrides, then the exact list. A rule keeps its other members. */
export function setRules(
  rules: readonly Rule[],
  wanted: readonly TargetingRule[],
  unlisted: "remove" | "refuse",
  context: RuleContext,
): Rule[] {
  const others = otherRules(rules);
  const overrides = placedOverrides(rules).map(({ rule }) => rule);
  const taken = overrides.find(({ id }) => wanted.some(({ key }) => key === id));
  if (taken) {
    const nextStep = "Give the rule another key.";
    throw refusal(context.attempted, `the rule key "${taken.id}" is the id of a segment override`, nextStep);
  }
  const built = wanted.map((rule) => toRule(rule, others, context));
  if (unlisted === "refuse") {
    const extra = others.filter((rule) => !built.some((each) => each.id === rule.id || sameButId(each, rule)));
    if (extra.length > 0) throw unlistedRules(extra, context.attempted);
  }
  const result = [...overrides, ...built];
  // If the rules are the same and only overrides are between them, the order stays.
  return sameJson(others, built) ? [...rules] : result;
}

function toRule(wanted: TargetingRule, others: readonly Rule[], context: RuleContext): Rule {
  const current = others.find(({ id }) => id === wanted.key);
  try {
    return {
      ...current,
      id: wanted.key,
      conditions: toConditions(wanted.when, current?.conditions ?? [], context),
      outcome: context.outcome(wanted, current?.outcome),
    };
  } catch (error) {
    if (!(error instanceof UnsupportedRuleError)) throw error;
    throw refusal(context.attempted, `Vercel does not support rule "${wanted.key}"`, error.message, "value");
  }
}

function sameButId(one: Rule, other: Rule): boolean {
  return sameJson({ ...one, id: "" }, { ...other, id: "" });
}

function unlistedRules(rules: readonly Rule[], attempted: string): PlatformError {
  const names = rules.map(
    ({ id, conditions }) => `"${id}" (${conditions.map(describeCondition).join(" and ") || "everybody"})`,
  );
  return unlisted(attempted, `rules that are not listed: ${names.join(", ")}`, { subject: "value" });
}
