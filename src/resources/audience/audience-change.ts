import type { Capabilities } from "../../platforms/port/capabilities";
import type { AudienceChange, WholeOverride } from "../../platforms/port/edit";
import type { StatedAudience } from "./read-audience";
import { changedServe, serveOf } from "./serve-value";

/** Exactly what differs; where there is no base, everything that is stated. */
export function audienceChange(
  base: StatedAudience | null,
  state: StatedAudience,
  { freeValues }: Pick<Capabilities, "freeValues">,
): AudienceChange {
  const serve = changedServe(base?.serve ?? null, state.serve);
  const { enabled } = state;
  // Where "on" is a variant too, `enabled` alone says what is served again once nothing else does. Elsewhere it says nothing new,
  // and what was handed over is not to be written.
  const speaksAlone = !freeValues.can && base !== null && base.serve !== null && state.serve === null;
  const changes = enabled !== (base?.enabled ?? null) || speaksAlone;
  return { ...(enabled !== null && changes && { enabled }), ...(serve && { serve }) };
}

/** All that is stated. */
export function wholeAudience({ enabled, serve }: StatedAudience): AudienceChange {
  const wanted = serveOf(serve);
  return { ...(enabled !== null && { enabled }), ...(wanted && { serve: wanted }) };
}

interface StatedOverride extends StatedAudience {
  readonly priority: number | null;
}

/** Of a segment's override, beside what the segment gets. */
export function priorityChange(
  base: Pick<StatedOverride, "priority"> | null,
  { priority }: Pick<StatedOverride, "priority">,
): Pick<WholeOverride, "priority"> {
  return priority !== null && priority !== (base?.priority ?? null) ? { priority } : {};
}

/** All that is stated of a segment's override. */
export function wholeOverride({ priority, ...audience }: StatedOverride): WholeOverride {
  return { ...(priority !== null && { priority }), ...wholeAudience(audience) };
}
