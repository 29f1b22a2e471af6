import { isMadeSince, ServerClock } from "../../src/http/pace/server-clock";

const NOON = Date.parse("2026-11-28T12:00:00Z");

function clockAt(start: number) {
  let now = start;
  const clock = new ServerClock({ now: () => now });
  return { clock, pass: (milliseconds: number) => (now += milliseconds) };
}

test("as long as no answer has told the time, none is known", () => {
  const { clock } = clockAt(NOON);
  expect([clock.now(), clock.began()]).toEqual([undefined, undefined]);
  clock.hear("yesterday");
  clock.hear(undefined);
  expect(clock.now()).toBeUndefined();
});

test("a date that is only rounded down is the machine's own time", () => {
  const { clock, pass } = clockAt(NOON + 700);
  clock.hear(new Date(NOON).toUTCString());
  pass(5000);
  expect(clock.now()).toBe(NOON + 5700);
  expect(clock.began()).toBe(NOON + 800);
});

test.each([3 * 3600_000, -3 * 3600_000])("a server that is %d ms ahead is believed", (ahead) => {
  const { clock, pass } = clockAt(NOON);
  clock.hear(new Date(NOON + ahead).toUTCString());
  pass(2000);
  expect(clock.now()).toBe(NOON + ahead + 2000);
  expect(clock.began()).toBe(NOON + ahead + 1000);
});

test("of several dates the latest counts: a copy in a cache is old", () => {
  const { clock, pass } = clockAt(NOON);
  clock.hear(new Date(NOON).toUTCString());
  pass(60_000);
  clock.hear(new Date(NOON).toUTCString());
  expect(clock.now()).toBe(NOON + 60_000);
});

test("what was made well before a request was not made by it", () => {
  expect(isMadeSince(NOON - 10_000, NOON)).toBe(false);
  expect(isMadeSince(new Date(NOON - 10_000).toISOString(), NOON)).toBe(false);
  expect(isMadeSince(NOON - 1000, NOON)).toBe(true);
  for (const unknown of [undefined, null, "when?"]) expect(isMadeSince(unknown, NOON)).toBe(true);
  expect(isMadeSince(NOON - 10_000, undefined)).toBe(true);
});
