import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../../platforms/model/segment-rule";
import type { TraceStep } from "../answer";
import { type Judged, judged } from "./judged";

/** Judges one condition. */
export type JudgeCondition = (condition: SegmentCondition) => Judged;

/** All of the rules must match. Without rules, everybody does. */
export function judgeRules(asked: string, rules: readonly SegmentRule[], judge: JudgeCondition): Judged {
  const steps: TraceStep[] = [];
  for (const rule of rules) {
    const part = judgeRule(rule, judge);
    steps.push(...part.steps);
    if (!part.holds) return judged(asked, false, "", steps);
  }
  return judged(asked, true, "", steps);
}

interface Part {
  readonly holds: boolean;
  readonly steps: readonly TraceStep[];
}

/** Stops at what decides, as the vendors' engines do. An empty group holds. */
function judgeRule(rule: SegmentRule | SegmentSubRule, judge: JudgeCondition): Part {
  const members: readonly (() => Part)[] = [
    ...rule.conditions.map((condition) => (): Part => {
      const { holds, step } = judge(condition);
      return { holds, steps: [step] };
    }),
    ...("rules" in rule ? rule.rules : []).map((inner) => (): Part => judgeRule(inner, judge)),
  ];
  const steps: TraceStep[] = [];
  // "all" is decided by the first that does not hold; the others by the first that does.
  const decisive = rule.match !== "all";
  for (const member of members) {
    const part = member();
    steps.push(...part.steps);
    if (part.holds === decisive) return { holds: rule.match === "any", steps };
  }
  return { holds: rule.match !== "any" || members.length === 0, steps };
}
