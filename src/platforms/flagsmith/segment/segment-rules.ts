import type { SegmentCondition, SegmentOperator, SegmentRule, SegmentSubRule } from "../../model/segment-rule";
import { conditionsIn } from "../../model/segment-rule-meaning";
import type { ConditionAnswer, RuleAnswer } from "../api/answers";
import { textTrouble } from "../api/refuse-text";
import { strip } from "../api/values";
import type { ServerVersion } from "../run/server-version";

const OPERATORS: Readonly<Partial<Record<SegmentOperator, string>>> = {
  equal_to: "EQUAL",
  not_equal_to: "NOT_EQUAL",
  greater_than: "GREATER_THAN",
  at_least: "GREATER_THAN_INCLUSIVE",
  less_than: "LESS_THAN",
  at_most: "LESS_THAN_INCLUSIVE",
  contains: "CONTAINS",
  not_contains: "NOT_CONTAINS",
  matches: "REGEX",
  one_of: "IN",
  is_set: "IS_SET",
  is_not_set: "IS_NOT_SET",
  percentage: "PERCENTAGE_SPLIT",
  modulo: "MODULO",
};

/** Equivalents for operators that the API lacks. */
const NEAREST: Readonly<Partial<Record<SegmentOperator, string>>> = {
  between: "Use two conditions: at_least and at_most.",
  starts_with: 'Use `matches` with "^…".',
  not_starts_with: 'Put `matches` with "^…" into a rule with match = "none".',
  ends_with: 'Use `matches` with "…$".',
  not_ends_with: 'Put `matches` with "…$" into a rule with match = "none".',
  not_matches: 'Put `matches` into a rule with match = "none".',
  not_one_of: 'Put `one_of` into a rule with match = "none".',
};

const MOST_CONDITIONS = 100;
const LONGEST_VALUE = 1000;

/** Why Flagsmith does not support the rules, or would evaluate them differently, and what to do. */
export function refuseRules(rules: readonly SegmentRule[], server: ServerVersion): string | undefined {
  if (rules.length === 0) return NO_RULES;
  // Both groups must match, whatever the type (recorded: nesting.json), which is wrong for `any`.
  if (rules.some(({ match, conditions, rules: inner }) => match === "any" && conditions.length > 0 && inner.length > 0))
    return MIXED;
  const conditions = conditionsIn(rules);
  if (conditions.length > MOST_CONDITIONS)
    return `A segment has up to ${MOST_CONDITIONS} conditions, and this one has ${conditions.length}. Use one_of, or create several segments.`;
  const strange = conditions.find(({ operator }) => OPERATORS[operator] === undefined);
  const bare = conditions.find(({ operator, trait }) => trait === null && operator !== "percentage");
  if (bare) return `\`${bare.operator}\` has no trait. To compare the identity itself, set trait = "$.identity.identifier".`;
  if (!strange) return conditions.map((each) => refuseTexts(each, server)).find((refusal) => refusal !== undefined);
  const nearest = NEAREST[strange.operator] ?? "Flagsmith's conditions test single traits of the identity.";
  return `Flagsmith has no operator \`${strange.operator}\`. ${nearest}`;
}

const NO_RULES =
  "Flagsmith does not accept a segment without rules. Remove `rules` to leave them unmanaged, or delete the segment.";

const MIXED =
  'With match = "any", Flagsmith requires one of the conditions AND one of the nested rules. To require either, put the conditions into a nested rule ' +
  'next to the others: { match = "any", conditions = […] }. To require both, make them two rules of the segment.';

function refuseTexts({ operator, trait, value, values }: SegmentCondition, server: ServerVersion): string | undefined {
  if (trait === "")
    return `The trait of \`${operator}\` is empty. Remove it for a percentage of all identities; every other operator needs a trait.`;
  const wrong =
    textTrouble(`The trait ${JSON.stringify(trait)}`, trait ?? "", LONGEST_VALUE) ??
    (value === null
      ? undefined
      : textTrouble(`The value of \`${operator}\` on ${trait ?? "the identity"}`, value, LONGEST_VALUE));
  if (wrong !== undefined || operator !== "one_of" || values === null) return wrong;
  const joined = joinValues(values);
  if (joined.startsWith("[") && server.isBefore(JSON_LISTS))
    return `Servers before 2.${JSON_LISTS} (this one is ${server.name}) support only comma-separated lists, so \`one_of\` cannot contain ${JSON.stringify(values.find((each) => !isPlain(each)) ?? values[0] ?? "")}: it would never match. Use \`equal_to\` in a rule with match = "any", or \`matches\`.`;
  return textTrouble(`The list of \`one_of\` on ${trait ?? "the identity"}`, joined, LONGEST_VALUE);
}

