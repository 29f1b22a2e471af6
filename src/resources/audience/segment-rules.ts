import {
  type ConditionType,
  isMembership,
  isOfFlag,
  type SegmentCondition,
  type SegmentOperator,
  type SegmentRule,
} from "../../platforms/model/segment-rule";
import { conditionsIn, mapConditions, rulesMeaning, withoutTypes } from "../../platforms/model/segment-rule-meaning";
import { type Diagnostic, error, type Path } from "../../terraform/diagnostic";
import type { ValueOf } from "../../terraform/schema";
import { isUnknown, type Unknown } from "../../terraform/value";
import type { ruleType } from "./segment-rule-attribute";

/** Converts between the `rules` attribute and the neutral {@link SegmentRule}. */

type RuleAttribute = ValueOf<typeof ruleType, never>;
type ConditionAttribute = NonNullable<RuleAttribute["conditions"]>[number];

/** The attributes' own checks have run: only known operators and matches occur. */
export function segmentRules(rules: readonly RuleAttribute[]): SegmentRule[] {
  return rules.map((rule) => ({
    match: rule.match as SegmentRule["match"],
    conditions: (rule.conditions ?? []).map(condition),
    rules: (rule.rules ?? []).map((inner) => ({
      match: inner.match as SegmentRule["match"],
      conditions: (inner.conditions ?? []).map(condition),
    })),
  }));
}

function condition({ operator, trait, value, values, type }: ConditionAttribute): SegmentCondition {
  return { operator: operator as SegmentOperator, trait, value, values, type: type as ConditionType | null };
}

/** What a read returns: the state's own spelling if it means the same as the platform's rules. */
export function readRules(
  stated: readonly RuleAttribute[] | null,
  remote: readonly SegmentRule[],
  imported: boolean,
): readonly RuleAttribute[] | null {
  if (stated === null && !imported) return null;
  if (stated !== null && meanTheSame(segmentRules(stated), remote)) return stated;
  return remote.map(({ match, conditions, rules }) => ({
    match,
    conditions: conditions.length > 0 ? conditions : null,
    rules: rules.length > 0 ? rules.map((inner) => ({ match: inner.match, conditions: inner.conditions })) : null,
  }));
}

/** A platform that returns no types only has text: then no types are expected of it. */
function meanTheSame(stated: readonly SegmentRule[], remote: readonly SegmentRule[]): boolean {
  const spelled = mapConditions(stated, withType);
  const isTyped = conditionsIn(remote).some(({ type }) => type);
  return rulesMeaning(isTyped ? spelled : withoutTypes(spelled)) === rulesMeaning(remote);
}

/** `1.2.0:semver` is Flagsmith's own spelling of a version: it means the same as `type = "version"`. */
function withType(condition: SegmentCondition): SegmentCondition {
  const version = condition.type === null ? /^(.*):semver$/.exec(condition.value ?? "")?.[1] : undefined;
  return version === undefined ? condition : { ...condition, value: version, type: "version" };
}

type Uncertain = ValueOf<typeof ruleType, Unknown>;

const SEVERAL: ReadonlySet<string> = new Set<SegmentOperator>([
  "between",
  "one_of",
  "not_one_of",
  "has_any_of",
  "has_all_of",
  "has_none_of",
  "has_exactly",
  "is_part_of",
  "in_segment",
  "not_in_segment",
  "flag_serves",
  "flag_does_not_serve",
]);

/** The attributes that each operator needs. */
export function validateRules(rules: readonly Uncertain[] | Unknown | null, path: Path): Diagnostic[] {
  if (rules === null || isUnknown(rules)) return [];
  return rules.flatMap((rule, index) => {
    if (isUnknown(rule)) return [];
    const at = [...path, index];
    const inner = rule.rules === null || isUnknown(rule.rules) ? [] : rule.rules;
    return [
      ...validateConditions(rule.conditions, at),
      ...inner.flatMap((each, position) =>
        isUnknown(each) ? [] : validateConditions(each.conditions, [...at, "rules", position]),
      ),
    ];
  });
}

type UncertainConditions = Exclude<Uncertain, Unknown>["conditions"];

function validateConditions(conditions: UncertainConditions, path: Path): Diagnostic[] {
  if (conditions === null || isUnknown(conditions)) return [];
  return conditions.flatMap((each, index) =>
    isUnknown(each) ? [] : validateCondition(each, [...path, "conditions", index]),
  );
}

function validateCondition(
  { operator, trait, value, values }: Exclude<NonNullable<Exclude<UncertainConditions, Unknown>>[number], Unknown>,
  path: Path,
): Diagnostic[] {
  if (isUnknown(operator)) return [];
  const wants = SEVERAL.has(operator) ? "values" : operator === "is_set" || operator === "is_not_set" ? null : "value";
  const refused: Diagnostic[] = [];
  const refuse = (summary: string, detail: string, ...at: readonly string[]): void =>
    void refused.push(error(summary, detail, [...path, ...at]));
  if (trait === null && isOfFlag(operator))
    refuse("A flag is missing", `\`${operator}\` depends on another flag: set \`trait\` to its key.`);
  if (wants === "value" && value === null) refuse("A value is missing", `\`${operator}\` needs \`value\`.`);
  if (wants === "values" && values === null) refuse("The values are missing", `\`${operator}\` needs \`values\`.`);
  const unwanted = {
    trait: isMembership(operator) && trait !== null,
    value: wants !== "value" && value !== null,
    values: wants !== "values" && values !== null,
  };
  for (const [name, isSet] of Object.entries(unwanted))
    if (isSet) refuse(`\`${name}\` is not allowed here`, `\`${operator}\` takes no \`${name}\`.`, name);
  if (operator === "between" && Array.isArray(values) && values.length !== 2)
    refuse("Not a range", "`between` needs two `values`: both ends, which are included.", "values");
  if (operator === "percentage" && typeof value === "string" && !isPercentage(value))
    refuse("Not a percentage", `"${value}" is not a number from 0 to 100.`, "value");
  if (operator === "modulo" && typeof value === "string" && !/^\d+(\.\d+)?\|\d+(\.\d+)?$/.test(value)) {
    const form = 'must have the form `divisor|remainder`, such as "2|0"';
    refuse("Not a divisor and remainder", `"${value}" ${form}.`, "value");
  }
  return refused;
}

function isPercentage(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text) && Number(text) <= 100;
}
