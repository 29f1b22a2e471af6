import type { SegmentCondition, SegmentRule } from "../../../src/platforms/model/segment-rule";
import { formatIdentifier, parseIdentifier, USER_ID } from "../../../src/platforms/vercel/api/entity";
import { refuseValue } from "../../../src/platforms/vercel/api/values";
import { refuseServe } from "../../../src/platforms/vercel/definition/refuse-serve";
import { refuseName } from "../../../src/platforms/vercel/flag/refuse-name";
import { fromCondition, toCondition, UnsupportedRuleError } from "../../../src/platforms/vercel/segment/conditions";
import { refuseRules } from "../../../src/platforms/vercel/segment/refuse-rules";
import { fc } from "../../support/fast-check";
import { CONTEXT } from "./documents";

const user = (attribute: string) => ({ type: "entity", kind: "user", attribute });
const condition = (operator: SegmentCondition["operator"], rest: Partial<SegmentCondition> = {}): SegmentCondition => ({
  operator,
  trait: "plan",
  value: null,
  values: null,
  type: null,
  ...rest,
});

test.each<[SegmentCondition, object]>([
  [condition("equal_to", { value: "pro" }), { lhs: user("plan"), cmp: "eq", rhs: "pro" }],
  [condition("equal_to", { value: "3", type: "number" }), { lhs: user("plan"), cmp: "eq", rhs: 3 }],
  [condition("not_equal_to", { value: "true", type: "boolean" }), { lhs: user("plan"), cmp: "!eq", rhs: true }],
  [condition("greater_than", { value: "3.5" }), { lhs: user("plan"), cmp: "gt", rhs: 3.5 }],
  [condition("at_most", { value: "b", type: "string" }), { lhs: user("plan"), cmp: "lte", rhs: "b" }],
  [
    condition("less_than", { value: "2026-01-01T00:00:00Z", type: "date" }),
    { lhs: user("plan"), cmp: "before", rhs: "2026-01-01T00:00:00Z" },
  ],
  [condition("not_contains", { value: "x" }), { lhs: user("plan"), cmp: "!contains", rhs: "x" }],
  [condition("not_ends_with", { value: "x" }), { lhs: user("plan"), cmp: "!endsWith", rhs: "x" }],
  [
    condition("matches", { value: "^a" }),
    { lhs: user("plan"), cmp: "regex", rhs: { type: "regex", pattern: "^a", flags: "" } },
  ],
  [
    condition("one_of", { values: ["a", "b"], trait: "account.tier" }),
    {
      lhs: { type: "entity", kind: "account", attribute: "tier" },
      cmp: "oneOf",
      rhs: { type: "list", items: [{ value: "a" }, { value: "b" }] },
    },
  ],
  [
    condition("has_none_of", { values: ["1", "2"], type: "number" }),
    { lhs: user("plan"), cmp: "containsNoneOf", rhs: { type: "list", items: [{ value: 1 }, { value: 2 }] } },
  ],
  [condition("is_not_set"), { lhs: user("plan"), cmp: "!ex" }],
  [
    condition("not_in_segment", { trait: null, values: ["beta-users"] }),
    { lhs: { type: "segment" }, cmp: "!eq", rhs: "seg_beta" },
  ],
  [
    condition("in_segment", { trait: null, values: ["beta-users", "staff"] }),
    {
      lhs: { type: "segment" },
      cmp: "oneOf",
      rhs: { type: "list", items: [{ value: "seg_beta" }, { value: "seg_staff" }] },
    },
  ],
])("%j there and back", (neutral, vercel) => {
  expect(toCondition(neutral, CONTEXT)).toEqual(vercel);
  expect(fromCondition(toCondition(neutral, CONTEXT), CONTEXT)).toEqual(neutral);
});

test.each<[string, object]>([
  ["any case", { lhs: user("plan"), cmp: "eq", rhs: "a", cmpOptions: { ignoreCase: true } }],
  ["flags", { lhs: user("plan"), cmp: "regex", rhs: { type: "regex", pattern: "a", flags: "i" } }],
  ["mixed lists", { lhs: user("plan"), cmp: "oneOf", rhs: { type: "list", items: [{ value: "a" }, { value: 1 }] } }],
  ["an older word", { lhs: user("plan"), cmp: "notContains", rhs: "a" }],
  ["a newer subject", { lhs: { type: "deployment" }, cmp: "eq", rhs: "a" }],
])("what our words cannot say is not said: %s", (_what, vercel) => {
  expect(fromCondition(vercel as Parameters<typeof fromCondition>[0], CONTEXT)).toBeUndefined();
});

