import type { SegmentCondition, SegmentRule } from "../../../src/platforms/model/segment-rule";
import type { Matcher } from "../../../src/platforms/split/document/document";
import { SEGMENT_KINDS } from "../../../src/platforms/split/document/document";
import { fromMatchers, sameMatchers, toMatchers } from "../../../src/platforms/split/document/rules";
import { refuseName, refuseRules } from "../../../src/platforms/split/segment/refusals";

const kindOf = (name: string) => SEGMENT_KINDS.find(({ kind }) => name.startsWith(kind)) ?? SEGMENT_KINDS[0];
const condition = (parts: Partial<SegmentCondition>): SegmentCondition => {
  return { operator: "equal_to", trait: "plan", value: null, values: null, type: null, ...parts };
};
const all = (...conditions: SegmentCondition[]): SegmentRule[] => [{ match: "all", conditions, rules: [] }];

const MATCHERS: Matcher[] = [
  { type: "IN_SEGMENT", string: "beta" },
  { type: "IN_SEGMENT", negate: true, string: "beta" },
  { type: "IN_LARGE_SEGMENT", string: "large_one" },
  { type: "IN_RULE_BASED_SEGMENT", string: "rule_based_one" },
  { type: "IN_LIST_STRING", strings: ["a"] },
  { type: "IN_LIST_STRING", attribute: "plan", strings: ["a", "b"] },
  { type: "IN_LIST_STRING", negate: true, attribute: "plan", strings: ["a", "b"] },
  { type: "STARTS_WITH_STRING", attribute: "plan", strings: ["a"] },
  { type: "ENDS_WITH_STRING", attribute: "plan", strings: ["a", "b"] },
  { type: "CONTAINS_STRING", negate: true, attribute: "plan", strings: ["a", "b"] },
  { type: "CONTAINS_STRING", negate: true, attribute: "plan", strings: ["a"] },
  { type: "MATCHES_STRING", attribute: "plan", string: "^a$" },
  { type: "EQUAL_SET", attribute: "tags", strings: ["a"] },
  { type: "ANY_OF_SET", attribute: "tags", strings: ["a", "b"] },
  { type: "ANY_OF_SET", negate: true, attribute: "tags", strings: ["a", "b"] },
  { type: "ALL_OF_SET", negate: true, attribute: "tags", strings: ["a", "b"] },
  { type: "PART_OF_SET", attribute: "tags", strings: ["a", "b"] },
  { type: "BOOLEAN", attribute: "paid", bool: true },
  { type: "BOOLEAN", negate: true, attribute: "paid", bool: false },
  { type: "EQUAL_NUMBER", attribute: "age", number: 5 },
  { type: "LESS_THAN_OR_EQUAL_NUMBER", attribute: "age", number: 5.5 },
  { type: "GREATER_THAN_OR_EQUAL_NUMBER", negate: true, attribute: "age", number: -5 },
  { type: "BETWEEN_NUMBER", attribute: "age", between: { from: 1, to: 2 } },
  { type: "ON_DATE", attribute: "born", date: 1_767_225_600_000 },
  { type: "ON_OR_AFTER_DATE", attribute: "born", date: 1_767_225_600_123 },
  { type: "ON_OR_BEFORE_DATE", attribute: "born", date: 1_767_225_600_000 },
  { type: "BETWEEN_DATE", attribute: "born", between: { from: 1_767_225_600_000, to: 1_767_225_660_000 } },
  { type: "EQUAL_TO_SEMVER", attribute: "app", string: "1.2.3" },
  { type: "GREATER_THAN_OR_EQUAL_TO_SEMVER", attribute: "app", string: "1.2.3" },
  { type: "LESS_THAN_OR_EQUAL_TO_SEMVER", attribute: "app", string: "1.2.3-rc.1" },
  { type: "BETWEEN_SEMVER", attribute: "app", between: { from: "1.0.0", to: "2.0.0" } },
  { type: "IN_LIST_SEMVER", attribute: "app", strings: ["1.0.0", "2.0.0"] },
  { type: "IN_SPLIT", depends: { splitName: "other", treatment: "on" } },
  { type: "IN_SPLIT", negate: true, depends: { splitName: "other", treatments: ["on", "beta"] } },
];

