import type { Reason, TraceStep } from "../answer";
import type { Asking } from "../asking";
import { known, valueOr } from "../fact";
import { judgeRules } from "../matching/rules";
import { type Audience, offLeaf, servedByVariant } from "../serve/audience";
import type { Leaf } from "../serve/leaf";
import { identityOverride, identityStep, segmentOverride } from "../serve/overrides";
import { fallback, isArchived, isKilled } from "../serve/switches";
import { firstRule } from "../serve/targeting";
import type { PlatformServing } from "./platform-serving";
import { isNamedBy } from "./vercel/entities";
import { assign } from "./vercel/outcomes";
import { isMember, judge } from "./vercel/segments";

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
  const { rule, steps } = firstRule(asking, (asked, when) =>
    judgeRules(asked, when, (condition) => judge(condition, asking)),
  );
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
