import { unlistedIn } from "../../adapter/edits/changeset";
import {
  applyTo,
  differenceOf,
  type FlagState,
  inFullWhereGone,
  type OverrideState,
  statedIn,
  type Wanted,
  type WantedState,
} from "./definition";
import { type Places, placesOf } from "./override-places";
import type { UnitMemory } from "./unit-memory";
import { isWhole } from "./whole-state";

/** Only what a batch changes of a flag: for the APIs that take changes of single states. */
export interface Changes {
  readonly default: WantedState;
  /** Overrides that exist: what changes, apart from their place. */
  readonly updates: ReadonlyMap<string, WantedState>;
  /** In full, with their new priority. */
  readonly creates: readonly OverrideState[];
  readonly removals: readonly string[];
  /** The places of the overrides before and after. Absent: none moves. */
  readonly places: { readonly from: Places; readonly to: Places } | undefined;
}

export function isNothing({ default: byDefault, updates, creates, removals, places }: Changes): boolean {
  if (!isEmpty(byDefault) || updates.size > 0 || creates.length > 0 || removals.length > 0) return false;
  return places === undefined || [...places.to].every(([id, place]) => places.from.get(id) === place);
}

export function isEmpty({ enabled, value, variants }: WantedState): boolean {
  return enabled === undefined && value === undefined && variants === undefined;
}

/** From what was looked at. */
export function changesBetween(state: FlagState, target: FlagState): Changes {
  const updates = new Map<string, WantedState>();
  const creates: OverrideState[] = [];
  for (const override of target.overrides) {
    const current = state.overrides.find(({ segmentId }) => segmentId === override.segmentId);
    if (!current) {
      creates.push(override);
      continue;
    }
    const difference = differenceOf(current, override);
    if (!isEmpty(difference)) updates.set(override.segmentId, difference);
  }
  const kept = new Set(target.overrides.map(({ segmentId }) => segmentId));
  return {
    default: differenceOf(state, target),
    updates,
    creates,
    removals: state.overrides.flatMap(({ segmentId }) => (kept.has(segmentId) ? [] : [segmentId])),
    places: { from: placesOf(state.overrides), to: placesOf(target.overrides) },
  };
}

/** From what this run knows, without a look; undefined where that is not enough. */
export function predictedChanges(asked: Wanted, { overrides, pinned }: UnitMemory): Changes | undefined {
  if (!overrides) return changesUnseen(asked);
  const extra = unlistedIn(asked.only, overrides.keys());
  // Only a read shows who owns them.
  if (extra.length > 0 && asked.only?.refuse) return undefined;
  const known = [...overrides].map(([segmentId, priority]) => ({ ...UNKNOWN, segmentId, priority }));
  const current = { ...UNKNOWN, overrides: known.sort((one, other) => one.priority - other.priority) };
  const wanted = inFullWhereGone(current, asked);
  const target = applyTo(current, wanted, pinned);
  const creates = target.overrides.filter(({ segmentId }) => !overrides.has(segmentId));
  // What is not stated of a new one is the default's, which is not known.
  if (!creates.every(({ segmentId }) => isWhole(wanted.puts.get(segmentId) ?? {}))) return undefined;
  return {
    default: statedIn(wanted.default),
    updates: statedUpdates(wanted, (id) => overrides.has(id)),
    creates,
    removals: [...overrides.keys()].filter((id) => wanted.removals.has(id) || extra.includes(id)),
    places: { from: overrides, to: placesOf(target.overrides) },
  };
}

/** Of overrides that the caller saw, and that keep their places; of removals. */
function changesUnseen(wanted: Wanted): Changes | undefined {
  if (wanted.only) return undefined;
  const puts = [...wanted.puts.values()];
  if (!puts.every(({ whole, priority }) => whole !== undefined && priority === undefined)) return undefined;
  return {
    default: statedIn(wanted.default),
    updates: statedUpdates(wanted, () => true),
    creates: [],
    removals: [...wanted.removals],
    places: undefined,
  };
}

function statedUpdates(wanted: Wanted, isThere: (segmentId: string) => boolean): ReadonlyMap<string, WantedState> {
  const stated = [...wanted.puts].map(([id, put]) => [id, statedIn(put)] as const);
  return new Map(stated.filter(([id, put]) => isThere(id) && !isEmpty(put)));
}

const UNKNOWN = { enabled: false, value: null, variants: [] } as const;
