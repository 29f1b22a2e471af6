import * as z from "zod/mini";
import { CONDITION_TYPES, SEGMENT_OPERATORS } from "../../src/platforms/model/segment-rule";
import { JSON_TEXT, TIMESTAMP } from "../../src/resources/common/checks";
import type { Type } from "../../src/terraform/schema";
import { fc } from "../support/fast-check";
import { memberOf, type Place } from "./places";

/** What stands at the borders of each type. Texts are as they are meant: nothing in them is a template. */

const TEXTS: readonly string[] = [
  ...[
    "",
    " ",
    "\n",
    " a",
    "a ",
    "a\n",
    "\ta",
    "\u00a0a",
    "a\ufeff",
    "a\u2028",
    "a  b",
    "a\nb",
    "a\r\nb",
    "\u200ba",
    "\u0085a",
  ],
  ...["a\u0000b", "\u0000", "a\u0007b", "a\u001bb", "\u007f"],
  ...["e\u0301", "é", "😀", "👩‍👩‍👧", "\u202ea", "ſ", "İ", "ß", "\ufffd", "日本", "\u{10ffff}"],
  ...["constructor", "toString", "hasOwnProperty", "__proto__", "prototype", "length"],
  ...[
    "a.b",
    "a/b",
    "a b",
    "a%2Fb",
    "a,b",
    "a:b",
    "id:1",
    "id:",
    "a|b",
    "*",
    "[",
    "\\",
    '"',
    "'",
    "<b>",
    "$",
    "${a}",
    "%{a}",
  ],
  ...[
    "true",
    "True",
    "false",
    "on",
    "off",
    "0",
    "1",
    "01",
    "1.0",
    "-0",
    "1e400",
    "NaN",
    "Infinity",
    "null",
    "undefined",
    "abc",
  ],
  ...["{}", "[]", "control", "A", "a_b", "a-b", "-a", "_a", "1a", "aA"],
  ...["2027-01-11T09:00:00Z", "2027-02-30T09:00:00Z", "2027-01-11", "1.2", "1.2.3", "1.2.3-01", "1.2.0:semver", "50", "2|0"],
  ...[24, 25, 64, 65, 100, 101, 128, 129, 150, 151, 250, 255, 256, 400, 512, 513, 2000, 2001, 20_000, 20_001].map((length) =>
    "x".repeat(length),
  ),
  ...["😀".repeat(64), "😀".repeat(128), "é".repeat(255), "x".repeat(200_000)],
];

const INTEGERS: readonly unknown[] = [
  ...[0, 1, -1, 2, 50, 99, 100, 101, 1000, 100_000, 100_001, 2_147_483_647, 2_147_483_648, -2_147_483_649],
  ...["9007199254740991", "9007199254740992", "9007199254740993", "1e400", "1.5", "1.0", "1e2", "-0"],
];

const NUMBERS: readonly unknown[] = [
  ...[0, 1, -1, 0.1, 0.5, 30, 33.33, 50, 70, 99.999, 99.9999, 100, 100.5, 101],
  ...["33.333333333333333333", "1.10", "1e2", "1e-7", "0.00001", "1e400", "1e-400", "-0", "9007199254740993", "1e21"],
  ...["5e-324", "1.7976931348623157e308", "123456789012345678901234567890.123456789"],
];

const JSON_TEXTS: readonly string[] = [
  ...[
    "null",
    "true",
    "0",
    "-0",
    "-0.0",
    "1",
    "1.0",
    "1E2",
    "100",
    "1e2",
    "0.1",
    "1e-7",
    "1e21",
    "1e400",
    "-1e400",
    "1e-400",
  ],
  ...["9007199254740991", "9007199254740993", "123456789012345678901234567890", "0.1000000000000000055511151231257827"],
  ...[
    "1.7976931348623157e308",
    "5e-324",
    "3.0e-324",
    '""',
    '" "',
    '"a "',
    '"\\u0000"',
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"😀"',
  ],
  ...[
    '"e\u0301"',
    '"é"',
    '"\\u00e9"',
    "{}",
    "[]",
    " {} ",
    "[1,1]",
    "[null]",
    "[[]]",
    '{"":1}',
    '{"a.b":1,"a/b":2}',
    '{"a":null}',
  ],
  ...['{"a":1,"a":2}', '{"a":1,"a":1}', '{"b":{"a":1,"a":2}}', '[{"a":1,"\\u0061":2}]', '{"é":1,"e\u0301":2}'],
  ...[
    '{"__proto__":1}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"toString":null}',
    '{"😀":1}',
    '{"2":1,"1":2}',
  ],
  ...[
    '{"a":[1e400]}',
    '{"a":{"b":9007199254740993}}',
    '"9007199254740993 and 1e400"',
    '{"1e400":1}',
    '"\\"1e400\\""',
    "[1.0,1E2]",
  ],
  ...[
    `${"[".repeat(100)}${"]".repeat(100)}`,
    `${"[".repeat(2000)}${"]".repeat(2000)}`,
    `${'{"a":'.repeat(500)}1${"}".repeat(500)}`,
  ],
  ...[
    `"${"x".repeat(20_000)}"`,
    `"${"x".repeat(40_000)}"`,
    `"${"😀".repeat(60_000)}"`,
    "",
    " ",
    "{",
    "{a:1}",
    "NaN",
    "01",
    "'a'",
    "1 2",
  ],
];

