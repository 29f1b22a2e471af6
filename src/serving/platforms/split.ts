import type { Reason, TraceStep } from "../answer";
import type { Asking } from "../asking";
import { known, valueOr } from "../fact";
import { judged } from "../matching/judged";
import { type Assign, type Audience, NO_SHARES, offLeaf, servedByVariant, unsaidLeaf, variantLeaf } from "../serve/audience";
import { drawVariant } from "../serve/draw-split";
import type { Leaf } from "../serve/leaf";
import { identityOverride, identityStep, segmentOverride } from "../serve/overrides";
import { isKilled } from "../serve/switches";
import { firstRule } from "../serve/targeting";
import type { WorldOverride } from "../world/world";
import type { PlatformServing } from "./platform-serving";
import { isMember, judgeMatchers } from "./split/segments";

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
  const { rule, steps } = firstRule(asking, (asked, when) => judgeMatchers(asked, when, asking));
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
