import type { SegmentCondition } from "../../platforms/model/segment-rule";
import type { Reason, TraceStep } from "../answer";
import { type Asking, traitOf } from "../asking";
import { known, unknown, valueOr } from "../fact";
import { conditionText, traitText } from "../matching/condition-text";
import { type Judged, judged } from "../matching/judged";
import { judgeMembership, suppose, unknownMembers } from "../matching/membership";
import { judgeRules } from "../matching/rules";
import { isAskedBy } from "../matching/sdk";
import { type Assign, type Audience, NO_SHARES, servedByVariant, unsaidLeaf, variantLeaf } from "../serve/audience";
import { drawVariant } from "../serve/draw-split";
import type { Leaf } from "../serve/leaf";
import { identityOverride, identityStep, segmentOverride } from "../serve/overrides";
import { fallback, isArchived, isKilled } from "../serve/switches";
import { firstRule } from "../serve/targeting";
import type { WorldSegment } from "../world/world";
import { holdsInLogic } from "./mixpanel/logic";
import { holdsInProfile } from "./mixpanel/profile";
import type { PlatformServing } from "./platform-serving";

/** Test users, segments and then rules in their order, and the default group, which may be for a share of all. */
export const MIXPANEL: PlatformServing = { serve, isMember };

/** Off, for some: the control variant, which the server has chosen. */
const CONTROL = unknown("elsewhere", "off is the control variant, which Mixpanel has chosen");

function serve(asking: Asking): Leaf {
  const { definition, person } = asking;
  if (isArchived(asking)) return fallback({ kind: "archived" });
  if (isKilled(asking)) return fallback({ kind: "killed" });
  const own = identityOverride(asking, (identifier) => identifier === person.identity);
  const trace: TraceStep[] = identityStep(asking, own);
  const end = (audience: Audience, reason: Reason): Leaf => {
    return { ...servedByVariant(audience, CONTROL, asking, assign), reason, trace };
  };
  if (own) return end(own, { kind: "identity", identity: own.subject });
  const found = segmentOverride(definition.segmentOverrides.entries, asking, (each) => isMember(each, asking));
  trace.push(...found.steps);
  if (found.override) return end(found.override, { kind: "segment", segment: found.override.subject });
  const { rule, steps } = firstRule(asking, (condition) => judge(condition, asking));
  trace.push(...steps);
  return rule ? end(rule, { kind: "rule", rule: rule.key }) : { ...byDefault(asking), trace };
}

/** Off is being out of the rollout: applications get their own fallback. */
function byDefault(asking: Asking): Leaf {
  const { definition, chance } = asking;
  const { enabled, allocation } = definition;
  const isOn = enabled.known ? enabled.value : chance.holds(enabled.because, enabled.because);
  if (!isOn) return fallback({ kind: "default" });
  if (!allocation.known && allocation.why === "after apply" && chance.holds(allocation.because, allocation.because))
    return { enabled: allocation, value: allocation, variant: allocation, reason: { kind: "default" }, trace: [] };
  if (!chance.below({ key: `rollout of ${definition.flag}` }, valueOr(allocation, 100)))
    return fallback({ kind: "not in the rollout" });
  const served = servedByVariant({ ...definition, enabled: known(true) }, CONTROL, asking, assign);
  return { ...served, reason: { kind: "default" }, trace: [] };
}

const assign: Assign = (serving, asking) => {
  const key = `variant of ${asking.definition.flag}`;
  const variant = serving.kind === "split" ? drawVariant(serving, undefined, { key }, asking.chance) : null;
  return variant === null ? unsaidLeaf(NO_SHARES) : variantLeaf(variant, asking);
};

/** A condition of a rule: on cohorts, or on the properties that the request has. */
function judge(condition: SegmentCondition, asking: Asking): Judged {
  const { trait } = condition;
  const asked = conditionText(condition);
  if (isOfSegments(condition)) return judgeSegments(condition, asking);
  const own = propertyOf(asking, trait ?? "");
  const because = traitText(trait ?? "", own);
  if (own === undefined && isAskedBy(["python"], PYTHON, asking)) return judged(asked, false, because);
  return judged(asked, holdsInLogic(condition, own), because);
}

const PYTHON = "the SDK for Python evaluates a rule on an absent property as no, the others take it for nothing";

/** Names in lower case, as everything. */
function propertyOf({ person }: Asking, name: string): Asking["person"]["traits"][string] | undefined {
  const found = Object.entries(person.traits).filter(([key]) => key.toLowerCase() === name.toLowerCase());
  return found.at(-1)?.[1];
}

function isOfSegments({ operator }: SegmentCondition): boolean {
  return operator === "in_segment" || operator === "not_in_segment";
}

/** In one of them, or in none. */
function judgeSegments({ operator, values, ...condition }: SegmentCondition, asking: Asking): Judged {
  const all = (values ?? []).map((name) => isMember(name, asking));
  const isIn = all.some(({ holds }) => holds);
  const steps = all.map(({ step }) => step);
  return judged(conditionText({ ...condition, operator, values }), isIn === (operator === "in_segment"), "", steps);
}

function isMember(reference: string, asking: Asking): Judged {
  return judgeMembership(reference, asking, members);
}

function members(segment: WorldSegment, asking: Asking): Judged {
  const asked = `segment ${JSON.stringify(segment.name)}`;
  const because = unknownMembers(segment);
  if (because !== undefined) return suppose(asked, because, asking);
  const rules = valueOr(segment.rules, []);
  if (rules.length === 0) return judged(asked, false, "it has no conditions");
  return judgeRules(asked, rules, (condition) => {
    if (isOfSegments(condition)) return judgeSegments(condition, asking);
    const own = traitOf(asking, condition.trait ?? "");
    return judged(conditionText(condition), holdsInProfile(condition, own), traitText(condition.trait ?? "", own));
  });
}
