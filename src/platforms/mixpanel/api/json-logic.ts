import { ORDERS, type SegmentCondition, type SegmentOperator } from "../../model/segment-rule";
import { allOf, type ConditionTree, leaf } from "./condition-tree";

/** Conditions on what the application sends with a request (`custom_properties`), as the JsonLogic of a rollout group. */

type Logic = Readonly<Record<string, unknown>>;

const COMPARISONS: Readonly<Partial<Record<SegmentOperator, string>>> = {
  equal_to: "==",
  not_equal_to: "!=",
  greater_than: ">",
  at_least: ">=",
  less_than: "<",
  at_most: "<=",
};
const NEGATED: Readonly<Partial<Record<SegmentOperator, SegmentOperator>>> = {
  not_contains: "contains",
  not_one_of: "one_of",
  has_none_of: "has_any_of",
};

/** The conditions on one property that the evaluators' JsonLogic supports. */
export const LOGIC_OPERATORS: readonly SegmentOperator[] = [
  "equal_to",
  "not_equal_to",
  "greater_than",
  "at_least",
  "less_than",
  "at_most",
  "between",
  "contains",
  "not_contains",
  "one_of",
  "not_one_of",
  "has_any_of",
  "has_none_of",
  "is_set",
  "is_not_set",
];

export function toLogic(tree: ConditionTree): Logic {
  if (tree.kind === "condition") return conditionLogic(tree.condition);
  const children = tree.children.map(toLogic);
  if (tree.match === "all") return { and: children };
  return tree.match === "any" ? { or: children } : { "!": [{ or: children }] };
}

function conditionLogic(condition: SegmentCondition): Logic {
  const { operator, trait } = condition;
  const property = { var: trait ?? "" };
  const comparison = COMPARISONS[operator];
  const value = typed(condition, condition.value ?? "");
  const values = (condition.values ?? []).map((each) => typed(condition, each));
  if (comparison !== undefined) return { [comparison]: [property, value] };
  const negated = NEGATED[operator];
  if (negated !== undefined) return { "!": [conditionLogic({ ...condition, operator: negated })] };
  switch (operator) {
    case "between":
      return { "<=": [values[0], property, values[1]] };
    case "contains":
      return { in: [value, property] };
    case "one_of":
      return { in: [property, values] };
    case "has_any_of":
      return { some: [property, { in: [{ var: "" }, values] }] };
    case "is_set":
      return { "!=": [property, null] };
    default:
      return { "==": [property, null] };
  }
}

/** Without a type, equality is of texts and order is of numbers. */
function typed({ operator, type }: SegmentCondition, text: string): string | number | boolean {
  if (type === "boolean") return text === "true";
  return type === "number" || (type === null && ORDERS.has(operator)) ? Number(text) : text;
}

/** Undefined if it has no neutral form. */
export function fromLogic(logic: unknown): ConditionTree | undefined {
  const [name, rules] = operation(logic) ?? [];
  if (name === undefined || rules === undefined) return undefined;
  if (name === "and") return group("all", rules);
  if (name === "or") return group("any", rules);
  if (name === "!") return negation(rules[0]);
  const condition = fromComparison(name, rules);
  return condition && leaf(condition);
}

function group(match: "all" | "any" | "none", rules: readonly unknown[]): ConditionTree | undefined {
  const children = allOf(rules.map(fromLogic));
  return children && { kind: "group", match, children };
}

function negation(inner: unknown): ConditionTree | undefined {
  const [name, rules] = operation(inner) ?? [];
  if (name === "or") return group("none", rules ?? []);
  const tree = fromLogic(inner);
  if (tree?.kind !== "condition") return undefined;
  const { condition } = tree;
  const operator = LOGIC_OPERATORS.find((each) => NEGATED[each] === condition.operator);
  return operator && leaf({ ...condition, operator });
}

function fromComparison(name: string, rules: readonly unknown[]): SegmentCondition | undefined {
  const [first, second, third] = rules;
  const trait = propertyOf(first);
  const operator = (Object.keys(COMPARISONS) as SegmentOperator[]).find((each) => COMPARISONS[each] === name);
  if (operator && trait !== undefined && rules.length === 2) {
    if (second !== null) return withValue(operator, trait, second);
    if (name === "==" || name === "!=") return bare(name === "==" ? "is_not_set" : "is_set", trait);
  }
  const middle = propertyOf(second);
  if (name === "<=" && middle !== undefined && rules.length === 3) return withValues("between", middle, [first, third]);
  if (name === "in" && middle !== undefined)
    return typeof first === "string" ? withValue("contains", middle, first) : undefined;
  if (name === "in" && trait !== undefined) return withValues("one_of", trait, second);
  const [test, of] = operation(second) ?? [];
  if (name === "some" && trait !== undefined && test === "in" && propertyOf(of?.[0]) === "")
    return withValues("has_any_of", trait, of?.[1]);
  return undefined;
}

function withValue(operator: SegmentOperator, trait: string, value: unknown): SegmentCondition | undefined {
  const type = typeOf(operator, [value]);
  return type === undefined ? undefined : { operator, trait, value: String(value), values: null, type };
}

function withValues(operator: SegmentOperator, trait: string, values: unknown): SegmentCondition | undefined {
  if (!Array.isArray(values)) return undefined;
  const type = typeOf(operator, values);
  return type === undefined ? undefined : { operator, trait, value: null, values: values.map(String), type };
}

function bare(operator: SegmentOperator, trait: string): SegmentCondition {
  return { operator, trait, value: null, values: null, type: null };
}

/** Null is the operator's own choice; undefined is a mixture, or nothing that can be said. */
function typeOf(operator: SegmentOperator, values: readonly unknown[]): SegmentCondition["type"] | undefined {
  const kinds = new Set(values.map((value) => typeof value));
  const [kind = "string"] = kinds;
  if (kinds.size > 1) return undefined;
  const isOrder = ORDERS.has(operator);
  if (kind === "number") return isOrder ? null : "number";
  if (kind === "string") return isOrder ? "string" : null;
  return kind === "boolean" ? "boolean" : undefined;
}

/** An operator with its arguments: `{"name": […]}`. */
function operation(logic: unknown): readonly [string, readonly unknown[]] | undefined {
  if (typeof logic !== "object" || logic === null || Array.isArray(logic)) return undefined;
  const [entry, ...others] = Object.entries(logic);
  if (!entry || others.length > 0) return undefined;
  const [name, given] = entry as [string, unknown];
  return [name, Array.isArray(given) ? given : [given]];
}

function propertyOf(logic: unknown): string | undefined {
  const [name, rules] = operation(logic) ?? [];
  return name === "var" && rules?.length === 1 && typeof rules[0] === "string" ? rules[0] : undefined;
}
