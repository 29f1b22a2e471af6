import type { Outcome, Rule } from "../../api/answers";
import { segmentIdsOf } from "../../segment/conditions";
import { shortHash } from "../../segment/segment-rules";

/**
 * Segment overrides: rules whose only condition is that the identity is in one segment. Their order is their precedence. Vercel has
 * no field for a priority, so the end of the rule's id contains it. For rules of others, which have none, it follows from their
 * position.
 */

/** The segment that a rule overrides the flag for; undefined where it is another kind of rule. */
export function overriddenSegment({ conditions }: Rule): string | undefined {
  const [only] = conditions;
  const asked = only && conditions.length === 1 ? segmentIdsOf(only) : undefined;
  return asked && !asked.not && asked.ids.length === 1 ? asked.ids[0] : undefined;
}

interface PlacedOverride {
  readonly rule: Rule;
  readonly segmentId: string;
  /** At least as large as that of the override before it. */
  readonly priority: number;
}

/** The first rule of each segment, in order: later rules of the same segment are never reached. */
export function placedOverrides(rules: readonly Rule[]): PlacedOverride[] {
  const seen = new Set<string>();
  const overrides = rules.flatMap((rule) => {
    const segmentId = overriddenSegment(rule);
    if (segmentId === undefined || seen.has(segmentId)) return [];
    seen.add(segmentId);
    return [{ rule, segmentId, stated: statedPriority(rule.id) }];
  });
  let last = -1;
  return overrides.map(({ rule, segmentId, stated }, index) => {
    if (stated !== undefined && stated >= last) last = stated;
    else if (stated === undefined) {
      // One without a priority leaves numbers for the overrides after it that have one.
      const next = overrides.slice(index + 1).find((each) => each.stated !== undefined && each.stated >= last)?.stated;
      last = Math.min(last + 1, next ?? last + 1);
    }
    return { rule, segmentId, priority: last };
  });
}

/** Rules that are not segment overrides, or that come after the override of the same segment. */
export function otherRules(rules: readonly Rule[]): Rule[] {
  const overrides = new Set(placedOverrides(rules).map(({ rule }) => rule));
  return rules.filter((rule) => !overrides.has(rule));
}

interface OverridePut {
  readonly segmentId: string;
  readonly outcome: Outcome;
  readonly priority: number | undefined;
}

/**
 * Puts an override before those of the same or a larger priority, else after the last override, and always before the other rules
 * after it. One that is in the right position keeps it, and its id.
 */
export function putOverride(rules: readonly Rule[], { segmentId, outcome, priority }: OverridePut): Rule[] {
  const current = placedOverrides(rules).find((each) => each.segmentId === segmentId);
  if (current && (priority === undefined || current.priority === priority))
    return rules.map((rule) => (rule === current.rule ? { ...rule, outcome } : rule));
  const others = rules.filter((rule) => rule !== current?.rule);
  const id = newId(segmentId, priority, others);
  const condition = { lhs: { type: "segment" }, cmp: "eq", rhs: segmentId };
  const rule = current ? { ...current.rule, id, outcome } : { id, conditions: [condition], outcome };
  const place = placeOf(others, priority);
  return [...others.slice(0, place), rule, ...others.slice(place)];
}

function placeOf(rules: readonly Rule[], priority: number | undefined): number {
  const firstOther = rules.findIndex((rule) => overriddenSegment(rule) === undefined);
  const end = firstOther === -1 ? rules.length : firstOther;
  const behind = priority === undefined ? undefined : placedOverrides(rules).find((each) => each.priority >= priority);
  return behind ? Math.min(end, rules.indexOf(behind.rule)) : end;
}

/** Without any override of the segment: a second one would take effect once the first is removed. */
export function removeOverride(rules: readonly Rule[], segmentId: string): Rule[] {
  return rules.filter((rule) => overriddenSegment(rule) !== segmentId);
}

const PRIORITY = /^rule_[0-9a-z]{12}_p(\d+)$/;

function statedPriority(id: string): number | undefined {
  const digits = PRIORITY.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The same override always gets the same id, so that a repeated request does not create it twice. */
function newId(segmentId: string, priority: number | undefined, others: readonly Rule[]): string {
  const suffix = priority === undefined ? "" : `_p${priority}`;
  for (let round = 0; ; round++) {
    const id = `rule_${shortHash(`${segmentId} ${round}`)}${suffix}`;
    if (!others.some((rule) => rule.id === id)) return id;
  }
}
