import { Governor } from "../../src/http/pace/governor";
import { rateWindow, resetAfter } from "../../src/http/pace/rate-headers";

const NOW = 1_700_000_000_000;
const headers = (map: Record<string, string>) => (name: string) => map[name];

test("the tighter of Split's two windows counts, and a second is added for the window's resolution", () => {
  const header = headers({
    "x-ratelimit-remaining-org": "12",
    "x-ratelimit-reset-seconds-org": "9",
    "x-ratelimit-remaining-ip": "3",
    "x-ratelimit-reset-seconds-ip": "4",
  });
  expect(rateWindow(header, NOW)).toEqual({ remaining: 3, milliseconds: 5000 });
  expect(resetAfter(header, NOW)).toBe(10_000);
});

test("a reset may be a moment since the epoch", () => {
  const header = headers({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 30) });
  expect(rateWindow(header, NOW)).toEqual({ remaining: 0, milliseconds: 31_000 });
});

test("headers that say nothing usable are no window", () => {
  expect(rateWindow(headers({}), NOW)).toBeUndefined();
  expect(rateWindow(headers({ "x-ratelimit-remaining": "many", "x-ratelimit-reset": "1" }), NOW)).toBeUndefined();
  expect(resetAfter(headers({ "x-ratelimit-remaining": "3" }), NOW)).toBeUndefined();
});

test("a used-up window holds the next request back until it is over, and no longer", async () => {
  let now = NOW;
  const slept: number[] = [];
  const governor = new Governor({
    concurrency: 10,
    requestsPerMinute: undefined,
    clock: {
      now: () => now,
      sleep: (milliseconds) => {
        slept.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
      random: () => 0,
    },
    onWait: () => undefined,
  });
  const { signal } = new AbortController();
  governor.follow({ remaining: 1, milliseconds: 7000 });
  (await governor.enter(signal))();
  expect(slept).toEqual([]);
  (await governor.enter(signal))();
  expect(slept).toEqual([7000]);
  (await governor.enter(signal))();
  expect(slept).toEqual([7000]);
});
