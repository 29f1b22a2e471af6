import { unlistedIn } from "../../adapter/edits/changeset";
import { applyTo, type FlagState, type OverrideState, type Wanted } from "./definition";
import { afterPuts, type Places, placesOf, samePlaces } from "./override-places";
import type { UnitMemory } from "./unit-memory";
import { isWhole } from "./whole-state";

/** What to send without a read, and where the overrides are after it. */
export interface PredictedWrite {
  readonly target: FlagState;
  readonly puts: readonly OverrideState[];
  /** Sent afterwards, in this order: overrides of this run that the server pushes out of their places. */
  readonly again: readonly OverrideState[];
  readonly places: Places;
}

/**
 * The result of a batch, from what this run knows of the unit (all, if it created the flag). Undefined if a read is needed:
 * something must be sent back unchanged or removed, or the server would move an override that this run has not put.
 */
export function predictWrite(wanted: Wanted, { overrides, pinned, stated }: UnitMemory): PredictedWrite | undefined {
  if (!overrides || wanted.removals.size > 0) return undefined;
  if (unlistedIn(wanted.only, overrides.keys()).length > 0) return undefined;
  const all = [...(wanted.default ? [wanted.default] : []), ...wanted.puts.values()];
  if (!all.every(isWhole)) return undefined;
  // What is not known of the flag is not sent either.
  const known = [...overrides].map(([segmentId, priority]) => {
    return { ...UNKNOWN_STATE, ...stated?.get(segmentId), segmentId, priority };
  });
  const current = { ...UNKNOWN_STATE, overrides: known.sort((one, other) => one.priority - other.priority) };
  const target = applyTo(current, wanted, pinned);
  const puts = target.overrides.filter(({ segmentId }) => wanted.puts.has(segmentId));
  const sent = puts.map(({ segmentId }) => ({ segmentId, priority: wanted.puts.get(segmentId)?.priority }));
  let places = afterPuts(overrides, sent);
  const aim = placesOf(target.overrides);
  const again: OverrideState[] = [];
  for (let round = 0; !samePlaces(places, aim); round++) {
    const moved = target.overrides.filter(({ segmentId, priority }) => places.get(segmentId) !== priority);
    const isOurs = moved.every(({ segmentId }) => wanted.puts.has(segmentId) || stated?.has(segmentId));
    if (!isOurs || round > aim.size) return undefined;
    places = afterPuts(places, moved);
    again.push(...moved);
  }
  return { target, puts, again, places };
}

const UNKNOWN_STATE = { enabled: false, value: null, variants: [] } as const;
