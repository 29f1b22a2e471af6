import { normalizedHash } from "../../../../src/emulator/mixpanel/evaluation/hashing";

describe("the hash that deals people out (4.3)", () => {
  test.each([
    ["abc", "variant", 0.72],
    ["def", "variant", 0.21],
  ])("is the SDKs' own for their known inputs: %s with %s is %d", (value, salt, expected) => {
    expect(normalizedHash(value, salt)).toBe(expected);
  });

  test("spreads people over all hundred steps, and takes texts as UTF-8", () => {
    const seen = new Set(Array.from({ length: 3000 }, (_, index) => normalizedHash(`user-${index}`, "salt")));
    expect(seen.size).toBe(100);
    expect([...seen].every((each) => each >= 0 && each < 1)).toBe(true);
    expect(normalizedHash("é", "")).toBe(normalizedHash("", "é"));
  });
});