test.each<[SegmentCondition, string]>([
  [condition("between", { values: ["1", "2"] }), "`at_least` and `at_most`"],
  [condition("modulo", { value: "2|0" }), "percentage"],
  [condition("equal_to", { value: "1.2.3", type: "version" }), "cannot compare versions"],
  [condition("greater_than", { value: "abc" }), '`type = "string"`'],
  [condition("in_segment", { trait: null, values: ["nobody"] }), 'no segment "nobody"'],
])("%j is refused with the nearest thing", (neutral, words) => {
  expect(() => toCondition(neutral, CONTEXT)).toThrow(UnsupportedRuleError);
  expect(() => toCondition(neutral, CONTEXT)).toThrow(words);
});

const all = (...conditions: SegmentCondition[]): SegmentRule => ({ match: "all", conditions, rules: [] });
const pro = condition("equal_to", { value: "pro" });
const old = condition("at_least", { value: "18", trait: "age" });

test.each<[readonly SegmentRule[], "segment" | "definition", string | undefined]>([
  [[all(pro, old)], "definition", undefined],
  [[], "definition", undefined],
  [[all(pro), all(old)], "definition", "Write them in that form: all of plan equal_to"],
  [[{ match: "any", conditions: [pro, old], rules: [] }], "definition", "write one rule per alternative"],
  [[{ match: "none", conditions: [pro], rules: [] }], "definition", "use the negated conditions"],
  [[all(condition("in_segment", { trait: null, values: ["beta"] }))], "definition", "is a segment override"],
  [[all(condition("in_segment", { trait: null, values: ["beta", "staff"] }))], "definition", undefined],
  [[all(condition("percentage", { trait: null, value: "10" }))], "definition", "`serve.split`"],
  [[all(condition("equal_to", { value: "pro", trait: "user.plan" }))], "definition", "all of plan equal_to"],
  [[{ match: "any", conditions: [pro, old], rules: [] }], "segment", undefined],
  [[all(pro, condition("percentage", { trait: null, value: "12.5" }))], "segment", undefined],
  [[all(condition("percentage", { trait: null, value: "12.3456" }))], "segment", "three decimals"],
  [[{ match: "any", conditions: [pro], rules: [] }], "segment", "all of plan equal_to"],
])("rules %j in a %s: %s", (rules, place, words) => {
  const refused = refuseRules(rules, place, USER_ID);
  if (words === undefined) expect(refused).toBeUndefined();
  else expect(refused).toContain(words);
});

test("an identity has one spelling, and it means one attribute", () => {
  const word = fc.string({ minLength: 1 });
  fc.assert(
    fc.property(
      fc.constantFrom("user", "account"),
      fc.constantFrom("id", "email", "a.b"),
      word,
      (kind, attribute, value) => {
        const identity = { kind, attribute, value };
        const spelled = formatIdentifier(identity, USER_ID);
        expect(spelled).toBeDefined();
        expect(parseIdentifier(spelled ?? "", USER_ID)).toEqual(identity);
      },
    ),
  );
});

test("what Vercel would refuse or round is refused with a word", () => {
  const split = { kind: "split", weights: { on: 50 }, control: 50, bucketBy: null, otherwise: null } as const;
  expect(refuseServe(split)).toContain("no control share");
  expect(refuseServe({ ...split, weights: { on: 100 }, control: null, bucketBy: "plan" })).toContain('"user.plan"');
  expect(refuseServe({ ...split, weights: { on: 33.3333, off: 66.6667 }, control: null })).toBeUndefined();
  const rollout = {
    kind: "rollout",
    from: "off",
    to: "on",
    start: "2027-01-01T00:00:00Z",
    bucketBy: null,
    otherwise: null,
  } as const;
  const stages = (...percentages: number[]) => ({
    ...rollout,
    stages: percentages.map((percentage) => ({ percentage, minutes: 60 })),
  });
  expect(refuseServe(stages(5, 50))).toBeUndefined();
  expect(refuseServe(stages(5, 100))).toContain("remove the stage of 100 %");
  expect(refuseServe(stages(50, 5))).toContain("larger than the one before");
  expect(refuseServe(stages(0.0001))).toContain("three decimals");
  expect(refuseServe(stages())).toContain("at least one stage");
  expect(refuseValue({ kind: "number", value: "0.1" })).toBeUndefined();
  expect(refuseValue({ kind: "number", value: "9007199254740993" })).toContain("would change 9007199254740993");
  expect(refuseValue({ kind: "json", value: "{" })).toContain("not JSON");
  expect(refuseName("flag", "new-checkout_2")).toBeUndefined();
  expect(refuseName("segment", "Beta users!")).toContain('For example: "Beta-users"');
});