const VALUES_OF_CONDITIONS = [
  ...[
    "",
    "a",
    "True",
    "true",
    "false",
    "abc",
    "1",
    "1.0",
    "01",
    " 1",
    "1e400",
    "9007199254740993",
    "0x10",
    "NaN",
    "-0",
    "Infinity",
  ],
  ...[
    "2027-01-11T09:00:00Z",
    "2027-02-30T09:00:00Z",
    "2027-01-11T24:00:00Z",
    "2027-01-11",
    "1.2",
    "1.2.3",
    "1.2.3-01",
    "v1.2.3",
  ],
  ...["50", "2|0", "a ", "(", "[a-z]+", "^a", "a,b", "é", "😀", "${a}", "\u0000", "A"],
];

const conditionValue = fc.constantFrom(...VALUES_OF_CONDITIONS);
const maybe = <T>(arbitrary: fc.Arbitrary<T>, likely = 3) => fc.option(arbitrary, { nil: undefined, freq: likely });

/** Operators with what they take, mostly: all that an attribute alone could not show. */
export const conditions = fc
  .record({
    operator: fc.constantFrom(...SEGMENT_OPERATORS),
    trait: maybe(
      fc.constantFrom("plan", "plan", "plan", "a.b", "user.plan", " plan", "", "constructor", "é", "distinct_id"),
      8,
    ),
    one: conditionValue,
    several: fc.array(conditionValue, { maxLength: 3 }),
    type: maybe(fc.constantFrom(...CONDITION_TYPES), 2),
    odd: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ operator, trait, one, several, type, odd }) => {
    // Whether a segment exists is looked up by the plan, which has tests of its own: these do.
    if (SEGMENTS.has(operator)) return defined({ operator, values: ["beta", "vip"].slice(0, several.length), type });
    const takes = SEVERAL.has(operator) ? { values: several } : SET.has(operator) ? {} : { value: one };
    const withTrait = trait === undefined || SEGMENTS.has(operator) ? {} : { trait };
    return defined({ operator, ...withTrait, ...(odd === 0 ? { value: one, values: several } : takes), type });
  });

const SEGMENTS = new Set<string>(["in_segment", "not_in_segment"]);
const SET = new Set<string>(["is_set", "is_not_set"]);
const SEVERAL = new Set<string>([
  ...["between", "one_of", "not_one_of", "has_any_of", "has_all_of", "has_none_of", "has_exactly", "is_part_of"],
  ...["in_segment", "not_in_segment", "flag_serves", "flag_does_not_serve"],
]);

/** Left out. */
export const ABSENT = Symbol("absent");

/** What a place is tried with: what stands at borders, and now and then anything at all. */
export function valuesFor(place: Place, current: unknown, more: readonly unknown[]): fc.Arbitrary<unknown> {
  const own = more.length === 0 ? [] : [{ weight: 3, arbitrary: fc.constantFrom(...more) }];
  const known = fixedValues(place, current);
  const fixed = known.length === 0 ? [] : [{ weight: 4, arbitrary: fc.constantFrom(...known) }];
  const free = freeValues(place);
  return fc.oneof(...own, ...fixed, ...(free ? [{ weight: isCondition(place.type) ? 20 : 1, arbitrary: free }] : []));
}

