import * as z from "zod/mini";
import { type ConditionType, isMembership, type SegmentCondition, type SegmentOperator } from "../../model/segment-rule";
import { refuseTyped } from "../../model/typed-text";
import type { Condition } from "../api/answers";
import { type Entity, entityOfTrait, formatEntity, traitOf } from "../api/entity";

/** Converts between neutral conditions and Vercel's comparisons. */

export interface ConditionContext {
  readonly identity: Entity;
  /** Ids and names (slugs) of the project's segments. */
  readonly segments: ReadonlyMap<string, string>;
}

/** A condition that Vercel does not support, and the closest one that it does. */
export class UnsupportedRuleError extends Error {}

const SCALARS = {
  equal_to: "eq",
  not_equal_to: "!eq",
  greater_than: "gt",
  at_least: "gte",
  less_than: "lt",
  at_most: "lte",
  contains: "contains",
  not_contains: "!contains",
  starts_with: "startsWith",
  not_starts_with: "!startsWith",
  ends_with: "endsWith",
  not_ends_with: "!endsWith",
} as const;
const LISTS = {
  one_of: "oneOf",
  not_one_of: "!oneOf",
  has_any_of: "containsAnyOf",
  has_all_of: "containsAllOf",
  has_none_of: "containsNoneOf",
} as const;
const EXPRESSIONS = { matches: "regex", not_matches: "!regex" } as const;
const PRESENCE = { is_set: "ex", is_not_set: "!ex" } as const;
const DATES = { greater_than: "after", less_than: "before" } as const;

const NEAREST: Partial<Record<SegmentOperator, string>> = {
  between: "Use two conditions, `at_least` and `at_most`.",
  has_exactly: "Use `has_all_of`, which allows other values in the trait too.",
  is_part_of: "Use `has_any_of` or `has_none_of`.",
  flag_serves: "Put the flag's audience into a segment, and use `in_segment`.",
  flag_does_not_serve: "Put the flag's audience into a segment, and use `not_in_segment`.",
  modulo: "Use a percentage: `serve.split` on the flag, or `percentage` in a segment.",
  percentage: "In a definition's rule use `serve.split`; in a segment, one `percentage` at the end of the conditions.",
};

/** Throws {@link UnsupportedRuleError}. */
export function toCondition(condition: SegmentCondition, context: ConditionContext): Condition {
  const { operator, trait, value, values } = condition;
  if (isMembership(operator)) return toSegmentCondition(operator, values ?? [], context);
  const lhs = { type: "entity", ...entityOfTrait(trait ?? "", context.identity) };
  if (condition.type === "version") {
    throw new UnsupportedRuleError("Vercel cannot compare versions. List them with `one_of`, or compare a number.");
  }
  if (isKeyOf(LISTS, operator)) {
    const items = listItems(condition).map((item) => ({ value: item }));
    return { lhs, cmp: LISTS[operator], rhs: { type: "list", items } };
  }
  if (isKeyOf(EXPRESSIONS, operator))
    return { lhs, cmp: EXPRESSIONS[operator], rhs: { type: "regex", pattern: value ?? "", flags: "" } };
  if (isKeyOf(PRESENCE, operator)) return { lhs, cmp: PRESENCE[operator] };
  if (condition.type === "date") {
    requireTyped(condition, "date");
    if (isKeyOf(DATES, operator)) return { lhs, cmp: DATES[operator], rhs: value ?? "" };
    throw new UnsupportedRuleError(
      `Vercel compares dates with \`greater_than\` and \`less_than\` only, not with \`${operator}\`.`,
    );
  }
  if (isKeyOf(SCALARS, operator)) return { lhs, cmp: SCALARS[operator], rhs: scalar(condition) };
  throw new UnsupportedRuleError(`Vercel has no condition \`${operator}\`. ${NEAREST[operator] ?? "Use another operator."}`);
}

function toSegmentCondition(
  operator: "in_segment" | "not_in_segment",
  names: readonly string[],
  { segments }: ConditionContext,
): Condition {
  const ids = names.map((name) => {
    if (name.startsWith("id:")) return name.slice("id:".length);
    const found = [...segments].find(([, slug]) => slug === name)?.[0];
    if (found === undefined)
      throw new UnsupportedRuleError(`There is no segment "${name}". Create it first, and reference it.`);
    return found;
  });
  const not = operator === "in_segment" ? "" : "!";
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return { lhs: { type: "segment" }, cmp: `${not}eq`, rhs: only };
  return {
    lhs: { type: "segment" },
    cmp: `${not}oneOf`,
    rhs: { type: "list", items: ids.map((value) => ({ value })) },
  };
}

const ORDERED: ReadonlySet<string> = new Set<SegmentOperator>(["greater_than", "at_least", "less_than", "at_most"]);
const EQUALITY: ReadonlySet<string> = new Set<SegmentOperator>(["equal_to", "not_equal_to"]);

/** Comparisons are strict: a number does not equal its text. Without a type, order compares numbers and equality compares texts. */
function scalar(condition: SegmentCondition): string | number | boolean {
  const { operator, type, value } = condition;
  const isOrder = ORDERED.has(operator);
  const effective = type ?? (isOrder ? "number" : "string");
  requireTyped(condition, effective);
  const text = value ?? "";
  if (effective === "string") return text;
  if (EQUALITY.has(operator)) return effective === "boolean" ? text === "true" : Number(text);
  if (effective === "number" && isOrder) return Number(text);
  throw new UnsupportedRuleError(
    isOrder
      ? `Vercel orders only numbers and strings, not values of the type ${effective}.`
      : `\`${operator}\` compares text: remove \`type\`.`,
  );
}

