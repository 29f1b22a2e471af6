import type { Chance } from "./chance";

const SHORT = [
  ...["", " ", "a", "Shop", "production", "beta", "checkout", "0", "-1", "1e999999999", "null", "true", "9007199254740993"],
  ...[
    "__proto__",
    "constructor",
    "toString",
    "id:1",
    "id:",
    "a/b/c",
    "production/checkout/beta",
    "////",
    "..",
    "%",
    "%2e%2e",
    "%zz",
  ],
  ...["\u0000", "\n", "\u001b[2J", "\u202e", "\uFEFF", "é", "🙂", "<b>", '"', "\\", "'", "${x}", "%{if}", "{", "[", "[[[["],
  ...["(a+)+$", "2024-02-30T25:00:00Z"],
];
const LONG = ["9".repeat(400), "x".repeat(5000), "/".repeat(3000), '\\"'.repeat(2000), "{".repeat(3000), "a,".repeat(2000)];

/** A text as people, or whoever means harm, may write it. */
export function anyText(chance: Chance): string {
  return chance.pick(chance.oneIn(100) ? LONG : SHORT);
}

const NUMBERS = [0, -0, 1, -1, 0.1, 100, 100.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, 1e21, 1e308, -1e308, 5e-324];
const DEEP: unknown = JSON.parse("[".repeat(60) + "]".repeat(60));

/** A value that nobody expects, as JSON has them. */
export function hostile(chance: Chance): unknown {
  switch (chance.below(8)) {
    case 0:
      return null;
    case 1:
      return chance.oneIn(2);
    case 2:
      return chance.pick(NUMBERS);
    case 3:
      return chance.pick<unknown>([[], {}, [null], [[]], { "": null }, { toString: null }, DEEP]);
    case 4:
      return chance.many(4, () => anyText(chance));
    case 5:
      return Object.fromEntries(chance.many(3, (): [string, unknown] => [anyText(chance), hostile(chance)]));
    default:
      return anyText(chance);
  }
}

/** The same JSON with something changed in one place of it. */
export function mutated(chance: Chance, value: unknown): unknown {
  if (chance.oneIn(5) || typeof value !== "object" || value === null) return hostile(chance);
  if (Array.isArray(value)) return mutatedList(chance, value);
  const entries = Object.entries(value);
  const at = chance.below(entries.length + 1);
  const [key, inner] = entries[at] ?? [anyText(chance), hostile(chance)];
  if (entries[at] !== undefined && chance.oneIn(6)) entries.splice(at, 1);
  else entries.splice(at, 1, [chance.oneIn(12) ? anyText(chance) : key, mutated(chance, inner)]);
  return Object.fromEntries(entries);
}

function mutatedList(chance: Chance, list: readonly unknown[]): unknown[] {
  const at = chance.below(list.length + 1);
  const item = list[at];
  if (chance.oneIn(6)) return [...list.slice(0, at), ...list.slice(at + 1)];
  if (chance.oneIn(6)) return [...list.slice(0, at), item ?? hostile(chance), ...list.slice(at)];
  return [...list.slice(0, at), mutated(chance, item), ...list.slice(at + 1)];
}

/** The same bytes with some of them changed, lost, put in, doubled or cut off. */
export function mangled(chance: Chance, bytes: Buffer): Buffer {
  const at = chance.below(bytes.length + 1);
  const length = chance.below(Math.min(16, bytes.length - at) + 1);
  const [before, part, after] = [bytes.subarray(0, at), bytes.subarray(at, at + length), bytes.subarray(at + length)];
  switch (chance.below(6)) {
    case 0:
      return before;
    case 1:
      return Buffer.concat([before, after]);
    case 2:
      return Buffer.concat([before, part, part, after]);
    case 3:
      return Buffer.concat([before, Buffer.from(chance.many(8, () => chance.below(256))), after]);
    case 4:
      return Buffer.concat([before, chance.pick(LENGTHS), after]);
    default:
      return Buffer.concat([before, Buffer.from(part.map((each) => each ^ (1 << chance.below(8)))), after]);
  }
}

/** Lengths of msgpack and protobuf that promise more than comes. */
const LENGTHS = [
  [0xdd, 0xff, 0xff, 0xff, 0xff],
  [0xdf, 0x7f, 0xff, 0xff, 0xff],
  [0xdb, 0xff, 0xff, 0xff, 0xff],
  [0xc9, 0xff, 0xff, 0xff, 0xff],
  [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  [0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f],
  Array.from({ length: 120 }, () => 0x91),
].map((each) => Buffer.from(each));
