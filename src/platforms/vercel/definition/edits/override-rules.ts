import type { Outcome, Rule } from "../../api/answers";
import { segmentIdsOf } from "../../segment/conditions";
import { shortHash } from "../../segment/segment-rules";

/**
 * Segment overrides: rules whose only condition is that the identity is in one segment. Their order is their precedence, and
 * Vercel keeps nothing beside it, so that a stated priority stands at the end of the rule's id. Rules that others made have
 * none: theirs follows from where they stand.
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
  /** Never less than that of an override before it. */
  readonly priority: number;
}

/** The first rule of each segment, in order: later ones of the same segment never come to pass. */
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
      // One without a number of its own makes room for those behind it that have one.
      const next = overrides.slice(index + 1).find((each) => each.stated !== undefined && each.stated >= last)?.stated;
      last = Math.min(last + 1, next ?? last + 1);
    }
    return { rule, segmentId, priority: last };
  });
}

/** Rules that are no segment overrides, or that come after the one of their segment. */
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
 * Puts an override in its place: before those of the same or a larger priority, else behind the last one, always before the other
 * rules that it would stand behind. One that has its place already keeps it, and its id.
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

/** Without any override of the segment: a second one would come to pass once the first is gone. */
export function removeOverride(rules: readonly Rule[], segmentId: string): Rule[] {
  return rules.filter((rule) => overriddenSegment(rule) !== segmentId);
}

const PRIORITY = /^rule_[0-9a-z]{12}_p(\d+)$/;

function statedPriority(id: string): number | undefined {
  const digits = PRIORITY.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The same for the same override, so that one that is made twice is made once. */
function newId(segmentId: string, priority: number | undefined, others: readonly Rule[]): string {
  const suffix = priority === undefined ? "" : `_p${priority}`;
  for (let round = 0; ; round++) {
    const id = `rule_${shortHash(`${segmentId} ${round}`)}${suffix}`;
    if (!others.some((rule) => rule.id === id)) return id;
  }
}
