import type { Borders } from "./base";
import { TIMEOUT_MS, unwalked, walk } from "./walk";

/** A new attribute is walked by itself where a base holds what it stands in. */
export function expectWholeWalk(borders: Borders): void {
  test(`${borders.platform}: every attribute is walked`, () => {
    expect(unwalked(borders)).toEqual([]);
  });
}

export function expectNoThirdOutcome(borders: Borders): void {
  test(
    `${borders.platform}: at every border a value is applied and the plan is empty, or the plan refuses it`,
    async () => {
      const { cases, findings } = await walk(borders);
      expect(cases).toBeGreaterThan(0);
      if (findings.length > 0) throw new Error(`${String(findings.length)} findings:\n\n${findings.join("\n\n")}`);
    },
    TIMEOUT_MS,
  );
}
