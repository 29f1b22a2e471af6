import { Budget } from "../../../src/emulator/wire/budget";

let now = 0;
const clock = (): Date => new Date(now);
beforeEach(() => {
  now = 1_000_000;
});

test("a sliding window frees one request after another, each a window after it was made", () => {
  const budget = new Budget(2, { kind: "sliding", milliseconds: 60_000 }, clock);
  budget.take("a");
  now += 20_000;
  budget.take("a");
  expect(budget.take("a")).toMatchObject({ isExceeded: true, resetSeconds: 40 });
  now += 40_000;
  expect(budget.take("a").isExceeded).toBe(false);
  expect(budget.take("a")).toMatchObject({ isExceeded: true, resetSeconds: 20 });
});

test("a fixed window frees all requests when it ends, counted from the first request", () => {
  const budget = new Budget(2, { kind: "fixed", milliseconds: 60_000 }, clock);
  expect(budget.take("a")).toMatchObject({ isExceeded: false, remaining: 1, resetAt: now + 60_000 });
  now += 50_000;
  budget.take("a");
  expect(budget.take("a")).toMatchObject({ isExceeded: true, remaining: 0, resetSeconds: 10 });
  now += 10_000;
  expect(budget.take("a")).toMatchObject({ isExceeded: false, remaining: 1, resetSeconds: 60 });
});

test("callers have budgets of their own, looking costs nothing, and without a limit none is refused", () => {
  const budget = new Budget(1, { kind: "fixed", milliseconds: 1000 }, clock);
  budget.take("a");
  expect(budget.look("b").remaining).toBe(1);
  expect(budget.take("b").isExceeded).toBe(false);
  const unlimited = new Budget(undefined, { kind: "fixed", milliseconds: 1000 }, clock);
  const taken = Array.from({ length: 1000 }, () => unlimited.take("a").isExceeded);
  expect(taken).not.toContain(true);
});
