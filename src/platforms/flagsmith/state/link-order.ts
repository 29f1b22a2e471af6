/** Priorities by whatever names the one that has it. */
export type Order<K> = ReadonlyMap<K, number>;

/** `to()` of the server: a move up or down shifts those in between by one, and neither clamps nor closes gaps. */
export function moved<K>(order: Order<K>, key: K, priority: number): Map<K, number> {
  const after = new Map(order);
  const from = order.get(key);
  if (from === undefined) return after;
  for (const [other, place] of order) {
    if (priority < from && place >= priority && place < from) after.set(other, place + 1);
    if (priority > from && place > from && place <= priority) after.set(other, place - 1);
  }
  return after.set(key, priority);
}

/** A link that is deleted leaves no gap. */
export function withoutLink<K>(order: Order<K>, key: K): Map<K, number> {
  const gap = order.get(key);
  const after = new Map(order);
  after.delete(key);
  if (gap === undefined) return after;
  for (const [other, place] of after) if (place > gap) after.set(other, place - 1);
  return after;
}

/** With a new link at a priority: who holds it is first moved one down, which may bring another there. */
export function inserted<K>(order: Order<K>, key: K, priority: number): Map<K, number> {
  const holder = [...order].find(([, place]) => place === priority)?.[0];
  const after = holder === undefined ? new Map(order) : moved(order, holder, priority + 1);
  return after.set(key, priority);
}

type Moves<K> = readonly (readonly [K, number])[];

/** Moves, one at a time, that end in the wanted order: the shortest of three ways there, each of which is long for some orders. */
export function movesTo<K>(from: Order<K>, to: Order<K>): Moves<K> {
  const ways = [byFewestLeft(from, to), straight(from, to, 0), straight(from, to, -1)].filter((way) => way !== undefined);
  return ways.reduce((one, other) => (other.length < one.length ? other : one));
}

/** Always the smallest number that is wrong (at 0), or the largest (at -1); undefined where that takes long. */
function straight<K>(from: Order<K>, to: Order<K>, which: 0 | -1): Moves<K> | undefined {
  const moves: (readonly [K, number])[] = [];
  let order: Order<K> = from;
  for (let step = 0; step <= 4 * to.size; step++) {
    const move = misplaced(order, to).at(which);
    if (!move) return moves;
    moves.push(move);
    order = moved(order, ...move);
  }
  return undefined;
}

/**
 * Always the move that leaves fewest out of place. This ends, because no earlier
 * state is visited again; if no move helps, the smallest number goes first each time.
 */
function byFewestLeft<K>(from: Order<K>, to: Order<K>): Moves<K> {
  const moves: (readonly [K, number])[] = [];
  const seen = new Set<string>();
  let order: Order<K> = from;
  for (let step = 0; ; step++) {
    const wrong = misplaced(order, to);
    if (wrong.length === 0) return moves;
    seen.add(spell(order));
    const options = wrong.map((move) => ({ move, after: moved(order, ...move) }));
    const fresh = step < 4 * to.size ? options.filter(({ after }) => !seen.has(spell(after))) : [];
    const [first] = options;
    const best = fresh.reduce<(typeof options)[number] | undefined>(
      (one, other) => (one && misplaced(one.after, to).length <= misplaced(other.after, to).length ? one : other),
      undefined,
    );
    const chosen = best ?? first;
    if (!chosen) return moves;
    moves.push(chosen.move);
    order = chosen.after;
  }
}

function misplaced<K>(order: Order<K>, to: Order<K>): (readonly [K, number])[] {
  const wrong = [...to].filter(([key, place]) => order.has(key) && order.get(key) !== place);
  return wrong.sort(([, one], [, other]) => one - other);
}

function spell<K>(order: Order<K>): string {
  return [...order.values()].join(" ");
}
