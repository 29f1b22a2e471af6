import type { Asking } from "../asking";
import { known, valueOr } from "../fact";
import { type Audience, offLeaf, servedByVariant } from "../serve/audience";
import type { Leaf, ServedLeaf } from "../serve/leaf";
import { fallback, isArchived, isKilled } from "../serve/switches";
import { targeted } from "../serve/targeted";
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
  const serveAudience = (audience: Audience): ServedLeaf => servedByVariant(audience, whenOff, asking, assign);
  const { leaf, trace } = targeted(asking, {
    isNamed: (identifier) => isNamedBy(identifier, asking),
    isMember: (segment) => isMember(segment, asking),
    judge: (condition) => judge(condition, asking),
    serve: serveAudience,
  });
  return leaf ?? { ...serveAudience(definition), reason: { kind: "default" }, trace };
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