test.each(MATCHERS.map((matcher) => [JSON.stringify(matcher), matcher] as const))(
  "%s is told in neutral words, and comes back as it was",
  (_name, matcher) => {
    const told = fromMatchers([matcher]);
    expect(told).toBeDefined();
    expect(toMatchers(told ?? [], kindOf)).toEqual([matcher]);
  },
);

test("nobody's condition is everybody", () => {
  expect(toMatchers([], kindOf)).toEqual([{ type: "ALL_KEYS" }]);
  expect(fromMatchers([{ type: "ALL_KEYS" }])).toEqual([]);
});

test("a matcher that nobody knows here is told by its words only", () => {
  expect(
    fromMatchers([
      { type: "IN_LIST_STRING", strings: ["a"] },
      { type: "SOMETHING_NEW", string: "x" },
    ]),
  ).toBeUndefined();
});

test("matchers compare in any order, without members that say nothing, in either spelling of a dependency", () => {
  const one: Matcher[] = [
    { type: "IN_SEGMENT", string: "beta", negate: false, attribute: null },
    { type: "IN_SPLIT", depends: { splitName: "other", treatment: "on" } },
  ];
  const other: Matcher[] = [
    { type: "IN_SPLIT", depends: { splitName: "other", treatments: ["on"] } },
    { type: "IN_SEGMENT", string: "beta" },
  ];
  expect(sameMatchers(one, other)).toBe(true);
  expect(sameMatchers(one, [{ type: "IN_SEGMENT", string: "beta" }])).toBe(false);
});

test.each([
  [
    "an any of different traits",
    [{ match: "any", conditions: [condition({ value: "a" }), condition({ trait: "x", value: "b" })], rules: [] }],
    "one rule for each",
  ],
  ["greater_than", all(condition({ operator: "greater_than", value: "5" })), "at_least"],
  ["is_set", all(condition({ operator: "is_set" })), "matches"],
  ["percentage", all(condition({ operator: "percentage", value: "5", trait: null })), "split"],
  ["several segments", all(condition({ operator: "not_in_segment", trait: null, values: ["a", "b"] })), "one condition"],
  ["text where a number is due", all(condition({ operator: "at_least", value: "old" })), "not a number"],
  ["a number without a trait", all(condition({ operator: "at_least", value: "5", trait: null })), "needs a trait"],
  ["one segment alone", all(condition({ operator: "in_segment", trait: null, values: ["beta"] })), "segment override"],
  ["a none around what has an opposite", [{ match: "none", conditions: [condition({ value: "a" })], rules: [] }], "not_"],
] as [string, SegmentRule[], string][])("%s is refused in a definition, with the nearest thing", (_name, rules, nearest) => {
  expect(refuseRules(rules, "definition")).toContain(nearest);
});

test("what has no opposite operator stands in a none of its own; a list of one text is that text", () => {
  const rules: SegmentRule[] = [
    ...all(condition({ operator: "one_of", values: ["a"] })),
    { match: "none", conditions: [condition({ operator: "at_least", value: "5", type: "number" })], rules: [] },
  ];
  expect(refuseRules(rules, "definition")).toBeUndefined();
});

test("a segment may have alternatives", () => {
  const rules: SegmentRule[] = [
    { match: "any", conditions: [condition({ value: "a" }), condition({ trait: "x", value: "b" })], rules: [] },
  ];
  expect(refuseRules(rules, "segment")).toBeUndefined();
});

test("names: the nearest that would do", () => {
  expect(refuseName("flag", "new checkout")).toContain('"new_checkout"');
  expect(refuseName("flag", "new-checkout_2")).toBeUndefined();
  expect(refuseName("variant", "control")).toContain("reserved");
  expect(refuseName("environment", "Production")).toBeUndefined();
});
