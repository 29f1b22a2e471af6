import type { SegmentCondition } from "../../platforms/model/segment-rule";
import type { Reason, TraceStep } from "../answer";
import type { Asking } from "../asking";
import { known, valueOr } from "../fact";
import { conditionText } from "../matching/condition-text";
import { type Judged, judged } from "../matching/judged";
import { judgeMembership, listsPerson, suppose, unknownMembers } from "../matching/membership";
import { judgeRules } from "../matching/rules";
import { type Assign, type Audience, NO_SHARES, offLeaf, servedByVariant, unsaidLeaf, variantLeaf } from "../serve/audience";
import { drawVariant } from "../serve/draw-split";
import type { Leaf } from "../serve/leaf";
import { identityOverride, identityStep, segmentOverride } from "../serve/overrides";
import { isKilled } from "../serve/switches";
import { firstRule } from "../serve/targeting";
import type { WorldOverride, WorldSegment } from "../world/world";
import type { PlatformServing } from "./platform-serving";
import { judgeAttribute } from "./split/conditions";

/**
 * Killed; then keys, then segments that get one treatment, whatever the traffic allocation is; then, within the allocation, segments
 * that get a split, rules, and the default.
 */
export const SPLIT: PlatformServing = { serve, isMember };

function serve(asking: Asking): Leaf {
  const { definition, person, chance } = asking;
  const { whenOff } = definition;
  if (isKilled(asking)) return { ...offLeaf(whenOff, asking), enabled: known(false), reason: { kind: "killed" }, trace: [] };
  const own = identityOverride(asking, (identifier) => identifier === person.identity);
  const trace: TraceStep[] = identityStep(asking, own);
  const end = (audience: Audience, reason: Reason): Leaf => {
    return { ...servedByVariant(audience, whenOff, asking, assign), reason, trace };
  };
  if (own) return end(own, { kind: "identity", identity: own.subject });
  const ofSegments = (overrides: readonly WorldOverride[]): Leaf | undefined => {
    const { override, steps } = segmentOverride(overrides, asking, (segment) => isMember(segment, asking));
    trace.push(...steps);
    return override && end(override, { kind: "segment", segment: override.subject });
  };
  const { entries } = definition.segmentOverrides;
  const targeted = ofSegments(entries.filter((each) => !servesSplit(each)));
  if (targeted) return targeted;
  const allocation = valueOr(definition.allocation, 100);
  if (!chance.below({ key: `allocation of ${definition.flag}` }, allocation)) {
    const step = judged(`the traffic allocation of ${allocation} %`, false, "by a hash of the identity").step;
    return { ...offLeaf(whenOff, asking), reason: { kind: "not in the rollout" }, trace: [...trace, step] };
  }
  const split = ofSegments(entries.filter(servesSplit));
  if (split) return split;
  const { rule, steps } = firstRule(asking, (condition) => judge(condition, asking));
  trace.push(...steps);
  return rule ? end(rule, { kind: "rule", rule: rule.key }) : end(definition, { kind: "default" });
}

function servesSplit({ serve: what, enabled }: Audience): boolean {
  const isOff = enabled.known && !enabled.value;
  return (
    !isOff &&
    what.known &&
    what.value?.kind === "split" &&
    Object.values(what.value.weights).filter((each) => each > 0).length > 1
  );
}

const assign: Assign = (serving, asking) => {
  // All rules of a flag take the same bucket.
  const key = `bucket of ${asking.definition.flag}`;
  const variant = serving.kind === "split" ? drawVariant(serving, undefined, { key }, asking.chance) : null;
  return variant === null ? unsaidLeaf(NO_SHARES) : variantLeaf(variant, asking);
};

function judge(condition: SegmentCondition, asking: Asking): Judged {
  const { operator, values, trait } = condition;
  const asked = conditionText(condition);
  if (operator === "in_segment" || operator === "not_in_segment") {
    const { holds, step } = isMember(values?.[0] ?? "", asking);
    return judged(asked, holds === (operator === "in_segment"), "", [step]);
  }
  if (operator === "flag_serves" || operator === "flag_does_not_serve") {
    const { holds, step } = servesOne(trait ?? "", values ?? [], asking);
    return judged(asked, holds === (operator === "flag_serves"), "", [step]);
  }
  return judgeAttribute(condition, asking);
}

/** Whether another flag serves the person one of the variants. */
function servesOne(name: string, variants: readonly string[], asking: Asking): Judged {
  const asked = `flag ${JSON.stringify(name)}`;
  const { world, definition, open } = asking;
  const other = world.definitions.get(definition.environment)?.get(name);
  if (!other) return suppose(asked, `${asked} is not defined by these resources`, asking);
  if (open.includes(asked)) return judged(asked, false, "it depends on itself");
  const inside = { ...asking, definition: other, flag: world.flags.get(name), open: [...open, asked] };
  const { variant, trace } = serve(inside);
  if (!variant.known) return suppose(asked, variant.because, asking);
  const served = variant.value;
  return judged(asked, served !== null && variants.includes(served), `it serves ${served ?? "nothing"}`, trace);
}

function isMember(reference: string, asking: Asking): Judged {
  return judgeMembership(reference, asking, members);
}

function members(segment: WorldSegment, asking: Asking): Judged {
  const asked = `segment ${JSON.stringify(segment.name)}`;
  const because =
    segment.kind === "large" ? `the members of segment ${segment.name} are uploaded in Split` : unknownMembers(segment);
  if (because !== undefined) return suppose(asked, because, asking);
  if (segment.kind !== "rule_based") return judged(asked, listsPerson(segment, asking), "by its list of identities");
  const rules = valueOr(segment.rules, []);
  if (rules.length === 0) return judged(asked, false, "it has no rules");
  return judgeRules(asked, rules, (condition) => judge(condition, asking));
}
