import type { Capabilities } from "../../platforms/port/capabilities";
import type { AudienceChange, WholeOverride } from "../../platforms/port/edit";
import type { StatedAudience } from "./read-audience";
import { changedServe, serveOf } from "./serve-value";

/** Exactly what differs; without a base, everything that is set. */
export function audienceChange(
  base: StatedAudience | null,
  state: StatedAudience,
  { freeValues }: Pick<Capabilities, "freeValues">,
): AudienceChange {
  const serve = changedServe(base?.serve ?? null, state.serve);
  const { enabled } = state;
  // Where "on" is a variant too, `enabled` alone decides what is served when nothing else does. Elsewhere it adds nothing,
  // and what was handed over must not be written.
  const speaksAlone = !freeValues.can && base !== null && base.serve !== null && state.serve === null;
  const changes = enabled !== (base?.enabled ?? null) || speaksAlone;
  return { ...(enabled !== null && changes && { enabled }), ...(serve && { serve }) };
}

/** Everything that is set. */
export function wholeAudience({ enabled, serve }: StatedAudience): AudienceChange {
  const wanted = serveOf(serve);
  return { ...(enabled !== null && { enabled }), ...(wanted && { serve: wanted }) };
}

interface StatedOverride extends StatedAudience {
  readonly priority: number | null;
}

/** The change of a segment's override, together with what the segment gets. */
export function priorityChange(
  base: Pick<StatedOverride, "priority"> | null,
  { priority }: Pick<StatedOverride, "priority">,
): Pick<WholeOverride, "priority"> {
  return priority !== null && priority !== (base?.priority ?? null) ? { priority } : {};
}

/** Everything that is set of a segment's override. */
export function wholeOverride({ priority, ...audience }: StatedOverride): WholeOverride {
  return { ...(priority !== null && { priority }), ...wholeAudience(audience) };
}
