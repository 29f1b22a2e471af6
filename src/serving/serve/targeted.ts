import type { Reason, TraceStep } from "../answer";
import type { Asking } from "../asking";
import type { Judged } from "../matching/judged";
import { type JudgeCondition, judgeRules } from "../matching/rules";
import type { Audience } from "./audience";
import type { Leaf, ServedLeaf } from "./leaf";
import { identityOverride, identityStep, segmentOverride } from "./overrides";
import { firstRule } from "./targeting";

/** What a platform decides in its own way. */
interface Ways {
  isNamed(identifier: string): boolean;
  isMember(segment: string): Judged;
  readonly judge: JudgeCondition;
  serve(audience: Audience): ServedLeaf;
}

interface Targeted {
  /** Undefined: nothing is for this person, and the default counts. */
  readonly leaf: Leaf | undefined;
  readonly trace: readonly TraceStep[];
}

/** The person's own override, then the segments' by priority, then the rules in their order. */
export function targeted(asking: Asking, { isNamed, isMember, judge, serve }: Ways): Targeted {
  const own = identityOverride(asking, isNamed);
  const trace: TraceStep[] = identityStep(asking, own);
  const end = (audience: Audience, reason: Reason): Targeted => {
    return { leaf: { ...serve(audience), reason, trace }, trace };
  };
  if (own) return end(own, { kind: "identity", identity: own.subject });
  const found = segmentOverride(asking.definition.segmentOverrides.entries, asking, isMember);
  trace.push(...found.steps);
  if (found.override) return end(found.override, { kind: "segment", segment: found.override.subject });
  const { rule, steps } = firstRule(asking, (asked, when) => judgeRules(asked, when, judge));
  trace.push(...steps);
  return rule ? end(rule, { kind: "rule", rule: rule.key }) : { leaf: undefined, trace };
}
