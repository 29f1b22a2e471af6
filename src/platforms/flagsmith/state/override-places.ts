/** Segment ids and their priorities. */
export type Places = ReadonlyMap<string, number>;

/** The priority of an override that is not there yet and states none: it goes last. */
export const LAST = Number.MAX_SAFE_INTEGER;

/**
 * A priority of its own for each override: stated ones get theirs, those in the way move down as little as they can, and keep their
 * order.
 */
export function settlePriorities(places: Places, stated: Places): Places {
  const taken = new Set(stated.values());
  const after = new Map<string, number>();
  let last = -1;
  for (const [id, place] of [...places].sort(([, one], [, other]) => one - other)) {
    const own = stated.get(id);
    let priority = own ?? (place === LAST ? Math.max(last, ...taken) + 1 : Math.max(last + 1, place));
    if (own === undefined) {
      while (taken.has(priority)) priority++;
      last = priority;
    }
    after.set(id, priority);
  }
  return after;
}

/**
 * Where the experiments leave the overrides: the server's own arithmetic, so that what is known need not be looked at again. A
 * new override goes last; a stated priority then moves it there, and those in between by one.
 */
export function afterPuts(
  places: Places,
  puts: readonly { readonly segmentId: string; readonly priority: number | undefined }[],
): Places {
  const after = new Map(places);
  for (const { segmentId, priority } of puts) {
    const current = after.get(segmentId) ?? Math.max(-1, ...after.values()) + 1;
    after.set(segmentId, current);
    if (priority === undefined || priority === current) continue;
    const isUp = priority < current;
    for (const [id, place] of after) {
      if (isUp && place >= priority && place < current) after.set(id, place + 1);
      if (!isUp && place > current && place <= priority) after.set(id, place - 1);
    }
    after.set(segmentId, priority);
  }
  return after;
}

/** Versioned environments close the gap that a removed override leaves, the others do not. */
export function afterRemovals(places: Places, removed: Iterable<string>, closesGaps: boolean): Places {
  const after = new Map(places);
  for (const id of removed) {
    const gap = after.get(id);
    if (gap === undefined) continue;
    after.delete(id);
    if (!closesGaps) continue;
    for (const [other, place] of after) if (place > gap) after.set(other, place - 1);
  }
  return after;
}

export function samePlaces(one: Places, other: Places): boolean {
  return one.size === other.size && [...one].every(([id, place]) => other.get(id) === place);
}

export function placesOf(overrides: readonly { readonly segmentId: string; readonly priority: number }[]): Places {
  return new Map(overrides.map(({ segmentId, priority }) => [segmentId, priority]));
}
