import { type Pace, whileInUse } from "../../src/platforms/adapter/edits/while-in-use";
import { PlatformError } from "../../src/platforms/port/platform-error";
import { VirtualClock } from "../support/virtual-clock";

/** A segment is deleted side by side with the flags that use it. */

const USED = new PlatformError({
  code: "in-use",
  attempted: "delete segment beta",
  reason: "it is in use",
  nextStep: "Remove it from the flags that use it, then delete it.",
});

function run(signal = new AbortController().signal) {
  const clock = new VirtualClock();
  const pace: Pace = { signal, clock, deleted: { flags: 0 } };
  return { clock, pace };
}

test("it gives up after fifteen seconds in which nothing was deleted", async () => {
  const { clock, pace } = run();
  await expect(whileInUse(() => Promise.reject(USED), pace)).rejects.toBe(USED);
  expect(clock.slept).toEqual([500, 500, 1000, 1000, 2000, 2000, 4000, 4000]);
});

test("it goes on for as long as flags are being deleted, however many", async () => {
  const { clock, pace } = run();
  let left = 100;
  const remove = () => {
    if (left === 0) return Promise.resolve();
    left -= 1;
    pace.deleted.flags += 1;
    return Promise.reject(USED);
  };
  await whileInUse(remove, pace);
  expect(left).toBe(0);
  expect(clock.slept).toHaveLength(100);
});

test("another error, and the end of the run, end it at once", async () => {
  const refused = new Error("no permission");
  await expect(whileInUse(() => Promise.reject(refused), run().pace)).rejects.toBe(refused);
  const { clock, pace } = run(AbortSignal.abort());
  await expect(whileInUse(() => Promise.reject(USED), pace)).rejects.toBe(USED);
  expect(clock.slept).toEqual([]);
});
