import type { SegmentCondition, SegmentOperator, SegmentRule, SegmentSubRule } from "../segment-rule";
import type { ConditionAnswer, RuleAnswer } from "./answers";

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

/** What would say the same, for operators that the API lacks. */
const NEAREST: Readonly<Partial<Record<SegmentOperator, string>>> = {
  between: "Use two conditions: at_least and at_most.",
  starts_with: 'Use `matches` with "^…".',
  not_starts_with: 'Put `matches` with "^…" into a rule with match = "none".',
  ends_with: 'Use `matches` with "…$".',
  not_ends_with: 'Put `matches` with "…$" into a rule with match = "none".',
  not_matches: 'Put `matches` into a rule with match = "none".',
  not_one_of: 'Put `one_of` into a rule with match = "none".',
};

/** Why Flagsmith could not say the rules, and what to do. */
export function refuseRules(rules: readonly SegmentRule[]): string | undefined {
  const conditions = rules.flatMap((rule) => [rule, ...rule.rules]).flatMap((rule) => rule.conditions);
  const strange = conditions.find(({ operator }) => OPERATORS[operator] === undefined);
  const bare = conditions.find(({ operator, trait }) => trait === null && operator !== "percentage");
  if (bare)
    return `\`${bare.operator}\` has no trait. The identity itself is compared there with trait = "$.identity.identifier".`;
  if (!strange) return undefined;
  const nearest = NEAREST[strange.operator] ?? "Conditions there are on single traits of the identity.";
  return `Flagsmith has no operator \`${strange.operator}\`. ${nearest}`;
}

/** Semantic versions are told by a mark behind the value. */
const VERSION = ":semver";

const MATCHES = { all: "ALL", any: "ANY", none: "NONE" } as const;

/** Rules as Flagsmith takes them. Descriptions of conditions, which only its dashboard shows, are kept where they stood. */
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
    // Must be there, and null rather than empty.
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

/** A comma list as the dashboard writes it, unless a value holds what a comma list cannot. */
function joinValues(values: readonly string[]): string {
  const plain = values.length > 0 && values.every((value) => value !== "" && !/[,\s"[\]]/.test(value));
  return plain ? values.join(",") : JSON.stringify(values);
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

/** Servers may list rules in any order; their ids tell the order in which they were written. */
function byId<T extends { readonly id: number }>(things: readonly T[]): T[] {
  return [...things].sort((one, other) => one.id - other.id);
}