function listItems(condition: SegmentCondition): readonly (string | number)[] {
  const { type, values } = condition;
  if (type === null || type === "string") return values ?? [];
  if (type !== "number")
    throw new UnsupportedRuleError(`Vercel's lists contain strings and numbers, not values of the type ${type}.`);
  requireTyped(condition, type);
  if (values?.length === 0)
    throw new UnsupportedRuleError("Vercel does not store the type of an empty list: remove `type`.");
  return (values ?? []).map(Number);
}

function requireTyped(condition: SegmentCondition, type: ConditionType): void {
  const refusal = refuseTyped(condition, type);
  if (refusal !== undefined) throw new UnsupportedRuleError(refusal);
}

const list = z.object({
  type: z.enum(["list", "list/inline"]),
  items: z.array(z.looseObject({ value: z.union([z.string(), z.number()]) })),
});
const expression = z.object({ type: z.literal("regex"), pattern: z.string(), flags: z.string() });

/** Undefined if there is no neutral condition for it. */
export function fromCondition(condition: Condition, context: ConditionContext): SegmentCondition | undefined {
  const { lhs, cmp, rhs, cmpOptions } = condition;
  if (cmpOptions?.ignoreCase === true) return undefined;
  if (lhs.type === "segment") return fromSegmentCondition(condition, context);
  if (lhs.type !== "entity" || lhs.kind === undefined || lhs.attribute === undefined) return undefined;
  const trait = traitOf({ kind: lhs.kind, attribute: lhs.attribute }, context.identity);
  const none = { trait, value: null, values: null, type: null };
  const presence = keyFor(PRESENCE, cmp);
  if (presence) return { operator: presence, ...none };
  const listOperator = keyFor(LISTS, cmp);
  const items = listOperator && list.safeParse(rhs);
  if (listOperator && items?.success) {
    const given = items.data.items.map(({ value }) => value);
    const isNumbers = given.length > 0 && given.every((value) => typeof value === "number");
    if (!isNumbers && given.some((value) => typeof value === "number")) return undefined;
    return { operator: listOperator, ...none, values: given.map(String), type: isNumbers ? "number" : null };
  }
  const expressionOperator = keyFor(EXPRESSIONS, cmp);
  const pattern = expressionOperator && expression.safeParse(rhs);
  if (expressionOperator && pattern?.success && pattern.data.flags === "")
    return { operator: expressionOperator, ...none, value: pattern.data.pattern };
  if (typeof rhs !== "string" && typeof rhs !== "number" && typeof rhs !== "boolean") return undefined;
  const date = keyFor(DATES, cmp);
  if (date) return { operator: date, ...none, value: String(rhs), type: "date" };
  const operator = keyFor(SCALARS, cmp);
  return operator && { operator, ...none, value: String(rhs), type: typeOf(operator, rhs) };
}

function typeOf(operator: SegmentOperator, rhs: string | number | boolean): ConditionType | null {
  const type = typeof rhs === "number" ? "number" : typeof rhs === "boolean" ? "boolean" : "string";
  return type === (ORDERED.has(operator) ? "number" : "string") ? null : type;
}

/** The ids of the segments that a condition tests; undefined for other conditions. */
export function segmentIdsOf({
  lhs,
  cmp,
  rhs,
}: Condition): { readonly not: boolean; readonly ids: readonly string[] } | undefined {
  if (lhs.type !== "segment") return undefined;
  const not = cmp.startsWith("!");
  const plain = not ? cmp.slice(1) : cmp;
  if (plain === "eq" && typeof rhs === "string") return { not, ids: [rhs] };
  const items = list.safeParse(rhs);
  if (plain !== "oneOf" || !items.success) return undefined;
  return { not, ids: items.data.items.map(({ value }) => String(value)) };
}

function fromSegmentCondition(condition: Condition, { segments }: ConditionContext): SegmentCondition | undefined {
  const asked = segmentIdsOf(condition);
  if (!asked) return undefined;
  const values = asked.ids.map((id) => segments.get(id) ?? `id:${id}`);
  return { operator: asked.not ? "not_in_segment" : "in_segment", trait: null, value: null, values, type: null };
}

/** A condition in words, for messages. */
export function describeCondition({ lhs, cmp, rhs, cmpOptions }: Condition): string {
  const { kind = "?", attribute = "?" } = lhs;
  const subject = lhs.type === "entity" ? formatEntity({ kind, attribute }) : lhs.type;
  const items = list.safeParse(rhs);
  const pattern = expression.safeParse(rhs);
  const object = items.success
    ? items.data.items.map(({ value }) => String(value)).join(", ")
    : pattern.success
      ? `/${pattern.data.pattern}/${pattern.data.flags}`
      : rhs === undefined
        ? ""
        : JSON.stringify(rhs);
  return [subject, cmp, object, cmpOptions?.ignoreCase === true ? "(any case)" : ""].filter(Boolean).join(" ");
}

function isKeyOf<T extends object>(table: T, key: PropertyKey): key is keyof T {
  return Object.hasOwn(table, key);
}

function keyFor<K extends SegmentOperator>(table: Readonly<Record<K, string>>, cmp: string): K | undefined {
  const found = Object.entries(table).find(([, each]) => each === cmp)?.[0];
  return found !== undefined && isKeyOf(table, found) ? found : undefined;
}
