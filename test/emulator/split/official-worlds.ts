import { fc } from "../../support/fast-check";

/** Whole workspaces, in the words of the Admin API: flags, segments of every kind, and who asks. */
export interface World {
  readonly flags: Readonly<Record<string, object>>;
  /** Keys of the standard and large segments, contents of the rule-based ones. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  readonly ruled: Readonly<Record<string, object>>;
  readonly seeds: readonly number[];
  readonly people: readonly Person[];
}

export interface Person {
  readonly key: string;
  readonly bucketingKey: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const KEYS = Array.from({ length: 8 }, (_each, index) => `user-${index}`);
const key = fc.constantFrom(...KEYS);
const DAY = Date.UTC(2024, 4, 1);

const text = fc.constantFrom("a", "ab", "abc", "A", "é", "12", "true");
const number = fc.constantFrom(-1.5, 0, 1, 2, 12, 100);
const date = fc.constantFrom(0, DAY, DAY + 59_999, DAY + 60_000, DAY + 86_400_000);
const version = fc.constantFrom(
  "1.2.3",
  "1.2.10",
  "1.2.3-rc.1",
  "1.2.3-rc.10",
  "1.2.3-a",
  "1.2.3+b",
  "01.2.3",
  "2.0.0-0",
  "2.0.0",
);
const odd = fc.constantFrom<unknown>(
  null,
  "",
  " ",
  "a",
  "12",
  "x.y.z",
  0,
  12,
  8.7e15,
  true,
  false,
  [],
  ["a"],
  [1, "a"],
  [12],
  {},
);

/** What people bring along: mostly what the conditions are about, sometimes anything, sometimes nothing. */
const attributes = fc
  .record(
    {
      text: fc.oneof({ weight: 3, arbitrary: text }, odd),
      number: fc.oneof({ weight: 3, arbitrary: number }, odd),
      date: fc.oneof({ weight: 3, arbitrary: date }, odd),
      bool: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<unknown>(true, false, "TRUE", "false") }, odd),
      version: fc.oneof({ weight: 3, arbitrary: version }, odd),
      list: fc.oneof({ weight: 3, arbitrary: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 3 }) }, odd),
    },
    { requiredKeys: [] },
  )
  .map((each) => ({ ...each }) as Readonly<Record<string, unknown>>);

const of = (
  type: string,
  attribute: string | undefined,
  member: string,
  value: fc.Arbitrary<unknown>,
): fc.Arbitrary<object> =>
  fc.record({ value, negate: fc.boolean() }).map((each) => ({
    type,
    ...(attribute !== undefined && { attribute }),
    [member]: each.value,
    ...(each.negate && { negate: true }),
  }));
const some = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(values, { minLength: 1, maxLength: 3 });
const between = <T extends number | string>(values: fc.Arbitrary<T>): fc.Arbitrary<object> =>
  fc.tuple(values, values).map(([one, other]) => (one <= other ? { from: one, to: other } : { from: other, to: one }));

const plain: readonly fc.Arbitrary<object>[] = [
  fc.constant({ type: "ALL_KEYS" }),
  of("IN_SEGMENT", undefined, "string", fc.constantFrom("standard-0", "standard-1")),
  of("IN_LARGE_SEGMENT", undefined, "string", fc.constant("large-0")),
  ...["IN_LIST_STRING", "STARTS_WITH_STRING", "ENDS_WITH_STRING", "CONTAINS_STRING"].flatMap((type) => [
    of(type, "text", "strings", some(text)),
    of(type, undefined, "strings", some(fc.oneof(key, fc.constantFrom("user", "-1", "7")))),
  ]),
  of("MATCHES_STRING", "text", "string", fc.constantFrom("^a", "b", ".*", "[", "(?i)a")),
  ...["EQUAL_SET", "ANY_OF_SET", "ALL_OF_SET", "PART_OF_SET"].map((type) =>
    of(type, "list", "strings", some(fc.constantFrom("a", "b", "c", "1"))),
  ),
  of("BOOLEAN", "bool", "bool", fc.boolean()),
  ...["EQUAL_NUMBER", "LESS_THAN_OR_EQUAL_NUMBER", "GREATER_THAN_OR_EQUAL_NUMBER"].map((type) =>
    of(type, "number", "number", number),
  ),
  of("BETWEEN_NUMBER", "number", "between", between(number)),
  ...["ON_DATE", "ON_OR_AFTER_DATE", "ON_OR_BEFORE_DATE"].map((type) => of(type, "date", "date", date)),
  of("BETWEEN_DATE", "date", "between", between(date)),
  ...["EQUAL_TO_SEMVER", "LESS_THAN_OR_EQUAL_TO_SEMVER", "GREATER_THAN_OR_EQUAL_TO_SEMVER"].map((type) =>
    of(type, "version", "string", version),
  ),
  of("BETWEEN_SEMVER", "version", "between", between(version)),
  of("IN_LIST_SEMVER", "version", "strings", some(version)),
];

