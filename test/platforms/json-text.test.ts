import { refuseValue as mixpanelRefuses } from "../../src/platforms/mixpanel/definition/refusals";
import { sameValue } from "../../src/platforms/model/flag-value";
import { readJsonText, sameJsonText } from "../../src/platforms/model/json-text";
import { refuseValue as vercelRefuses } from "../../src/platforms/vercel/api/values";
import { JSON_TEXT } from "../../src/resources/common/checks";
import { fc, runs } from "../support/fast-check";

test.each([
  ["1E2", "100"],
  ["1.0", "1"],
  ["-0", "0"],
  ['{"a":1.50,"b":[1e1]}', ' { "b" : [10], "a" : 15e-1 } '],
  ['"\\u00e9"', '"é"'],
  ['{"\\u0061":null}', '{"a":null}'],
])("%s and %s mean the same", (one, other) => {
  expect(sameJsonText(one, other)).toBe(true);
});

test.each([
  ["9007199254740992", "9007199254740993"],
  ["1e400", "2e400"],
  ["1e400", "null"],
  ["0.1", "0.1000000000000000055511151231257827"],
  ['"1"', "1"],
  ['{"a":1}', '{"a":"1"}'],
  ["[1,2]", "[2,1]"],
  ["1e-400", "0"],
])("%s and %s do not", (one, other) => {
  expect(sameJsonText(one, other)).toBe(false);
});

test("two numbers that a double makes one are a change", () => {
  const json = (value: string) => ({ kind: "json", value }) as const;
  expect(sameValue(json('{"n":9007199254740992}'), json('{"n":9007199254740993}'))).toBe(false);
});

const LOSSY = ["1e400", "-1e400", "9007199254740993", "1e-400", "0.1000000000000000055511151231257827"];

test.each(LOSSY)("%s inside JSON is refused where it would be changed", (number) => {
  const value = { kind: "json", value: `{"deep":[{"n":${number}}]}` } as const;
  for (const [refuses, title] of [
    [vercelRefuses, "Vercel"],
    [mixpanelRefuses, "Mixpanel"],
  ] as const)
    expect(refuses(value)).toMatch(new RegExp(`^${title} stores the numbers.*would become.*Write it as a string`));
});

test.each([
  '{"n":"1e400"}',
  '{"1e400":1}',
  '{"n":5e-324,"m":1.7976931348623157e308,"z":-0,"e":1E2}',
  `{"deep":${"[".repeat(5000)}${"]".repeat(5000)}}`,
])("what a double holds, and texts and keys that look like numbers, are kept: %.40s", (value) => {
  expect(mixpanelRefuses({ kind: "json", value })).toBeUndefined();
  expect(vercelRefuses({ kind: "json", value })).toBeUndefined();
});

test.each([
  ['{"a":1,"a":1}', "a"],
  ['[{"b":{"c":1,"d":2,"c":3}}]', "c"],
  ['{"a":1,"\\u0061":2}', "a"],
])("a key that stands twice is refused: %s", (text, key) => {
  const result = JSON_TEXT.safeParse(text);
  expect(result.error?.issues[0]?.message).toContain(`has "${key}" twice`);
});

test.each(['{"a":{"a":1}}', '[{"a":1},{"a":2}]', "12", '"a:a"', "{}"])(
  "a key that stands in two objects is not: %s",
  (text) => {
    expect(JSON_TEXT.safeParse(text).success).toBe(true);
  },
);

test("whatever JSON there is means what its own spelling means, and is kept", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const content = readJsonText(JSON.stringify(value));
      expect(content?.lossy).toEqual([]);
      expect(content?.repeated).toEqual([]);
      expect(sameJsonText(JSON.stringify(value), JSON.stringify(value, null, 2))).toBe(true);
    }),
    { numRuns: runs(100) },
  );
});
