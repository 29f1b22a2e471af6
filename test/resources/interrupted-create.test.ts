import { isInterruptedCreate } from "../../src/resources/interrupted-create";

const settings = {
  name: "new-checkout",
  description: "The new checkout",
  tags: ["web", "team-a"],
  initial: { value: { kind: "string", value: "fast" } },
};

const left = (changes: object = {}, minutesAgo = 5) => ({
  id: "106",
  name: "new-checkout",
  createdAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
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

test.each([
  ["another spelling", left({ name: "New-Checkout" })],
  ["older than a day", left({}, 25 * 60)],
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
