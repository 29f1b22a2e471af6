import { hashedPercentage } from "../../../../src/emulator/flagsmith/evaluation/hashing";

describe("hashedPercentage", () => {
  // From the vendor's own engine (flagsmith-flag-engine 10.0.3).
  test.each([
    [["7", "e_i"], 14.982996599319865],
    [[12, 93], 27.655531106221243],
    [[1, "production_anna"], 81.47629525905181],
    [["segment", "user-42"], 87.86757351470294],
  ])("of %j is the engine's", (ids, percentage) => {
    expect(hashedPercentage(ids)).toBe(percentage);
  });

  test("spreads identities evenly", () => {
    const shares = Array.from({ length: 5000 }, (_each, index) => hashedPercentage([1, `user-${index}`]));
    const below = shares.filter((each) => each <= 30).length / shares.length;
    expect(below).toBeGreaterThan(0.27);
    expect(below).toBeLessThan(0.33);
    expect(Math.max(...shares)).toBeLessThan(100);
  });
});
