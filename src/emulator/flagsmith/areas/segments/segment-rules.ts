import type { Field } from "../../drf/field";
import { checked, choice, nullable, optional, text } from "../../drf/field";
import type { Json } from "../../drf/json";
import { isObject, toText } from "../../drf/json";
import { many, nested } from "../../drf/serializer";
import type { Rule } from "../../store/records";
import type { Store } from "../../store/store";
import { CrashError, invalid } from "../../wire/api-error";
import { nullableText } from "../common";

export const OPERATORS = [
  "EQUAL",
  "GREATER_THAN",
  "LESS_THAN",
  "CONTAINS",
  "GREATER_THAN_INCLUSIVE",
  "LESS_THAN_INCLUSIVE",
  "NOT_CONTAINS",
  "NOT_EQUAL",
  "REGEX",
  "PERCENTAGE_SPLIT",
  "MODULO",
  "IS_SET",
  "IS_NOT_SET",
  "IN",
] as const;

const CONDITION_LIMIT = 100;
const DEPTH_LIMIT = 2;

const conditionFields = nested({
  operator: choice(OPERATORS),
  property: nullable(text({ max: 1000, required: false })),
  value: nullableText(1000),
  description: nullableText(),
});

/** A condition's value always becomes text; a missing one becomes "None", Python's `str(None)`. */
const condition: typeof conditionFields = {
  ...conditionFields,
  read: (value) => conditionFields.read(isObject(value) ? { ...value, value: toText(value.value ?? null) } : value),
};

const conditions = optional(many(condition));
const type = choice(["ALL", "ANY", "NONE"]);
const rule = nested({ type, conditions, rules: optional(many(nested({ type, conditions }))) });

type SentRule = typeof rule extends Field<infer T> ? T : never;
type SentCondition = typeof condition extends Field<infer T> ? T : never;

export const rulesField: Field<SentRule[]> = checked(withoutDeleted(many(rule, { empty: false })), (rules) => {
  const count = rules
    .flatMap((each) => [each, ...(each.rules ?? [])])
    .reduce((sum, each) => sum + (each.conditions?.length ?? 0), 0);
  if (count > CONDITION_LIMIT) {
    throw invalid({
      segment: [`The segment has ${count} conditions, which exceeds the maximum condition count of ${CONDITION_LIMIT}.`],
    });
  }
});

/** Checked before the rest of the body: the error is about the whole segment. */
export function checkDepth(rules: Json | undefined, depth = 1): void {
  if (!Array.isArray(rules)) return;
  if (rules.length > 0 && depth > DEPTH_LIMIT) {
    throw invalid({ segment: [`Rules must not be nested more than ${DEPTH_LIMIT} levels deep.`] });
  }
  for (const each of rules) if (isObject(each)) checkDepth(each.rules, depth + 1);
}

/** The rules with new ids throughout: ids that were sent are ignored. */
export function buildRules(store: Store, sent: readonly SentRule[]): Rule[] {
  return sent.map((each) => ({
    id: store.nextId(),
    type: each.type ?? "ALL",
    rules: (each.rules ?? []).map((inner) => ({
      id: store.nextId(),
      type: inner.type ?? "ALL",
      rules: [],
      conditions: buildConditions(store, inner.conditions),
    })),
    conditions: buildConditions(store, each.conditions),
  }));
}

export function showRule(each: Rule): object {
  return { id: each.id, type: each.type, rules: each.rules.map(showInnerRule), conditions: each.conditions };
}

function showInnerRule({ id, type: kind, conditions: list }: Rule): object {
  return { id, type: kind, conditions: list };
}

/** The view reads `property` without checking: a condition without it crashes. */
function buildConditions(store: Store, sent: readonly SentCondition[] | undefined): Rule["conditions"] {
  return (sent ?? []).map((each) => {
    if (each.property === undefined) throw new CrashError("KeyError: 'property'");
    return {
      id: store.nextId(),
      operator: each.operator ?? "",
      property: each.property,
      value: each.value ?? null,
      description: each.description ?? null,
    };
  });
}

/** Rules and conditions marked `delete` are dropped before anything is read: the older way to remove one. */
function withoutDeleted<T>(inner: Field<T>): Field<T> {
  return { ...inner, read: (value) => inner.read(dropDeleted(value)) };
}

function dropDeleted(list: Json): Json {
  if (!Array.isArray(list)) return list;
  return list
    .filter((each) => !isObject(each) || each.delete !== true)
    .map((each) =>
      isObject(each)
        ? {
            ...each,
            ...(each.rules !== undefined && { rules: dropDeleted(each.rules) }),
            ...(each.conditions !== undefined && { conditions: dropDeleted(each.conditions) }),
          }
        : each,
    );
}
