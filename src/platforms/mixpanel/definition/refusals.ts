import type { Serve } from "../../model/audience";
import { type FlagValue, textOf } from "../../model/flag-value";
import { lossyNumber, readJsonText } from "../../model/json-text";
import { ORDERS, type SegmentCondition, type SegmentOperator, type SegmentRule } from "../../model/segment-rule";
import { conditionsIn, rulesMeaning } from "../../model/segment-rule-meaning";
import { refuseTyped } from "../../model/typed-text";
import { fromTree, toTree } from "../api/condition-tree";
import { LOGIC_OPERATORS } from "../api/json-logic";
import { fromSelector, SELECTOR_OPERATORS, toSelector } from "../api/selector";
import { type CohortNames, isAllCohorts, isCohort, renameCohorts, targetingOf, whenOf } from "./targeting";

/** What Mixpanel would refuse, round or change, and the nearest thing that works. */

const LONGEST_VALUE = 32_768;

export function refuseValue(value: FlagValue): string | undefined {
  if (value.kind === "integer" || value.kind === "number")
    return `Mixpanel's variants are booleans, strings or JSON objects, and ${textOf(value)} is a number. Use the string "${textOf(value)}", or a JSON object that contains it.`;
  if (value.kind === "json") {
    const content = readJsonText(value.value);
    if (!content?.meaning.startsWith("{"))
      return "Mixpanel stores JSON objects only, and this JSON is not an object. Put it into an object, or use a string.";
    const lossy = lossyNumber(content, "Mixpanel");
    if (lossy !== undefined) return lossy;
  }
  if (textOf(value).length > LONGEST_VALUE)
    return `Mixpanel keeps values of up to ${LONGEST_VALUE.toLocaleString("en-US")} characters. Shorten it, or serve a reference to it.`;
  return undefined;
}

/** Evaluators bucket users into 100 parts. */
export function percentRefusal(percentage: number): string | undefined {
  if (Number.isInteger(percentage) && percentage >= 1 && percentage <= 100) return undefined;
  return `Mixpanel buckets users in whole percentages from 1 to 100, and ${percentage} % is not one.`;
}

export function refuseServe(serve: Serve): string | undefined {
  switch (serve.kind) {
    case "rollout":
      return "Mixpanel has no rollouts by time. Serve a split, and raise it with further applies.";
    case "split": {
      if (serve.control !== null)
        return "Mixpanel's splits have no control share. Let the weights of the variants sum to 100.";
      if (serve.otherwise !== null)
        return "Mixpanel has no variant for identities without the attribute: they get the application's fallback. Remove `otherwise`.";
      const odd = Object.entries(serve.weights).find(([, weight]) => !Number.isInteger(weight));
      return (
        odd && `Mixpanel buckets users in whole percentages, and "${odd[0]}" gets ${odd[1]} %. Use ${Math.round(odd[1])}.`
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
  if (rules.length === 0) return "A cohort on Mixpanel needs at least one condition: add one, or remove `rules`.";
  if (readsBack(rules, place)) return undefined;
  return `Mixpanel would return these ${place === "segment" ? "conditions" : "rules"} in another form. Write them with as few rules and conditions as possible.`;
}

/** Whether what is sent is read as what was written. Whatever segments are named are taken to be there. */
function readsBack(rules: readonly SegmentRule[], place: "segment" | "definition"): boolean {
  const named = conditionsIn(rules).filter(isCohort);
  const names = [...new Set(named.flatMap(({ values }) => values ?? []))];
  const cohorts = {
    idOf: (name: string) => String(names.indexOf(name) + 1),
    nameOf: (id: string) => names[Number(id) - 1] ?? id,
  };
  const back = place === "segment" ? segmentReadBack(rules, cohorts) : whenOf(stored(targetingOf(rules, cohorts)), cohorts);
  return back !== undefined && rulesMeaning(back) === rulesMeaning(rules);
}

function segmentReadBack(rules: readonly SegmentRule[], cohorts: CohortNames): readonly SegmentRule[] | undefined {
  const tree = fromSelector(stored(toSelector(toTree(renameCohorts(rules, cohorts.idOf)))));
  const back = tree && fromTree(tree);
  return back && renameCohorts(back, cohorts.nameOf);
}

/** As JSON keeps it. */
function stored<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
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
    return "On Mixpanel a rule can use segments only at its top level. Move them out of the inner rules.";
  const isMixed = rule.conditions.some(isCohort) && !isAllCohorts(rule);
  if (isMixed && rule.match !== "all")
    return 'Mixpanel joins segments and properties by "and" only. Write two rules, one for the segments and one for the properties.';
  if (isMixed && (rules.length > 1 || rule.conditions.every(isCohort)))
    return "On Mixpanel a rule with segments can have only conditions of its own, no nested rules. Put the segments into a separate rule.";
  const [condition] = rule.conditions;
  const isOverride = rules.length === 1 && isAllCohorts(rule) && rule.conditions.length === 1;
  if (isOverride && condition?.operator === "in_segment" && condition.values?.length === 1)
    return "A rule whose only condition is one segment is a segment override. Override the segment instead.";
  return undefined;
}

function refuseConditions(rule: SegmentRule, place: "segment" | "definition"): string | undefined {
  return conditionsIn([rule])
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

const TEXTS: ReadonlySet<SegmentOperator> = new Set(["contains", "not_contains"]);

function refuseCondition(condition: SegmentCondition, place: "segment" | "definition"): string | undefined {
  const { operator, trait, type } = condition;
  if (isCohort(condition))
    return condition.values?.length === 0 ? `\`${operator}\` needs a segment: list at least one in \`values\`.` : undefined;
  const known = place === "segment" ? SELECTOR_OPERATORS : LOGIC_OPERATORS;
  if (!known.includes(operator)) {
    const nearest = NEAREST[operator] ?? "Use contains, one_of or equal_to, or let the application send a property for it.";
    return `Mixpanel does not support "${operator}" in a ${place === "segment" ? "cohort" : "rule"}. ${nearest}`;
  }
  if (type === "version" || (type === "date" && place === "definition"))
    return `Mixpanel does not compare ${type}s there. Compare numbers (seconds since 1970, a number for the version).`;
  if (trait === null || trait === "")
    return `On Mixpanel \`${operator}\` compares a property: set \`trait\` to its name. For single users use identity overrides.`;
  const compared = type ?? (ORDERS.has(operator) ? "number" : "string");
  const mistyped = refuseTyped(condition, compared);
  if (mistyped !== undefined) return mistyped;
  if (compared === "boolean" && ORDERS.has(operator)) return "Booleans have no order: use equal_to or not_equal_to.";
  if (compared !== "string" && TEXTS.has(operator)) return `\`${operator}\` compares text: remove \`type\`.`;
  if (condition.values?.length === 0 && type !== null)
    return "Mixpanel does not store the type of an empty list: remove `type`.";
  if (place === "definition" && trait.includes("."))
    return `A dot in "${trait}" is a path to Mixpanel's evaluators. Let the application send a property without a dot.`;
  return undefined;
}

export function refuseName(noun: "flag" | "environment" | "segment" | "variant", name: string): string | undefined {
  if (noun === "environment") return undefined;
  if (name.length >= 1 && name.length <= 255) return undefined;
  return `Mixpanel accepts 1 to 255 characters, and this one has ${name.length}.`;
}
