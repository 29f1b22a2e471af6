import type { Asking } from "../asking";
import { known, unknown, valueOr } from "../fact";
import { type Assign, NO_SHARES, servedByVariant, unsaidLeaf, variantLeaf } from "../serve/audience";
import { drawVariant } from "../serve/draw-split";
import type { Leaf } from "../serve/leaf";
import { fallback, isArchived, isKilled } from "../serve/switches";
import { targeted } from "../serve/targeted";
import { isMember, judge } from "./mixpanel/segments";
import type { PlatformServing } from "./platform-serving";

/** Test users, segments and then rules in their order, and the default group, which may be for a share of all. */
export const MIXPANEL: PlatformServing = { serve, isMember };

/** Off, for some: the control variant, which the server has chosen. */
const CONTROL = unknown("elsewhere", "off is the control variant, which Mixpanel has chosen");

function serve(asking: Asking): Leaf {
  const { person } = asking;
  if (isArchived(asking)) return fallback({ kind: "archived" });
  if (isKilled(asking)) return fallback({ kind: "killed" });
  const { leaf, trace } = targeted(asking, {
    isNamed: (identifier) => identifier === person.identity,
    isMember: (segment) => isMember(segment, asking),
    judge: (condition) => judge(condition, asking),
    serve: (audience) => servedByVariant(audience, CONTROL, asking, assign),
  });
  return leaf ?? { ...byDefault(asking), trace };
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
