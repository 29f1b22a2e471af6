import type { SegmentRule } from "../../../platforms/model/segment-rule";
import { OFF, ON } from "../../../platforms/model/variant";
import { translateRules } from "../conditions/translate-rules";
import type { Move } from "../move";
import { type MovedAudience, type MovedFlag, type MovedOverride, type MovedUnit, unitName } from "../project/project";
import type { MovedSegments } from "./moved-segments";
import { percentageRule } from "./percentage";
import { type Step, stepsOf } from "./steps";

/**
 * Where a definition has no rules of its own, each rule becomes a segment of the flag with an override, behind the overrides that there
 * are. Splits of boolean flags become segments with a percentage.
 */
export function asSegments(unit: MovedUnit, flag: MovedFlag, move: Move, segments: MovedSegments): MovedUnit {
  const what = unitName(flag, unit);
  const overrides: MovedOverride[] = [];
  const override = (segment: string, { enabled, serve }: MovedAudience): void => {
    overrides.push({ subject: segment, priority: overrides.length, enabled, serve });
  };
  for (const step of stepsOf(unit)) {
    const target = segmentOf(step, unit, flag, move, segments);
    if (!target) continue;
    const share = shareOfOn(step.audience, flag);
    if (share === undefined) {
      override(target.id, step.audience);
      continue;
    }
    const name = `${target.name} ${String(share)} %`;
    override(segments.add(flag.id, name, [...target.rules, percentageRule(share)]).id, { enabled: true, serve: null });
    override(target.id, { enabled: false, serve: null });
    move.losses.note(what, shareNote(share, name));
  }
  const identities = unit.identities.filter((each) => {
    if (shareOfOn(each, flag) === undefined) return true;
    move.losses.lose(
      what,
      `the split for the identity ${each.subject} is left out: ${move.to.title} serves a boolean flag on or off.`,
      [{ kind: "identity", identity: each.subject }],
    );
    return false;
  });
  const share = shareOfOn(unit, flag);
  const whole = { ...unit, rules: [], identities };
  if (share === undefined) return { ...whole, segments: overrides };
  const name = `${flag.key} ${String(share)} %`;
  if (unit.enabled !== false) {
    override(segments.add(flag.id, name, [percentageRule(share)]).id, { enabled: true, serve: null });
    move.losses.note(what, shareNote(share, name));
  }
  return { ...whole, enabled: false, serve: null, segments: overrides };
}

/** The segment of an override, or one with the conditions of a rule. */
function segmentOf(
  step: Step,
  unit: MovedUnit,
  flag: MovedFlag,
  { losses, to }: Move,
  segments: MovedSegments,
): { readonly id: string; readonly name: string; readonly rules: readonly SegmentRule[] } | undefined {
  const what = unitName(flag, unit);
  const concerns = segments.audienceOf(step);
  if (step.kind === "segment" || isOnlySegment(step.when)) {
    const reference =
      step.kind === "segment" ? step.segment : (segments.byName(step.when[0]?.conditions[0]?.values?.[0] ?? "")?.id ?? "");
    const moved = segments.moved(reference);
    if (moved) return moved;
    losses.lose(
      what,
      `the override for the segment ${segments.source(reference)?.name ?? reference} is left out. ${segments.whyLost(reference)}`,
      concerns,
    );
    return undefined;
  }
  const translated = translateRules(step.when, "definition", { ...segments.rules, into: "segment" });
  if (translated.kind === "lost") {
    losses.lose(what, `the rule ${step.key} is left out. ${translated.why}`, concerns);
    return undefined;
  }
  for (const note of translated.notes) losses.note(what, `the rule ${step.key}: ${note}`);
  losses.assume(translated.assumes);
  const name = `${flag.key} ${unit.environment} ${step.description ?? step.key}`;
  losses.note(
    what,
    `the rule ${step.key} is the segment "${name}", with an override: ${to.title} has no rules in a definition.`,
  );
  return segments.add(flag.id, name, segments.renamed(translated.rules));
}

/** A rule that only asks for one segment. */
function isOnlySegment(when: readonly SegmentRule[]): boolean {
  const [only, ...more] = when;
  if (!only || more.length > 0 || only.rules.length > 0 || only.match === "none") return false;
  const [condition, ...others] = only.conditions;
  return others.length === 0 && condition?.operator === "in_segment" && condition.values?.length === 1;
}

/** The share of a boolean flag's split that gets `on`. */
function shareOfOn({ serve }: MovedAudience, { type }: MovedFlag): number | undefined {
  if (type !== "boolean" || serve?.kind !== "split") return undefined;
  const { [ON]: on = 0, [OFF]: off = 0 } = serve.weights;
  return on + off === 0 ? undefined : on;
}

function shareNote(share: number, name: string): string {
  return `the split of a boolean flag, ${String(share)} % on, is the segment "${name}" with an override.`;
}
