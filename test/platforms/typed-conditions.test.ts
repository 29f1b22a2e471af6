import { refuseRules as mixpanel } from "../../src/platforms/mixpanel/definition/refusals";
import type { ConditionType, SegmentCondition, SegmentOperator } from "../../src/platforms/model/segment-rule";
import { refuseRules } from "../../src/platforms/vercel/segment/refuse-rules";

/** What is no value of its type is refused before it is written as another one. */

const vercel = (rules: Parameters<typeof mixpanel>[0], place: Parameters<typeof mixpanel>[1]) =>
  refuseRules(rules, place, { kind: "user", attribute: "id" });

function rule(
  operator: SegmentOperator,
  value: string | readonly string[],
  type: ConditionType | null,
  trait: string | null,
) {
  const condition: SegmentCondition = {
    operator,
    trait,
    value: typeof value === "string" ? value : null,
    values: typeof value === "string" ? null : value,
    type,
  };
  return [{ match: "all", conditions: [condition], rules: [] }] as const;
}

const PLATFORMS = [
  ["Mixpanel", mixpanel],
  ["Vercel", vercel],
] as const;

describe.each(PLATFORMS)("%s", (_name, refuses) => {
  describe.each(["segment", "definition"] as const)("in a %s", (place) => {
    test.each([
      ["True", "boolean", "equal_to", /"True" is not a boolean: write "true" or "false"/],
      ["yes", "boolean", "not_equal_to", /not a boolean/],
      ["", "boolean", "equal_to", /not a boolean/],
      ["true ", "boolean", "equal_to", /not a boolean/],
      ["abc", "number", "equal_to", /"abc" is not a number/],
      ["", "number", "equal_to", /"" is not a number/],
      ["0x10", "number", "at_least", /not a number/],
      [" 1", "number", "at_least", /not a number/],
      ["NaN", "number", "equal_to", /not a number/],
      ["Infinity", null, "greater_than", /not a number/],
      ["abc", null, "less_than", /not a number/],
      ["1e400", "number", "equal_to", /cannot hold "1e400"/],
      ["9007199254740993", null, "greater_than", /cannot hold/],
    ] as const)("%p as %p with %s", (value, type, operator, words) => {
      expect(refuses(rule(operator, value, type, "plan"), place)).toMatch(words);
    });

    test.each([
      ["true", "boolean", "equal_to"],
      ["1.0", "number", "equal_to"],
      ["1e2", null, "at_least"],
      ["-0", "number", "equal_to"],
      ["abc", "string", "less_than"],
      ["True", null, "equal_to"],
      ["1e400", null, "equal_to"],
      ["", null, "equal_to"],
    ] as const)("%p as %p with %s is kept", (value, type, operator) => {
      expect(refuses(rule(operator, value, type, "plan"), place)).toBeUndefined();
    });

    test("one of a list", () => {
      expect(refuses(rule("one_of", ["1", "two"], "number", "plan"), place)).toMatch(/"two" is not a number/);
      expect(refuses(rule("one_of", ["1", "2"], "number", "plan"), place)).toBeUndefined();
      expect(refuses(rule("one_of", [], "number", "plan"), place)).toMatch(/remove `type`/);
    });

    test("texts that are compared as another type", () => {
      expect(refuses(rule("contains", "1", "number", "plan"), place)).toMatch(/compares text: remove `type`/);
      expect(refuses(rule("greater_than", "true", "boolean", "plan"), place)).toMatch(/order/);
    });
  });
});

test.each([null, ""])("Mixpanel compares properties, and needs the name of one: %p", (trait) => {
  for (const place of ["segment", "definition"] as const)
    expect(mixpanel(rule("equal_to", "a", null, trait), place)).toMatch(/set `trait` to its name/);
});

test("times that do not exist", () => {
  for (const value of ["2027-02-30T09:00:00Z", "2027-01-11T24:00:00Z", "2027-13-11T09:00:00Z", "yesterday", ""]) {
    expect(mixpanel(rule("greater_than", value, "date", "since"), "segment")).toMatch(/not a time/);
    expect(vercel(rule("greater_than", value, "date", "since"), "definition")).toMatch(/not a time/);
  }
  expect(vercel(rule("greater_than", "2028-02-29T09:00:00+02:00", "date", "since"), "definition")).toBeUndefined();
});

test("no advice names what was not written", () => {
  const none = (match: "all" | "any") => [{ match, conditions: [], rules: [] }] as const;
  expect(vercel(none("any"), "segment")).toBe("A rule needs at least one condition.");
  for (const place of ["segment", "definition"] as const)
    expect(mixpanel(none("all"), place)).toBe("A rule needs at least one condition.");
});
