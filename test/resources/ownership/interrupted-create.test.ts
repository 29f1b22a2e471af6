import { isInterruptedCreate as isInterrupted, whatIsMissing } from "../../../src/resources/ownership/interrupted-create";

type Found = Parameters<typeof isInterrupted>[0];
type Wanted = Parameters<typeof isInterrupted>[1];

/** The server's clock is three hours ahead of the machine's, and the run began a minute ago. */
const AHEAD = 3 * 60 * 60_000;
const CLOCK = { now: () => Date.now() + AHEAD, began: () => Date.now() + AHEAD - 60_000 };
const isInterruptedCreate = (found: Found, wanted: Wanted, clock = CLOCK): boolean => isInterrupted(found, wanted, clock);

const settings = {
  name: "new-checkout",
  description: "The new checkout",
  tags: ["web", "team-a"],
  initial: { value: { kind: "string", value: "fast" } },
};

const left = (changes: object = {}, minutesAgo = 5) => ({
  id: "106",
  name: "new-checkout",
  createdAt: new Date(Date.now() + AHEAD - minutesAgo * 60_000).toISOString(),
  description: "The new checkout",
  tags: ["team-a", "web"],
  archived: false,
  initial: { enabled: false, value: { kind: "string", value: "fast" } },
  flagsmith: { serverKeyOnly: false },
  ...changes,
});

test("a recent thing that is as it would be made now was left by an interrupted run", () => {
  expect(isInterruptedCreate(left(), settings)).toBe(true);
  const bare = left({ description: null, tags: [], initial: { enabled: false, value: null } });
  expect(isInterruptedCreate(bare, { name: "new-checkout" })).toBe(true);
});

test("variants that a boolean flag has unsaid are no difference, and others are told by key, value and words", () => {
  const on = { key: "on", value: { kind: "boolean", value: true }, description: null } as const;
  const off = { key: "off", value: { kind: "boolean", value: false }, description: null } as const;
  const red = { key: "red", value: { kind: "string", value: "red" }, description: null } as const;
  const blue = { key: "blue", value: { kind: "string", value: "blue" }, description: "Sky" } as const;
  expect(isInterruptedCreate(left({ variants: [off, on] }), settings)).toBe(true);
  expect(isInterruptedCreate(left({ variants: [off, { ...on, description: "theirs" }] }), settings)).toBe(false);
  expect(isInterruptedCreate(left({ variants: [blue, red] }), { ...settings, variants: [red, blue] })).toBe(true);
  expect(isInterruptedCreate(left({ variants: [blue, red] }), { ...settings, variants: [red] })).toBe(false);
  expect(isInterruptedCreate(left({ variants: [red] }), { ...settings, variants: [red, blue] })).toBe(true);
  expect(isInterruptedCreate(left({ variants: [{ ...red, value: blue.value }] }), { ...settings, variants: [red] })).toBe(
    false,
  );
});

test.each([
  ["another spelling", left({ name: "New-Checkout" })],
  ["older than a quarter of an hour", left({}, 16)],
  ["made since this run began", left({}, 0.5)],
  ["of unknown age", { ...left(), createdAt: undefined }],
  ["another description", left({ description: "Somebody else's" })],
  ["a label more", left({ tags: ["team-a", "team-b", "web"] })],
  ["a setting that the configuration leaves alone", left({ archived: true })],
  ["another initial value", left({ initial: { enabled: false, value: { kind: "string", value: "slow" } } })],
  ["switched on from the start", left({ initial: { enabled: true, value: { kind: "string", value: "fast" } } })],
  ["a setting of the platform's own", left({ flagsmith: { serverKeyOnly: true } })],
])("%s makes it somebody else's", (_what, { createdAt, ...found }) => {
  expect(isInterruptedCreate({ ...found, ...(createdAt !== undefined && { createdAt }) }, settings)).toBe(false);
});

test("of a server that does not tell the time nothing is known to be of an earlier run", () => {
  const silent = { now: () => undefined, began: () => undefined } as unknown as typeof CLOCK;
  expect(isInterruptedCreate(left(), settings, silent)).toBe(false);
});

test("what the interrupted run had not come to is no difference, and is made up for", () => {
  const bare = left({ description: "", tags: ["web"], variants: [] });
  const red = { key: "red", value: { kind: "string", value: "red" }, description: null } as const;
  const wanted = { ...settings, type: "string", variants: [red], making: { createTags: true } };
  expect(isInterruptedCreate(bare, wanted)).toBe(true);
  expect(whatIsMissing(bare, wanted)).toEqual({
    description: "The new checkout",
    tags: ["web", "team-a"],
    variants: [red],
  });
  expect(whatIsMissing(left(), settings)).toBeUndefined();
});

test.each([
  ["string", "boolean", false],
  ["integer", "number", true],
  [undefined, "boolean", true],
  [undefined, "string", false],
])("a flag that is to be %s, and is %s", (type, actual, expected) => {
  const wanted = { ...settings, ...(type !== undefined && { type }) };
  expect(isInterruptedCreate(left({ type: actual }), wanted)).toBe(expected);
});
