import { SUBJECTS } from "../../secrets/subjects";
import { DEEP, SEED } from "../../support/fast-check";
import { type Behaviour, BEHAVIOURS } from "./behaviours";
import { HostileWorkbench, type Operation, OPERATIONS, type Outcome } from "./hostile-workbench";

/**
 * Whatever a server does, an operation ends: within a stated time and a stated number of requests, with an error that names the host and
 * the next step, and with no byte of the credential in anything that comes of it. The normal suite does each behaviour on each platform
 * in one operation, which the seed picks (what every platform's client meets alike: on two of them); `test:deep` everything.
 */

const PLATFORMS = SUBJECTS.filter(({ name }) => name !== "Split in Harness");
/** An operation has so many requests under way, each of which meets the behaviour. */
const AT_ONCE = 10;

describe.each(PLATFORMS)("$name", (subject) => {
  let workbench: HostileWorkbench;
  beforeAll(async () => {
    workbench = await HostileWorkbench.start(subject);
  });
  afterAll(() => workbench.stop());

  const shift = PLATFORMS.indexOf(subject) + SEED;
  const rows = BEHAVIOURS.map((each, at) => [each.name, each, at] as const);
  const isMine = (at: number): boolean => DEEP || (at + shift) % 2 === 0;
  test.each(rows.filter(([, { isOfTheWire }, at]) => !isOfTheWire || isMine(at)))("%s", async (_name, behaviour, at) => {
    const operations = DEEP
      ? OPERATIONS
      : OPERATIONS.filter((_each, index) => index === (Math.floor(at / 2) + shift) % OPERATIONS.length);
    for (const operation of operations) expectEnd(operation, behaviour, await workbench.run(operation, behaviour));
  });
});

function expectEnd(operation: Operation, { tries = 1, time = 0, mayPass }: Behaviour, outcome: Outcome): void {
  expect({ operation, leaks: outcome.leaks }).toEqual({ operation, leaks: [] });
  expect(outcome.told).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/);
  expect(outcome.requests).toBeGreaterThan(0);
  expect(outcome.requests).toBeLessThanOrEqual(tries * AT_ONCE);
  expect(outcome.milliseconds).toBeLessThanOrEqual(time);
  if (!mayPass) expect({ operation, errors: outcome.errors.length }).not.toEqual({ operation, errors: 0 });
  for (const error of outcome.errors) {
    if (!mayPass) expect(error).toMatch(/127\.0\.0\.1:\d+/);
    expect(error).toMatch(/\n\n[A-Z][^]+\.$/);
    expect(error).not.toMatch(/report this|\[object/i);
  }
}