/** Lists can be JSON since this release. */
const JSON_LISTS = 218;
/** Nested rules follow the type of their rule since this release. */
const OUTER_TYPES = 232;

/** A warning if this server evaluates the rules differently from what they say. */
export function warnRules(rules: readonly SegmentRule[], server: ServerVersion): string | undefined {
  if (!server.isBefore(OUTER_TYPES)) return undefined;
  const other = rules.find(
    ({ match, rules: inner }) => (match === "any" && inner.length > 1) || (match === "none" && inner.length > 0),
  );
  if (!other) return undefined;
  return (
    `Flagsmith before 2.${OUTER_TYPES} (this server is ${server.name}) requires all nested rules of a rule, whatever its \`match\` says: here \`match = "${other.match}"\` ` +
    "counts as all for the nested rules, and an update of the server will change who is in the segment. Use conditions only, or update the server first."
  );
}

/** Semantic versions are marked by a suffix of the value. */
const VERSION = ":semver";

const MATCHES = { all: "ALL", any: "ANY", none: "NONE" } as const;

/** Rules in Flagsmith's format. Descriptions of conditions, which only its dashboard shows, are kept in place. */
export function toFlagsmithRules(rules: readonly SegmentRule[], current: readonly RuleAnswer[] = []): object[] {
  const known = current.flatMap((rule) => [rule, ...rule.rules]).flatMap(({ conditions }) => conditions);
  const subRule = (rule: SegmentSubRule): object => ({
    type: MATCHES[rule.match],
    conditions: rule.conditions.map((condition) => toFlagsmithCondition(condition, known)),
    rules: [],
  });
  return rules.map((rule) => ({ ...subRule(rule), rules: rule.rules.map(subRule) }));
}

function toFlagsmithCondition(condition: SegmentCondition, known: readonly ConditionAnswer[]): object {
  const text = condition.operator === "one_of" ? joinValues(condition.values ?? []) : condition.value;
  const value = condition.type === "version" && text !== null ? `${text}${VERSION}` : text;
  const same = known.find(
    (each) =>
      each.operator === OPERATORS[condition.operator] &&
      each.property === condition.trait &&
      (value === null || each.value === value),
  );
  return {
    operator: OPERATORS[condition.operator],
    // Required, and null instead of empty.
    property: condition.trait,
    // A null would be stored as the text "None".
    ...(value === null ? {} : { value }),
    ...(same?.description ? { description: same.description } : {}),
  };
}

export function fromFlagsmithRules(rules: readonly RuleAnswer[]): SegmentRule[] {
  return byId(rules).map((rule) => ({
    ...fromSubRule(rule),
    rules: byId(rule.rules).map(fromSubRule),
  }));
}

function fromSubRule(rule: Pick<RuleAnswer, "type" | "conditions">): SegmentSubRule {
  return {
    match: rule.type === "ALL" ? "all" : rule.type === "ANY" ? "any" : "none",
    conditions: byId(rule.conditions).map(fromFlagsmithCondition),
  };
}

function fromFlagsmithCondition({ operator, property, value }: ConditionAnswer): SegmentCondition {
  const neutral = (Object.keys(OPERATORS) as SegmentOperator[]).find((name) => OPERATORS[name] === operator);
  if (neutral === undefined) throw new UnknownOperator(operator);
  const needsNone = neutral === "is_set" || neutral === "is_not_set";
  const isVersion = !needsNone && value !== null && value.endsWith(VERSION);
  const text = isVersion ? value.slice(0, -VERSION.length) : value;
  const common = { operator: neutral, trait: property, type: isVersion ? "version" : null } as const;
  if (neutral === "one_of") return { ...common, value: null, values: splitValues(text ?? "") };
  return { ...common, value: needsNone ? null : text, values: null };
}

export class UnknownOperator extends Error {
  constructor(readonly operator: string) {
    super(`unknown operator ${operator}`);
  }
}

/** A comma-separated list as the dashboard writes it, which every server supports; JSON if a value contains a comma. */
function joinValues(values: readonly string[]): string {
  const [first] = values;
  const isList = first !== undefined && !first.startsWith("[") && values.every(isPlain);
  return isList ? values.join(",") : JSON.stringify(values);
}

function isPlain(value: string): boolean {
  return value !== "" && !value.includes(",") && strip(value) === value;
}

function splitValues(text: string): string[] {
  if (text.startsWith("[")) {
    try {
      const parsed: unknown = JSON.parse(text);
      if (Array.isArray(parsed)) return parsed.map(String);
    } catch {
      // Not a JSON array after all: a comma list that begins with a bracket.
    }
  }
  return text.split(",");
}

/** Servers may list rules in any order; their ids give the order in which they were written. */
function byId<T extends { readonly id: number }>(things: readonly T[]): T[] {
  return [...things].sort((one, other) => one.id - other.id);
}
