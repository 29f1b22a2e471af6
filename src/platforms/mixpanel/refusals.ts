import type { Serve } from "../audience";
import { type FlagValue, textOf } from "../flag-value";
import type { SegmentCondition, SegmentRule } from "../segment-rule";
import { LOGIC_OPERATORS } from "./json-logic";
import { SELECTOR_OPERATORS } from "./selector";
import { isAllCohorts, isCohort } from "./targeting";

/** What Mixpanel would refuse, round or change, and the nearest thing that works. */

const LONGEST_VALUE = 32_768;

export function refuseValue(value: FlagValue): string | undefined {
  if (value.kind === "integer" || value.kind === "number")
    return `Mixpanel's variants are booleans, texts or JSON objects, and ${textOf(value)} is a number. Use the string "${textOf(value)}", or a JSON object that holds it.`;
  if (value.kind === "json" && !isObject(value.value))
    return "Mixpanel keeps JSON objects, and this JSON is none. Put it into an object, or use a string.";
  if (textOf(value).length > LONGEST_VALUE)
    return `Mixpanel keeps values of up to ${LONGEST_VALUE.toLocaleString("en-US")} characters. Shorten it, or serve a reference to it.`;
  return undefined;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Evaluators cut people into hundredths. */
export function percentRefusal(percentage: number): string | undefined {
  if (Number.isInteger(percentage) && percentage >= 1 && percentage <= 100) return undefined;
  return `Mixpanel deals people in whole hundredths, and ${percentage} % is none of 1 to 100.`;
}

export function refuseServe(serve: Serve): string | undefined {
  switch (serve.kind) {
    case "rollout":
      return "Mixpanel has no rollouts by time. Serve a split, and raise it with further applies.";
    case "split": {
      if (serve.control !== null)
        return "Mixpanel's splits have no control share. Let the weights of the variants sum to 100.";
      if (serve.otherwise !== null)
        return "Mixpanel has no variant for identities without the attribute: they get the application's fallback. Leave `otherwise` out.";
      const odd = Object.entries(serve.weights).find(([, weight]) => !Number.isInteger(weight));
      return (
        odd && `Mixpanel deals people in whole hundredths, and "${odd[0]}" gets ${odd[1]} %. Use ${Math.round(odd[1])}.`
      );
    }
    default:
      return undefined;
  }
}

export function refuseRules(rules: readonly SegmentRule[], place: "segment" | "definition"): string | undefined {
  for (const rule of rules) {
    const refusal = refuseShape(rule, rules, place) ?? refuseConditions(rule, place);
    if (refusal !== undefined) return refusal;
  }
  if (place === "definition" && rules.length === 0)
    return "A rule for everyone is the definition's default: serve it there.";
  return undefined;
}

function refuseShape(rule: SegmentRule, rules: readonly SegmentRule[], place: "segment" | "definition"): string | undefined {
  const parts = [rule, ...rule.rules];
  if (rule.conditions.length === 0 && rule.rules.length === 0) return "A rule needs at least one condition.";
  if (rule.rules.some(({ conditions }) => conditions.length === 0)) return "A rule needs at least one condition.";
  const isOfProfile = place === "segment" || rule.conditions.some(isCohort);
  if (isOfProfile && parts.some(({ match }) => match === "none"))
    return 'Mixpanel\'s cohorts have no "none". Use "all" with the opposite of each condition (not_equal_to, not_in_segment).';
  if (place === "segment") return undefined;
  if (rule.rules.some(({ conditions }) => conditions.some(isCohort)))
    return "On Mixpanel a rule names segments at its top only. Take them out of the inner rules.";
  const isMixed = rule.conditions.some(isCohort) && !isAllCohorts(rule);
  if (isMixed && rule.match !== "all")
    return 'Mixpanel joins segments and properties by "and" only. Make two rules of it, one for the segments and one for the properties.';
  if (isMixed && (rules.length > 1 || rule.conditions.every(isCohort)))
    return "Beside segments, a rule on Mixpanel has its own conditions only. Put segments into a rule of their own.";
  const [condition] = rule.conditions;
  const isOverride = rules.length === 1 && isAllCohorts(rule) && rule.conditions.length === 1;
  if (isOverride && condition?.operator === "in_segment" && condition.values?.length === 1)
    return "A rule whose only condition is one segment is a segment override. Override the segment instead.";
  return undefined;
}

function refuseConditions(rule: SegmentRule, place: "segment" | "definition"): string | undefined {
  return [rule, ...rule.rules]
    .flatMap(({ conditions }) => conditions)
    .map((condition) => refuseCondition(condition, place))
    .find((refusal) => refusal !== undefined);
}

const NEAREST: Readonly<Partial<Record<SegmentCondition["operator"], string>>> = {
  percentage: "Serve a split to the audience.",
  modulo: "Serve a split to the audience.",
  between: "Use at_least and at_most.",
  flag_serves: "Repeat the other flag's conditions.",
  flag_does_not_serve: "Repeat the other flag's conditions.",
};

function refuseCondition(condition: SegmentCondition, place: "segment" | "definition"): string | undefined {
  const { operator, trait, type } = condition;
  if (isCohort(condition)) return undefined;
  const known = place === "segment" ? SELECTOR_OPERATORS : LOGIC_OPERATORS;
  if (!known.includes(operator)) {
    const nearest =
      NEAREST[operator] ?? "Use contains, one_of or equal_to, or have the application send a property that says it.";
    return `Mixpanel cannot say "${operator}" in a ${place === "segment" ? "cohort" : "rule"}. ${nearest}`;
  }
  if (type === "version" || (type === "date" && place === "definition"))
    return `Mixpanel does not compare ${type}s there. Compare numbers (seconds since 1970, a number for the version).`;
  if (place === "definition" && trait?.includes("."))
    return `A dot in "${trait}" is a path to Mixpanel's evaluators. Have the application send a property without one.`;
  return undefined;
}

export function refuseName(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined {
  if (noun === "environment") return undefined;
  if (name.length >= 1 && name.length <= 255) return undefined;
  return `Mixpanel takes 1 to 255 characters, and this has ${name.length}.`;
}