const conditionOf = (...more: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.array(fc.oneof(...plain, ...more), { minLength: 1, maxLength: 3 }).map((matchers) => ({ matchers }));

const buckets = fc.constantFrom(0, 30, 50, 100).map((size) => [
  { treatment: "on", size },
  { treatment: "off", size: 100 - size },
]);

/** Everybody and every segment is a target of one treatment at most. */
const targets = (names: readonly string[]): fc.Arbitrary<readonly (readonly string[])[]> =>
  fc
    .array(fc.constantFrom(0, 1, 2, 3, 3, 3), { minLength: names.length, maxLength: names.length })
    .map((places) => [0, 1, 2].map((place) => names.filter((_each, index) => places[index] === place)));

const flagOf = (...more: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc
    .record({
      killed: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
      keys: targets(KEYS.slice(0, 4)),
      segments: targets(["standard-0", "standard-1"]),
      large: targets(["large-0"]),
      ruled: targets(["ruled-0", "ruled-1"]),
      defaultTreatment: fc.constantFrom("on", "off", "third"),
      trafficAllocation: fc.constantFrom(0, 40, 100, 100, 100),
      rules: fc.array(fc.record({ buckets, condition: conditionOf(...more) }), { maxLength: 4 }),
      defaultRule: buckets,
    })
    .map(({ keys, segments, large, ruled, ...rest }) => ({
      ...rest,
      treatments: ["on", "off", "third"].map((name, index) => ({
        name,
        ...(index === 0 && { configurations: '{"a":1}' }),
        keys: keys[index],
        segments: segments[index],
        largeSegments: large[index],
        ruleBasedSegments: ruled[index],
      })),
    }));

const inRuled = (...names: readonly string[]): fc.Arbitrary<object> =>
  of("IN_RULE_BASED_SEGMENT", undefined, "string", fc.constantFrom(...names));

const ruledOf = (excluded: readonly object[], ...more: readonly fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.record({
    rules: fc.array(fc.record({ condition: conditionOf(...more) }), { maxLength: 2 }),
    excludedKeys: fc.uniqueArray(key, { maxLength: 1 }),
    excludedSegments: fc.subarray([...excluded], { maxLength: 1 }),
  });

const standard = { name: "standard-0", type: "standard_segment" };
const large = { name: "large-0", type: "large_segment" };
const members = fc.uniqueArray(key, { maxLength: 3 });

export const worlds: fc.Arbitrary<World> = fc.record({
  flags: fc.record({
    "flag-0": flagOf(inRuled("ruled-0", "ruled-1")),
    "flag-1": flagOf(
      inRuled("ruled-0", "ruled-1"),
      of("IN_SPLIT", undefined, "depends", fc.constantFrom({ splitName: "flag-0", treatments: ["on", "third"] })),
    ),
  }),
  keys: fc.record({ "standard-0": members, "standard-1": members, "large-0": members }),
  ruled: fc.record({
    "ruled-0": ruledOf([standard, large]),
    "ruled-1": ruledOf([standard, large, { name: "ruled-0", type: "rule_based_segment" }], inRuled("ruled-0")),
  }),
  seeds: fc.array(fc.integer(), { minLength: 4, maxLength: 4 }),
  people: fc.array(fc.record({ key, bucketingKey: key, attributes }), { minLength: 6, maxLength: 6 }),
});