/** All of them that are listed, for who wants each once. */
export function fixedValues(place: Place, current: unknown): readonly unknown[] {
  const absent = place.key === undefined && typeof place.path.at(-1) === "string" ? [ABSENT] : [];
  return [...absent, ...ofType(place, current)];
}

function ofType({ type, attribute }: Place, current: unknown): readonly unknown[] {
  switch (type.kind) {
    case "bool":
      return [true, false];
    case "integer":
      return INTEGERS;
    case "number":
      return NUMBERS;
    case "string": {
      if (attribute?.check === JSON_TEXT) return JSON_TEXTS;
      const words = wordsOf(attribute?.check);
      if (words) return [...words, ...TEXTS.slice(0, 4), "constructor", words[0]?.toUpperCase()];
      return attribute?.check === TIMESTAMP ? [...TIMES, ...TEXTS.slice(0, 20)] : TEXTS;
    }
    case "list":
    case "set": {
      const [first = blank(type.element)] = Array.isArray(current) ? (current as unknown[]) : [];
      if (first === undefined) return [[]];
      return [[], [first], [first, first], Array.from({ length: 60 }, (_, index) => varied(first, index)), [null]];
    }
    case "map": {
      const [first] = Object.entries((current ?? {}) as object) as [string, unknown][];
      const value = first?.[1] ?? blank(type.element);
      if (value === undefined) return [{}];
      const many = Array.from({ length: 60 }, (_, index) => [`${first?.[0] ?? "k"}-${String(index)}`, value] as const);
      return [{}, { [first?.[0] ?? "k"]: value }, Object.fromEntries(many), { k: null }];
    }
    case "object":
      return isCondition(type) ? [{}, null] : [{}];
  }
}

const TIMES = [
  ...["2027-01-11T09:00:00Z", "2027-01-11T09:00:00.123Z", "2027-01-11T09:00:00.1239Z", "2027-01-11T09:00:00+02:00"],
  ...["2027-01-11T09:00Z", "2027-02-30T09:00:00Z", "2027-01-11T24:00:00Z", "2027-01-11T25:00:00Z", "0001-01-01T00:00:00Z"],
  ...[
    "9999-12-31T23:59:59Z",
    "2027-13-11T09:00:00Z",
    "2027-01-11T09:00:00-00:00",
    "1970-01-01T00:00:00Z",
    "1969-01-01T00:00:00Z",
  ],
];

/** Made once: each takes a table of all characters. */
const GRAPHEMES = fc.string({ unit: "grapheme" });
const ANY_TEXT = fc.oneof(GRAPHEMES, fc.string({ unit: "binary", maxLength: 300 }), fc.string());
const ANY_JSON = fc.json();

function freeValues({ type, attribute }: Place): fc.Arbitrary<unknown> | undefined {
  if (isCondition(type)) return conditions;
  switch (type.kind) {
    case "integer":
      return fc.maxSafeInteger();
    case "number":
      return fc.double({ noDefaultInfinity: true, noNaN: true }).map(String);
    case "string":
      if (attribute?.check === JSON_TEXT) return ANY_JSON;
      if (wordsOf(attribute?.check)) return undefined;
      return ANY_TEXT;
    case "list":
      return isCondition(type.element) ? fc.array(conditions, { maxLength: 3 }) : undefined;
    case "set":
      return type.element.kind === "string" ? fc.array(GRAPHEMES, { maxLength: 4 }) : undefined;
    default:
      return undefined;
  }
}

export function isCondition(type: Type): boolean {
  return type.kind === "object" && Object.hasOwn(type.attributes, "operator");
}

/** The words of an enumeration. */
function wordsOf(check: unknown): readonly string[] | undefined {
  const entries = memberOf(memberOf(memberOf(check, "_zod"), "def"), "entries");
  const words = z.safeParse(z.record(z.string(), z.string()), entries);
  return words.success ? Object.values(words.data) : undefined;
}

/** Something of a type that needs nothing of a base. */
function blank(type: Type): unknown {
  if (type.kind === "string") return "a";
  return type.kind === "object" && Object.values(type.attributes).every(({ presence }) => presence !== "required")
    ? {}
    : undefined;
}

/** The same, with a name of its own where it has one. */
function varied(value: unknown, index: number): unknown {
  if (typeof value === "string") return `${value}${String(index)}`;
  const key = memberOf(value, "key");
  return typeof key === "string" ? { ...(value as object), key: `${key}${String(index)}` } : value;
}

function defined(record: Readonly<Record<string, unknown>>): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
