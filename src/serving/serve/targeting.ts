import type { SegmentRule } from "../../platforms/model/segment-rule";
import type { TraceStep } from "../answer";
import type { Asking } from "../asking";
import type { UnknownFact } from "../fact";
import { type Judged, judged } from "../matching/judged";
import type { WorldRule } from "../world/world";

export interface FirstRule {
  readonly rule: WorldRule | undefined;
  readonly steps: readonly TraceStep[];
}

/** Judges the conditions of a rule. */
export type JudgeRule = (asked: string, when: readonly SegmentRule[]) => Judged;

/** The first rule of a definition that matches. */
export function firstRule(asking: Asking, judge: JudgeRule): FirstRule {
  const { definition, world, chance, assume } = asking;
  const { rules } = definition;
  if (!rules.known) {
    if (rules.why !== "unmanaged") {
      return chance.holds(rules.because, rules.because) ? unknownRule(rules) : { rule: undefined, steps: [] };
    }
    if (!world.closed) assume(`that no rule of others matches (${rules.because})`);
    return { rule: undefined, steps: [] };
  }
  const steps: TraceStep[] = [];
  for (const rule of rules.value) {
    const { holds, step } = judge(`rule ${JSON.stringify(rule.key)}`, rule.when);
    steps.push(step);
    if (holds) return { rule, steps };
  }
  return { rule: undefined, steps };
}

/** A rule of which nothing is known matches. */
function unknownRule(open: UnknownFact): FirstRule {
  return { rule: { key: "unknown", when: [], enabled: open, serve: open }, steps: [judged(open.because, true).step] };
}
