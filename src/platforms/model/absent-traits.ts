import type { SegmentCondition, SegmentOperator, SegmentRule } from "./segment-rule";

/** What a platform's SDKs make of a condition on a trait that the identity does not have. */
export interface AbsentTraits {
  /** The operators that hold then, most of them negations. All others do not. */
  readonly holding: ReadonlySet<SegmentOperator>;
  /** SDKs that see it otherwise. */
  readonly except: string;
  /** A condition that holds for whoever has the trait. */
  isSet(trait: string): string;
}

/** What most engines have: an attribute that exists. */
export function isSetCondition(trait: string): string {
  return `{ operator = "is_set", trait = ${JSON.stringify(trait)} }`;
}

export interface AbsentTrait {
  readonly operator: SegmentOperator;
  readonly trait: string;
}

/**
 * Conditions that hold where their trait is absent, so that they take in more people than they seem to. What stands in one group with a
 * condition that asks for the trait does not; nor does a group that is negated, which says itself that it takes in the others.
 */
export function holdingWhereAbsent(rules: readonly SegmentRule[], { holding }: AbsentTraits): readonly AbsentTrait[] {
  const askedFor = (conditions: readonly SegmentCondition[]): string[] =>
    conditions.flatMap(({ operator, trait }) =>
      trait === null || operator === "is_not_set" || holding.has(operator) ? [] : [trait],
    );
  const withinAll = (group: { readonly match: string; readonly conditions: readonly SegmentCondition[] }): string[] =>
    group.match === "all" ? askedFor(group.conditions) : [];
  // All top rules must match.
  const everywhere = new Set(rules.flatMap(withinAll));
  const found = new Map<string, AbsentTrait>();
  const look = (conditions: readonly SegmentCondition[], guarded: ReadonlySet<string>): void => {
    for (const { operator, trait } of conditions) {
      if (trait === null || !holding.has(operator) || guarded.has(trait)) continue;
      found.set(JSON.stringify([operator, trait]), { operator, trait });
    }
  };
  for (const rule of rules) {
    if (rule.match !== "none") look(rule.conditions, everywhere);
    for (const inner of rule.match === "none" ? [] : rule.rules) {
      if (inner.match !== "none") look(inner.conditions, new Set([...everywhere, ...withinAll(inner)]));
    }
  }
  return [...found.values()];
}
