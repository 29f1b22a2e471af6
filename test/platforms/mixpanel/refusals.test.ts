import { fromTree, toTree } from "../../../src/platforms/mixpanel/api/condition-tree";
import { fromLogic, toLogic } from "../../../src/platforms/mixpanel/api/json-logic";
import { fromSelector, toSelector } from "../../../src/platforms/mixpanel/api/selector";
import { refuseRules, refuseServe, refuseValue } from "../../../src/platforms/mixpanel/definition/refusals";
import type { SegmentCondition, SegmentRule } from "../../../src/platforms/model/segment-rule";

const condition = (changes: Partial<SegmentCondition>): SegmentCondition => ({
  operator: "equal_to",
  trait: "plan",
  value: null,
  values: null,
  type: null,
  ...changes,
});
const rule = (...conditions: SegmentCondition[]): SegmentRule => ({ match: "all", conditions, rules: [] });
const inSegments = (...values: string[]): SegmentCondition => condition({ operator: "in_segment", trait: null, values });

describe("conditions keep their meaning through JsonLogic", () => {
  test.each([
    ["the SDKs' own example", [rule(condition({ value: "premium" }))], { and: [{ "==": [{ var: "plan" }, "premium"] }] }],
    [
      "an order is of numbers",
      [rule(condition({ operator: "greater_than", value: "25" }))],
      { and: [{ ">": [{ var: "plan" }, 25] }] },
    ],
    ["contains", [rule(condition({ operator: "contains", value: "x" }))], { and: [{ in: ["x", { var: "plan" }] }] }],
    [
      "several rules",
      [rule(condition({ value: "a" })), { match: "none", conditions: [condition({ operator: "is_set" })], rules: [] }],
      { and: [{ and: [{ "==": [{ var: "plan" }, "a"] }] }, { "!": [{ or: [{ "!=": [{ var: "plan" }, null] }] }] }] },
    ],
    [
      "inner rules",
      [
        {
          match: "any",
          conditions: [condition({ operator: "not_contains", value: "a" })],
          rules: [{ match: "all", conditions: [condition({ operator: "between", values: ["1", "5"] })] }],
        },
      ],
      { or: [{ "!": [{ in: ["a", { var: "plan" }] }] }, { and: [{ "<=": [1, { var: "plan" }, 5] }] }] },
    ],
    ["a boolean", [rule(condition({ value: "true", type: "boolean" }))], { and: [{ "==": [{ var: "plan" }, true] }] }],
    [
      "a list",
      [rule(condition({ operator: "has_any_of", values: ["a", "b"] }))],
      { and: [{ some: [{ var: "plan" }, { in: [{ var: "" }, ["a", "b"]] }] }] },
    ],
  ] as const)("%s", (_name, rules, logic) => {
    expect(toLogic(toTree(rules))).toEqual(logic);
    const tree = fromLogic(logic);
    expect(tree && fromTree(tree)).toEqual(rules);
  });

  test("reads a condition that stands alone, and what it cannot say as nothing", () => {
    const tree = fromLogic({ "==": [{ var: "plan" }, "premium"] });
    expect(tree && fromTree(tree)).toEqual([rule(condition({ value: "premium" }))]);
    expect(fromLogic({ if: [{ var: "a" }, true, false] })).toBeUndefined();
    expect(fromLogic({ "==": [{ var: ["a", "default"] }, "x"] })).toBeUndefined();
  });
});

describe("conditions keep their meaning through a cohort's selector", () => {
  test.each([
    [[rule(condition({ value: "premium" }), condition({ operator: "is_not_set" }))]],
    [[rule(condition({ operator: "not_one_of", values: ["a", "b"] }), inSegments("4", "5"))]],
    [[rule(condition({ operator: "at_most", value: "2026-01-01T00:00:00Z", type: "date" }))]],
    [
      [
        {
          match: "any",
          conditions: [inSegments("4"), condition({ operator: "not_in_segment", trait: null, values: ["5", "6"] })],
          rules: [],
        },
      ],
    ],
  ] as const)("%j", (rules) => {
    const tree = fromSelector(toSelector(toTree(rules)));
    expect(tree && fromTree(tree)).toEqual(rules);
  });
});

describe("what Mixpanel cannot do is refused with the nearest thing that it can", () => {
  test.each([
    [[rule(inSegments("Beta"))], /segment override/],
    [[], /default/],
    [[rule(condition({ operator: "matches", value: "x" }))], /contains/],
    [[rule(condition({ operator: "percentage", value: "5" }))], /split/],
    [[rule(condition({ trait: "a.b", value: "x" }))], /dot/],
    [[{ match: "any", conditions: [inSegments("B"), condition({ value: "x" })], rules: [] }], /two rules/],
    [[{ match: "none", conditions: [inSegments("B")], rules: [] }], /not_in_segment/],
  ] as const)("as a rule: %j", (rules, words) => {
    expect(refuseRules(rules, "definition")).toMatch(words);
  });

  test("as a segment: no ranges, which two conditions say, and no patterns", () => {
    expect(refuseRules([rule(condition({ operator: "between", values: ["1", "2"] }))], "segment")).toMatch(
      /at_least and at_most/,
    );
    expect(refuseRules([rule(condition({ value: "x" }))], "segment")).toBeUndefined();
  });

  test("as a share: hundredths only", () => {
    const split = (low: number, high: number) =>
      ({ kind: "split", weights: { low, high }, control: null, bucketBy: null, otherwise: null }) as const;
    expect(refuseServe(split(33.3, 66.7))).toMatch(/whole percentages.*Use 33/);
    expect(refuseServe(split(30, 70))).toBeUndefined();
    expect(refuseServe({ kind: "variant", variant: "low" })).toBeUndefined();
  });

  test("as a value: numbers, and JSON that is no object", () => {
    expect(refuseValue({ kind: "integer", value: 5 })).toMatch(/string "5"/);
    expect(refuseValue({ kind: "json", value: "[1]" })).toMatch(/object/);
    expect(refuseValue({ kind: "json", value: '{"a":1}' })).toBeUndefined();
    expect(refuseValue({ kind: "string", value: "x".repeat(32_769) })).toMatch(/32,768/);
  });
});
