import type { SegmentCondition, SegmentRule } from "../../../platforms/model/segment-rule";

/** A segment's share of all identities. */
export function percentageRule(share: number): SegmentRule {
  const condition = { operator: "percentage", trait: null, value: String(share), values: null, type: null } as const;
  return { match: "all", conditions: [condition], rules: [] };
}

export interface Shared {
  /** The conditions without the percentage. */
  readonly rules: readonly SegmentRule[];
  readonly percentage: number;
}

/** A segment's share of those who meet its other conditions. Undefined: it has none, or one that is no simple condition. */
export function sharedRules(rules: readonly SegmentRule[]): Shared | undefined {
  const all = rules.flatMap((rule) => [rule, ...rule.rules]).flatMap(({ conditions }) => conditions.filter(isShare));
  const [condition, ...more] = all;
  const rule = rules.find(({ conditions }) => conditions.some(isShare));
  if (!condition || more.length > 0 || !rule || (rule.match !== "all" && rule.conditions.length + rule.rules.length > 1))
    return undefined;
  if (rule.match === "none") return undefined;
  const percentage = Number(condition.value);
  if (!(percentage >= 0 && percentage <= 100)) return undefined;
  const rest = rules.flatMap((each) => {
    if (each !== rule) return [each];
    const conditions = each.conditions.filter((own) => own !== condition);
    return conditions.length + each.rules.length > 0 ? [{ ...each, conditions }] : [];
  });
  return { rules: rest, percentage };
}

function isShare({ operator, trait }: SegmentCondition): boolean {
  return operator === "percentage" && trait === null;
}
