import { OFF, ON } from "../../platforms/model/variant";
import type { Asking } from "../asking";
import { known, unknown, valueOr } from "../fact";
import { type Judged, judged } from "../matching/judged";
import { judgeMembership } from "../matching/membership";
import { judgeRules } from "../matching/rules";
import type { Audience } from "../serve/audience";
import { drawVariant } from "../serve/draw-split";
import type { ServedLeaf } from "../serve/leaf";
import { identityOverride, identityStep, segmentOverride } from "../serve/overrides";
import { isBoolean, valueOfVariant } from "../serve/variants";
import type { WorldSegment } from "../world/world";
import { judgeTrait } from "./flagsmith/conditions";
import type { PlatformServing } from "./platform-serving";

/** The identity's override, else that of the segment with the smallest priority, else the environment's default. */
export const FLAGSMITH: PlatformServing = {
  serve(asking) {
    const { definition } = asking;
    const own = identityOverride(asking, (identifier) => identifier === asking.person.identity);
    const steps = identityStep(asking, own);
    if (own) {
      const reason = { kind: "identity", identity: own.subject } as const;
      return { ...served(own, asking, `identity ${own.subject}`), reason, trace: steps };
    }
    const { override, steps: more } = segmentOverride(definition.segmentOverrides.entries, asking, (segment) =>
      isMember(segment, asking),
    );
    const trace = [...steps, ...more];
    if (override) {
      const reason = { kind: "segment", segment: override.subject } as const;
      return { ...served(override, asking, `segment ${override.subject}`), reason, trace };
    }
    return { ...served(definition, asking, "default"), reason: { kind: "default" }, trace };
  },
  isMember,
};

function isMember(reference: string, asking: Asking): Judged {
  return judgeMembership(reference, asking, members);
}

function members(segment: WorldSegment, asking: Asking, asked: string): Judged {
  const rules = valueOr(segment.rules, []);
  // The server's engine: a segment without rules matches nobody.
  if (rules.length === 0) return judged(asked, false, "it has no rules");
  return judgeRules(asked, rules, (condition) => judgeTrait(condition, segment, asking));
}

/** `enabled` is apart from the value. `place`: what is hashed with the identity. */
function served({ enabled, serve }: Audience, asking: Asking, place: string): ServedLeaf {
  if (!enabled.known) {
    const holds = asking.chance.holds(enabled.because, enabled.because);
    return served({ enabled: known(holds), serve }, asking, place);
  }
  const boolean = isBoolean(asking);
  const isSwitch = boolean.known && boolean.value;
  if (isSwitch && (!serve.known || serve.value === null)) {
    const { value: isOn } = enabled;
    return { enabled, value: known({ kind: "boolean", value: isOn }), variant: known(isOn ? ON : OFF) };
  }
  if (!serve.known || serve.value === null) {
    const because = serve.known ? unknown("unmanaged", "the flag's own value is not managed here") : serve;
    return { enabled, value: because, variant: because };
  }
  const { value: what } = serve;
  switch (what.kind) {
    case "value":
      return { enabled, value: known(what.value), variant: known(null) };
    case "variant":
      return { enabled, value: valueOfVariant(what.variant, asking), variant: known(what.variant) };
    case "split": {
      const variant = drawVariant(what, undefined, { key: `split of ${place}` }, asking.chance);
      if (variant === null) return { enabled, value: CONTROL, variant: known(null) };
      return { enabled, value: valueOfVariant(variant, asking), variant: known(variant) };
    }
    case "rollout": {
      const because = unknown("elsewhere", "Flagsmith has no rollouts by time");
      return { enabled, value: because, variant: because };
    }
  }
}

const CONTROL = unknown("unmanaged", "the control share gets the flag's own value, which a split does not state");
