import { toTyped } from "../api/values";
import { type Changes, isEmpty } from "../state/changes";
import type { OverrideState, WantedState } from "../state/definition";
import { type Places } from "../state/override-places";
import { weightsBody } from "../state/variant-weights";

/**
 * Changes as one version. The server creates, then updates in the given order, then removes. A
 * priority that is taken shifts its holder (and the next one), so each override moves only to a free priority.
 */
export function versionBody({ default: byDefault, updates, creates, removals, places }: Changes): object {
  const { initial, moves } = places
    ? planPriorities(places.from, places.to)
    : { initial: new Map<string, number>(), moves: [] };
  const pending = new Map(updates);
  const changed: object[] = isEmpty(byDefault) ? [] : [{ feature_segment: null, ...stateBody(byDefault) }];
  for (const [segmentId, priority] of moves) {
    changed.push({ feature_segment: linkBody(segmentId, priority), ...stateBody(pending.get(segmentId) ?? {}) });
    pending.delete(segmentId);
  }
  for (const [segmentId, update] of pending) {
    changed.push({ feature_segment: linkBody(segmentId, undefined), ...stateBody(update) });
  }
  return {
    publish_immediately: true,
    ...(creates.length > 0 && {
      feature_states_to_create: inOrderOf(creates).map((override) => ({
        feature_segment: linkBody(override.segmentId, initial.get(override.segmentId)),
        ...overrideBody(override),
      })),
    }),
    ...(changed.length > 0 && { feature_states_to_update: changed }),
    ...(removals.length > 0 && { segment_ids_to_delete_overrides: removals.map(Number) }),
  };
}

/** Everything a new override has: the rest would come from the flag's initial value. */
export function overrideBody({ enabled, value, variants }: OverrideState): object {
  return {
    enabled,
    feature_state_value: toTyped(value),
    ...(variants.length > 0 && { multivariate_feature_state_values: weightsBody(variants) }),
  };
}

/** What changes; the server requires a value, and an empty one changes nothing. */
function stateBody({ enabled, value, variants }: WantedState): object {
  return {
    ...(enabled === undefined ? {} : { enabled }),
    feature_state_value: value === undefined ? {} : toTyped(value),
    ...(variants && { multivariate_feature_state_values: weightsBody(variants) }),
  };
}

function linkBody(segmentId: string, priority: number | undefined): object {
  return { segment: Number(segmentId), ...(priority === undefined ? {} : { priority }) };
}

function inOrderOf(creates: readonly OverrideState[]): readonly OverrideState[] {
  return [...creates].sort((one, other) => one.priority - other.priority);
}

interface PriorityPlan {
  /** The priorities that new overrides are created with. One without goes last, and moves from there. */
  readonly initial: Places;
  /** In this order, each to a priority that is free by then. */
  readonly moves: readonly (readonly [string, number])[];
}

/** `from` includes overrides that the version removes at the end: until then they occupy their priorities. */
export function planPriorities(from: Places, to: Places): PriorityPlan {
  const places = new Map(from);
  const initial = new Map<string, number>();
  const moves: [string, number][] = [];
  const isTaken = (place: number, by?: string): boolean => [...places].some(([id, each]) => each === place && id !== by);
  const last = (): number => Math.max(-1, ...places.values()) + 1;
  for (const [id, place] of [...to].sort(([, one], [, other]) => one - other)) {
    if (from.has(id)) continue;
    if (!isTaken(place)) initial.set(id, place);
    places.set(id, isTaken(place) ? last() : place);
  }
  const move = (id: string, place: number): void => {
    moves.push([id, place]);
    places.set(id, place);
  };
  for (;;) {
    const wrong = [...to].filter(([id, place]) => places.get(id) !== place);
    const [first] = wrong;
    if (!first) return { initial, moves };
    const free = wrong.find(([id, place]) => !isTaken(place, id));
    if (free) {
      move(...free);
      continue;
    }
    const [, wanted] = first;
    for (const [id, place] of [...places]) if (place === wanted) move(id, Math.max(last(), ...to.values()) + 1);
  }
}
