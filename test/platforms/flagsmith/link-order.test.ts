import { inserted, moved, movesTo, withoutLink } from "../../../src/platforms/flagsmith/state/link-order";
import { planPriorities } from "../../../src/platforms/flagsmith/write-api/version-body";
import { fc, runs } from "../../support/fast-check";

const places = fc.uniqueArray(fc.nat({ max: 9 }), { maxLength: 6 });
const keys = "abcdef";

/** Links where they stand (ties and all), and the same links where they are to stand. */
const orders = fc.tuple(fc.array(fc.nat({ max: 9 }), { minLength: 0, maxLength: 6 }), places).map(([from, to]) => {
  const count = Math.min(from.length, to.length);
  const order = (numbers: readonly number[]): Map<string, number> =>
    new Map(numbers.slice(0, count).map((place, index) => [keys[index] ?? "", place]));
  return { from: order(from), to: order(to) };
});

test("moves, one by one, end exactly where they are to, whatever stood where", () => {
  fc.assert(
    fc.property(orders, ({ from, to }) => {
      const moves = movesTo(from, to);
      const end = moves.reduce((order, [key, place]) => moved(order, key, place), new Map(from));
      expect(end).toEqual(to);
      expect(moves.length).toBeLessThanOrEqual(from.size === 0 ? 0 : 4 * from.size);
    }),
    { numRuns: runs(5000) },
  );
});

test("five that stand in one place are parted in a few moves", () => {
  const keysOf = (...numbers: number[]) => new Map(numbers.map((place, index) => [keys[index] ?? "", place]));
  expect(movesTo(keysOf(0, 0, 0, 0, 0), keysOf(2, 4, 3, 5, 1)).length).toBeLessThanOrEqual(15);
});

test("two that change places take one move where they are neighbours, and nothing takes none", () => {
  const from = new Map([
    ["a", 0],
    ["b", 1],
  ]);
  expect(movesTo(from, from)).toEqual([]);
  const swapped = new Map([
    ["a", 1],
    ["b", 0],
  ]);
  expect(movesTo(from, swapped)).toHaveLength(1);
});

test("a removed link leaves no gap, and a new one pushes its holder only", () => {
  const from = new Map([
    ["a", 0],
    ["b", 1],
    ["c", 4],
  ]);
  expect([...withoutLink(from, "a").values()]).toEqual([0, 3]);
  expect(inserted(from, "n", 1)).toEqual(new Map([...from, ["b", 2], ["n", 1]]));
  // The holder's neighbour comes to where the holder was.
  expect(inserted(from, "n", 0)).toEqual(new Map([...from, ["a", 1], ["b", 0], ["n", 0]]));
});

/** As the server takes a version: a priority that is taken moves its holder, a new override without one goes last. */
function taken(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): Map<string, number> {
  const { initial: seats, moves } = planPriorities(from, to);
  let order = new Map(from);
  const fresh = [...to].filter(([id]) => !from.has(id)).sort(([, one], [, other]) => one - other);
  for (const [id] of fresh) order = inserted(order, id, seats.get(id) ?? Math.max(-1, ...order.values()) + 1);
  for (const [id, place] of moves) {
    const holder = [...order].find(([other, each]) => other !== id && each === place)?.[0];
    if (holder !== undefined) order = moved(order, holder, place + 1);
    order.set(id, place);
  }
  return order;
}

test("a version seats what is new and what moves, past what it removes, and disturbs nobody", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 9 }), { maxLength: 6 }), places, fc.nat(), (from, to, shift) => {
      const before = new Map(from.map((place, index) => [keys[index] ?? "", place]));
      const after = new Map(to.map((place, index) => [keys[(index + shift) % 6] ?? "", place]));
      const end = taken(before, after);
      for (const [id, place] of after) expect(end.get(id)).toBe(place);
      const { moves } = planPriorities(before, after);
      if ([...before].every(([id, place]) => after.get(id) === place)) expect(moves).toEqual([]);
    }),
    { numRuns: runs(5000) },
  );
});
