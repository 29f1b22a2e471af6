import type { SegmentCondition } from "../../platforms/model/segment-rule";
import type { Reason, TraceStep } from "../answer";
import type { Asking } from "../asking";
import { known, valueOr } from "../fact";
import { conditionText, traitText } from "../matching/condition-text";
import { type Judged, judged } from "../matching/judged";
import { judgeMembership, suppose, unknownMembers } from "../matching/membership";
import { judgeRules } from "../matching/rules";
import { judgeUnnamed } from "../matching/unnamed";
import { type Audience, offLeaf, servedByVariant } from "../serve/audience";
import type { Leaf } from "../serve/leaf";
import { identityOverride, identityStep, segmentOverride } from "../serve/overrides";
import { fallback, isArchived, isKilled } from "../serve/switches";
import { firstRule } from "../serve/targeting";
import type { WorldSegment } from "../world/world";
import type { PlatformServing } from "./platform-serving";
import { attributeOf, isIdentity, isNamedBy } from "./vercel/entities";
import { holds } from "./vercel/operators";
import { assign, drawOf } from "./vercel/outcomes";

/** Paused, reuse of another environment, targets, segments and then rules in their order, and the default. */
export const VERCEL: PlatformServing = { serve, isMember };

function serve(asking: Asking): Leaf {
  const { definition } = asking;
  const { whenOff } = definition;
  if (isArchived(asking)) return fallback({ kind: "archived" });
  if (isKilled(asking)) return { ...offLeaf(whenOff, asking), enabled: known(false), reason: { kind: "killed" }, trace: [] };
  const reused = reusedBy(asking);
  if (reused) return reused;
  const own = identityOverride(asking, (identifier) => isNamedBy(identifier, asking));
  const trace: TraceStep[] = identityStep(asking, own);
  const end = (audience: Audience, reason: Reason): Leaf => {
    return { ...servedByVariant(audience, whenOff, asking, assign), reason, trace };
  };
  if (own) return end(own, { kind: "identity", identity: own.subject });
  const found = segmentOverride(definition.segmentOverrides.entries, asking, (each) => isMember(each, asking));
  trace.push(...found.steps);
  if (found.override) return end(found.override, { kind: "segment", segment: found.override.subject });
  const { rule, steps } = firstRule(asking, (condition) => judge(condition, asking));
  trace.push(...steps);
  return rule ? end(rule, { kind: "rule", rule: rule.key }) : end(definition, { kind: "default" });
}

/** What another environment serves instead. */
function reusedBy(asking: Asking): Leaf | undefined {
  const { world, definition, open, chance } = asking;
  const { reuse } = definition;
  if (!reuse.known && reuse.why === "after apply" && chance.holds(reuse.because, reuse.because))
    return { enabled: reuse, value: reuse, variant: reuse, reason: { kind: "default" }, trace: [] };
  const name = valueOr(reuse, null);
  if (name === null) return undefined;
  const asked = `environment ${JSON.stringify(name)}`;
  if (open.includes(asked)) return fallback({ kind: "fallback", because: `${asked} reuses itself` });
  const other = world.definitions.get(name)?.get(definition.flag);
  if (other) return serve({ ...asking, definition: other, open: [...open, asked] });
  const because = {
    known: false,
    why: "elsewhere",
    because: `the definition in ${asked} is not among these resources`,
  } as const;
  return { enabled: because, value: because, variant: because, reason: { kind: "default" }, trace: [] };
}

function judge(condition: SegmentCondition, asking: Asking): Judged {
  const { operator, trait, values, value } = condition;
  const asked = conditionText(condition);
  if (operator === "in_segment" || operator === "not_in_segment") return judgeSegments(condition, asking);
  if (operator === "percentage") {
    const own = attributeOf(trait, asking);
    const isUnnamed = isIdentity(trait, asking) && asking.person.identity === null;
    if (typeof own !== "string" && !isUnnamed) return judged(asked, false, traitText(trait ?? "the identity", own));
    return judged(asked, asking.chance.below(drawOf(trait, asking), Number(value)), `${value ?? ""} % by a hash`);
  }
  if (trait !== null && isIdentity(trait, asking) && asking.person.identity === null) return judgeUnnamed(condition, asking);
  const own = attributeOf(trait, asking);
  return judged(asked, holds({ ...condition, values: values }, own), traitText(trait ?? "the identity", own));
}

/** In one of them, or in none. */
function judgeSegments({ operator, values, ...condition }: SegmentCondition, asking: Asking): Judged {
  const asked = conditionText({ ...condition, operator, values });
  const steps: TraceStep[] = [];
  for (const name of values ?? []) {
    const { holds: isIn, step } = isMember(name, asking);
    steps.push(step);
    if (isIn) return judged(asked, operator === "in_segment", "", steps);
  }
  return judged(asked, operator === "not_in_segment", "", steps);
}

function isMember(reference: string, asking: Asking): Judged {
  return judgeMembership(reference, asking, members);
}

/** Listed, else excluded, else by the rules. */
function members(segment: WorldSegment, asking: Asking): Judged {
  const asked = `segment ${JSON.stringify(segment.name)}`;
  const because = unknownMembers(segment);
  if (because !== undefined) return suppose(asked, because, asking);
  const isListed = (list: readonly string[]): boolean => list.some((each) => isNamedBy(each, asking));
  if (isListed(valueOr(segment.identities, []))) return judged(asked, true, "by its list of identities");
  if (isListed(segment.excluded)) return judged(asked, false, "by its list of exclusions");
  const rules = valueOr(segment.rules, []);
  if (rules.length === 0) return judged(asked, false, "it has no rules");
  return judgeRules(asked, rules, (condition) => judge(condition, asking));
}
