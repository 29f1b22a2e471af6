import { setMaxListeners } from "node:events";
import type { Clock } from "../../src/http/clock";
import { Governor, type GovernorOptions } from "../../src/http/pace/governor";
import { Slowness } from "../../src/http/pace/slowness";

/** Time that passes only by sleeping; those who sleep wake in the order of their time. */
class FakeClock implements Clock {
  time = 1_000_000;
  private sleepers: { readonly until: number; wake(): void }[] = [];

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      this.sleepers.push({ until: this.time + milliseconds, wake });
      signal.addEventListener("abort", () => wake(), { once: true });
    });
  }

  random(): number {
    return 0;
  }

  /** Lets everybody sleep on until nobody does. */
  async pass(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      this.sleepers.sort((one, other) => one.until - other.until);
      const next = this.sleepers.shift();
      if (!next) return;
      this.time = Math.max(this.time, next.until);
      next.wake();
    }
  }
}

const NEVER = new AbortController().signal;
setMaxListeners(0, NEVER);

function setUp(options: Partial<GovernorOptions> = {}) {
  const clock = new FakeClock();
  const waits: [number, string][] = [];
  const slow: number[] = [];
  const governor = new Governor({
    concurrency: 10,
    requestsPerMinute: undefined,
    clock,
    onWait: (milliseconds, reason) => waits.push([milliseconds, reason]),
    onSlow: (allowed) => slow.push(allowed),
    ...options,
  });
  return { clock, waits, slow, governor };
}

/** How many of so many requests run at once. */
async function atOnce(governor: Governor, requests = 20): Promise<number> {
  const leaves: (() => void)[] = [];
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const all = Array.from({ length: requests }, async () => {
    const leave = await governor.enter(stop.signal);
    if (!stop.signal.aborted) leaves.push(leave);
  });
  await new Promise((resolve) => setImmediate(resolve));
  const count = leaves.length;
  stop.abort();
  await Promise.all(all);
  for (const leave of leaves) leave();
  return count;
}

test("a pause holds every request back, halves how many run at once, and successes give it back", async () => {
  const { governor, clock } = setUp();
  expect(await atOnce(governor)).toBe(10);
  governor.pause(5000);
  expect(await atOnce(governor)).toBe(0);
  await clock.pass();
  expect(await atOnce(governor)).toBe(5);
  for (let count = 0; count < 6; count++) governor.succeeded(20);
  expect(await atOnce(governor)).toBe(6);
  for (let count = 0; count < 60; count++) governor.succeeded(20);
  expect(await atOnce(governor)).toBe(10);
});

test("several refusals of one moment are one reason to slow down", async () => {
  const { governor, clock } = setUp();
  for (let count = 0; count < 10; count++) governor.pause(1000);
  await clock.pass();
  clock.time += 1000;
  expect(await atOnce(governor)).toBe(5);
});

test("answers that become slow take requests away, never the last two, and quick ones give them back", async () => {
  const { governor, slow } = setUp();
  const round = (milliseconds: number): void => {
    for (let count = 0; count < 10; count++) governor.succeeded(milliseconds);
  };
  round(100);
  expect(await atOnce(governor)).toBe(10);
  round(2000);
  expect(await atOnce(governor)).toBe(7);
  for (let count = 0; count < 8; count++) round(60_000);
  expect(await atOnce(governor)).toBeGreaterThanOrEqual(2);
  expect(Math.min(...slow)).toBe(2);
  for (let count = 0; count < 14; count++) round(100);
  expect(await atOnce(governor)).toBe(10);
});

test("one late answer is chance, a list is no switch, and what stays slow becomes the usual", () => {
  const rounds = (slowness: Slowness, ...times: number[]): boolean => {
    const ends = Array.from({ length: 10 }, (_, index) => slowness.met(times[index % times.length] ?? 0));
    return ends.at(-1) === "slow";
  };
  const slowness = new Slowness();
  expect(rounds(slowness, 50)).toBe(false);
  expect(rounds(slowness, 50, 50, 50, 50, 9000)).toBe(false);
  expect(rounds(slowness, 400)).toBe(false);
  expect(rounds(slowness, 3000)).toBe(true);
  let until = 0;
  while (rounds(slowness, 3000)) until++;
  expect(until).toBeGreaterThan(5);
  expect(until).toBeLessThan(50);
});

test("a budget that is used up is told once in half a minute, and all of the waiting is counted once", async () => {
  const { governor, clock, waits } = setUp({ requestsPerMinute: 60 });
  const begun = clock.now();
  const starts: number[] = [];
  const all = Array.from({ length: 300 }, async () => {
    const leave = await governor.enter(NEVER);
    starts.push(clock.now());
    clock.time += 100;
    leave();
  });
  await clock.pass();
  await Promise.all(all);
  for (const [index, start] of starts.entries()) {
    expect((starts[index + 60] ?? Infinity) - start).toBeGreaterThanOrEqual(60_000);
  }
  const took = clock.now() - begun;
  expect(waits.length).toBeGreaterThan(1);
  expect(waits.length).toBeLessThanOrEqual(1 + took / 30_000);
  expect(governor.waited).toBeGreaterThan(100_000);
  expect(governor.waited).toBeLessThanOrEqual(took);
});

test("whoever waits, for a pause or for a place, is let go when the run is stopped", async () => {
  const { governor } = setUp({ concurrency: 1 });
  const stop = new AbortController();
  const leave = await governor.enter(stop.signal);
  const forAPlace = governor.enter(stop.signal);
  await new Promise((resolve) => setImmediate(resolve));
  governor.pause(3_600_000);
  const forThePause = governor.enter(stop.signal);
  stop.abort();
  await Promise.all([forAPlace, forThePause]);
  leave();
});
