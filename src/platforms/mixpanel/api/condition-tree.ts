import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../../model/segment-rule";

/** Conditions as a tree, between the neutral rules (two levels) and the nested forms that Mixpanel keeps. */
export type ConditionTree =
  | { readonly kind: "condition"; readonly condition: SegmentCondition }
  | { readonly kind: "group"; readonly match: SegmentRule["match"]; readonly children: readonly ConditionTree[] };

export function leaf(condition: SegmentCondition): ConditionTree {
  return { kind: "condition", condition };
}

/** One rule is written directly; several become a group of groups, so that a read can separate them. */
export function toTree(rules: readonly SegmentRule[]): ConditionTree {
  const [only] = rules;
  const standsAlone = only && rules.length === 1 && !(only.match === "all" && only.conditions.length === 0);
  return standsAlone ? ruleTree(only) : toListTree(rules);
}

/** The group of groups, even for one rule. */
export function toListTree(rules: readonly SegmentRule[]): ConditionTree {
  return { kind: "group", match: "all", children: rules.map(ruleTree) };
}

export function isListTree(tree: ConditionTree): boolean {
  return (
    tree.kind === "group" &&
    tree.match === "all" &&
    tree.children.length > 0 &&
    tree.children.every(({ kind }) => kind === "group")
  );
}

function ruleTree({ match, conditions, rules }: SegmentRule): ConditionTree {
  const inner = rules.map((rule) => ruleTree({ ...rule, rules: [] }));
  return { kind: "group", match, children: [...conditions.map(leaf), ...inner] };
}

/** Undefined where it is deeper than the neutral rules go. */
export function fromTree(tree: ConditionTree): readonly SegmentRule[] | undefined {
  if (tree.kind === "condition") return [{ match: "all", conditions: [tree.condition], rules: [] }];
  return allOf((isListTree(tree) ? tree.children : [tree]).map(ruleOf));
}

function ruleOf(tree: ConditionTree): SegmentRule | undefined {
  if (tree.kind === "condition") return { match: "all", conditions: [tree.condition], rules: [] };
  const rules = allOf(tree.children.filter(({ kind }) => kind === "group").map(subRuleOf));
  return rules && { match: tree.match, conditions: conditionsOf(tree.children), rules };
}

function subRuleOf(tree: ConditionTree): SegmentSubRule | undefined {
  if (tree.kind === "condition" || tree.children.some(({ kind }) => kind === "group")) return undefined;
  return { match: tree.match, conditions: conditionsOf(tree.children) };
}

function conditionsOf(children: readonly ConditionTree[]): SegmentCondition[] {
  return children.flatMap((child) => (child.kind === "condition" ? [child.condition] : []));
}

export function allOf<T>(items: readonly (T | undefined)[]): readonly T[] | undefined {
  const there = items.filter((item) => item !== undefined);
  return there.length === items.length ? there : undefined;
}
