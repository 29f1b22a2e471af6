import type { SegmentCondition, SegmentOperator, SegmentRule } from "./segment-rule";

/** How a platform's SDKs evaluate a condition on a trait that the identity does not have. */
export interface AbsentTraits {
  /** The operators that match then, most of them negations. All others do not. */
  readonly holding: ReadonlySet<SegmentOperator>;
  /** SDKs that evaluate it differently. */
  readonly except: string;
  /** A condition that matches every identity that has the trait. */
  isSet(trait: string): string;
}

/** The condition in most engines: the attribute exists. */
export function isSetCondition(trait: string): string {
  return `{ operator = "is_set", trait = ${JSON.stringify(trait)} }`;
}

export interface AbsentTrait {
  readonly operator: SegmentOperator;
  readonly trait: string;
}

/**
 * Conditions that match if their trait is absent, so they match more users than they seem to. A condition in one group with a
 * condition that requires the trait does not count; nor does a negated group, which clearly includes the others.
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
