import { satisfies } from "../../../../src/emulator/vercel/evaluation/operators";
import { COMPARATORS, condition } from "../../../../src/emulator/vercel/schema/condition";

const lhs = { type: "entity", kind: "user", attribute: "x" };

function holds(value: unknown, cmp: string, rhs?: unknown, ignoreCase?: boolean): boolean {
  const options = ignoreCase === undefined ? {} : { cmpOptions: { ignoreCase } };
  return satisfies(value, condition.parse({ lhs, cmp, ...(rhs !== undefined && { rhs }), ...options }));
}

const list = (...values: (string | number)[]): object => ({ type: "list", items: values.map((value) => ({ value })) });
const regex = (pattern: string, flags = ""): object => ({ type: "regex", pattern, flags });

/** Value, comparator, operand, and whether it holds: the table of the reference, 3.5. */
const CASES: [unknown, string, unknown, boolean][] = [
  ["pro", "eq", "pro", true],
  [1, "eq", "1", false],
  [undefined, "eq", "pro", false],
  ["pro", "!eq", "pro", false],
  [undefined, "!eq", "pro", true],
  ["pro", "oneOf", list("pro", "team"), true],
  [2, "oneOf", list("2"), false],
  ["free", "!oneOf", list("pro"), true],
  [undefined, "!oneOf", list("pro"), false],
  [null, "!oneOf", list("pro"), true],
  ["pro", "oneOf", "pro", false],
  [["a", "b", "c"], "containsAllOf", list("a", "b"), true],
  [["a"], "containsAllOf", list("a", "b"), false],
  ["a", "containsAllOf", list("a"), false],
  [["a", "z"], "containsAnyOf", list("a", "b"), true],
  [["z"], "containsAnyOf", list("a"), false],
  ["a", "containsAnyOf", list("a"), false],
  [["z"], "containsNoneOf", list("a"), true],
  [["a"], "containsNoneOf", list("a"), false],
  ["a", "containsNoneOf", list("a"), true],
  [undefined, "containsNoneOf", list("a"), true],
  ["abc", "startsWith", "ab", true],
  ["abc", "!startsWith", "x", true],
  [5, "!startsWith", "x", false],
  ["abc", "endsWith", "bc", true],
  ["abc", "!endsWith", "bc", false],
  [undefined, "!endsWith", "bc", false],
  ["abc", "contains", "b", true],
  ["abc", "!contains", "x", true],
  [["b"], "!contains", "x", false],
  [0, "ex", undefined, true],
  [null, "ex", undefined, false],
  [undefined, "!ex", undefined, true],
  ["", "!ex", undefined, false],
  [10, "gt", 9, true],
  ["10", "gt", "9", false],
  ["10", "gt", 9, true],
  [null, "lt", 1, false],
  [9, "gte", 9, true],
  [9, "lt", 9, false],
  [9, "lte", 9, true],
  ["many", "lt", 9, false],
  [9, "lt", true, false],
  ["user-12", "regex", regex("^user-\\d+$"), true],
  ["USER-12", "regex", regex("^user", "gi"), true],
  ["x", "!regex", regex("^user"), true],
  [5, "!regex", regex("^user"), false],
  ["x".repeat(10_001), "regex", regex("x"), false],
  ["x".repeat(10_001), "!regex", regex("y"), false],
  ["x", "regex", regex("("), false],
  ["x", "!regex", regex("("), false],
  ["x", "regex", "x", false],
  ["2024-01-01", "before", "2025-01-01", true],
  ["2024-01-01", "after", "2023-12-31T23:00:00Z", true],
  ["soon", "before", "2025-01-01", false],
  [1, "after", "2025-01-01", false],
];

test.each(CASES)("%j %s %j: %s", (value, cmp, rhs, expected) => {
  expect(holds(value, cmp, rhs)).toBe(expected);
});

test("every comparator is in the table", () => {
  expect(new Set(CASES.map(([, cmp]) => cmp))).toEqual(new Set(COMPARATORS));
});

test("ignoreCase applies to the families of equality, lists and texts, and to no other", () => {
  expect(holds("PRO", "eq", "pro", true)).toBe(true);
  expect(holds("PRO", "eq", "pro", false)).toBe(false);
  expect(holds("PRO", "!oneOf", list("pro"), true)).toBe(false);
  expect(holds(["A"], "containsAllOf", list("a"), true)).toBe(true);
  expect(holds("ABC", "!contains", "b", true)).toBe(false);
  expect(holds("USER", "regex", regex("user"), true)).toBe(false);
  expect(holds("B", "gt", "a", true)).toBe(false);
});
