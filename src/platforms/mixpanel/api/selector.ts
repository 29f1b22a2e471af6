import * as z from "zod/mini";
import { isMembership, ORDERS, type SegmentCondition, type SegmentOperator } from "../../model/segment-rule";
import { allOf, type ConditionTree, leaf } from "./condition-tree";

/** Conditions on people's profiles and on saved cohorts, as the selector of a cohort or of a rollout group. */

type Node = Readonly<Record<string, unknown>>;

const OPERATORS: Readonly<Partial<Record<SegmentOperator, string>>> = {
  equal_to: "==",
  not_equal_to: "!=",
  greater_than: ">",
  at_least: ">=",
  less_than: "<",
  at_most: "<=",
  contains: "in",
  not_contains: "not in",
  one_of: "==",
  not_one_of: "!=",
  is_set: "defined",
  is_not_set: "not defined",
};

/** The conditions on one property of a profile that a selector supports. */
export const SELECTOR_OPERATORS = Object.keys(OPERATORS) as readonly SegmentOperator[];

/** Saved cohorts are named by their ids in conditions here. */
export function toSelector(tree: ConditionTree): Node {
  if (tree.kind === "condition") return conditionNode(tree.condition);
  return { operator: tree.match === "any" ? "or" : "and", children: tree.children.map(toSelector) };
}

function conditionNode(condition: SegmentCondition): Node {
  const { operator, trait, value, values } = condition;
  if (isMembership(operator)) return cohortNode(operator, values ?? []);
  const name = OPERATORS[operator];
  const base = { property: "user", value: trait, operator: name };
  if (operator === "is_set" || operator === "is_not_set") return base;
  const type = typeName(condition);
  const operands = (values ?? []).map((each) => operandOf(type, each));
  return { ...base, operand: values ? operands : operandOf(type, value ?? ""), type };
}

/** One of several is enough to be in; being out is being out of all. */
function cohortNode(operator: "in_segment" | "not_in_segment", ids: readonly string[]): Node {
  const isIn = operator === "in_segment";
  const leaves = ids.map((id) => ({ property: "cohort", value: Number(id), operator: isIn ? "in" : "not in" }));
  const [only] = leaves;
  return only && leaves.length === 1 ? only : { operator: isIn ? "or" : "and", children: leaves };
}

function typeName({ operator, type }: SegmentCondition): string {
  if (type === "date") return "datetime";
  return type ?? (ORDERS.has(operator) ? "number" : "string");
}

function operandOf(type: string, text: string): string | number | boolean {
  if (type === "boolean") return text === "true";
  return type === "number" ? Number(text) : text;
}

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const branch = z.object({ operator: z.enum(["and", "or"]), children: z.array(z.unknown()) });
const cohortLeaf = z.strictObject({
  property: z.literal("cohort"),
  value: z.union([z.string(), z.number()]),
  operator: z.enum(["in", "not in"]),
});
const userLeaf = z.strictObject({
  property: z.literal("user"),
  value: z.string(),
  operator: z.string(),
  operand: z.optional(z.union([scalar, z.array(scalar)])),
  type: z.optional(z.string()),
});

/** Undefined if it has no neutral form (for example behaviours). */
export function fromSelector(node: unknown): ConditionTree | undefined {
  const inner = branch.safeParse(node);
  if (!inner.success) {
    const condition = cohortCondition(node) ?? userCondition(node);
    return condition && leaf(condition);
  }
  const { operator, children } = inner.data;
  const trees = allOf(children.map(fromSelector));
  return trees && { kind: "group", match: operator === "and" ? "all" : "any", children: trees.map(severalCohorts) };
}

/** The form in which one condition names several cohorts. */
function severalCohorts(tree: ConditionTree): ConditionTree {
  if (tree.kind === "condition" || tree.children.length < 2) return tree;
  const operator = tree.match === "any" ? "in_segment" : "not_in_segment";
  const ids = tree.children.flatMap((child) =>
    child.kind === "condition" && child.condition.operator === operator ? (child.condition.values ?? []) : [],
  );
  return ids.length === tree.children.length ? leaf(inCohorts(operator, ids)) : tree;
}

function cohortCondition(node: unknown): SegmentCondition | undefined {
  const parsed = cohortLeaf.safeParse(node);
  if (!parsed.success) return undefined;
  return inCohorts(parsed.data.operator === "in" ? "in_segment" : "not_in_segment", [String(parsed.data.value)]);
}

function inCohorts(operator: SegmentOperator, values: readonly string[]): SegmentCondition {
  return { operator, trait: null, value: null, values, type: null };
}

function userCondition(node: unknown): SegmentCondition | undefined {
  const parsed = userLeaf.safeParse(node);
  if (!parsed.success) return undefined;
  const { value: trait, operator: name, operand, type } = parsed.data;
  const isList = Array.isArray(operand);
  const operator = SELECTOR_OPERATORS.find(
    (each) => OPERATORS[each] === name && isList === (each === "one_of" || each === "not_one_of"),
  );
  if (operator === undefined) return undefined;
  if (operand === undefined) {
    const isBare = operator === "is_set" || operator === "is_not_set";
    return isBare ? { operator, trait, value: null, values: null, type: null } : undefined;
  }
  const kind = neutralType(operator, type ?? typeof (isList ? operand[0] : operand));
  if (kind === undefined) return undefined;
  const [value, values] = isList ? [null, operand.map(String)] : [String(operand), null];
  return { operator, trait, value, values, type: kind };
}

/** Null: the operator's default type; undefined: no neutral form (lists). */
function neutralType(operator: SegmentOperator, type: string): SegmentCondition["type"] | undefined {
  const isOrder = ORDERS.has(operator);
  switch (type) {
    case "number":
      return isOrder ? null : "number";
    case "string":
      return isOrder ? "string" : null;
    case "boolean":
      return "boolean";
    case "datetime":
      return "date";
    default:
      return undefined;
  }
}
