import { type Clock, systemClock } from "../../src/http/clock";

/** The longest that whoever gathers waits for more; what is longer (a connection, an answer) is the wall clock's. */
const LONGEST_GATHERING = 150;
/** More than whatever is under way takes between two of its requests. */
const TURNS_PER_MILLISECOND = 40;

/**
 * Gathering is counted in turns of the event loop: provider, driver and emulator share it, and whatever is under way between them
 * moves on with each turn. A busy machine takes longer for a turn, not more of them.
 */
async function alarm(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > LONGEST_GATHERING) return systemClock.alarm(milliseconds, signal);
  for (let left = milliseconds * TURNS_PER_MILLISECOND; left > 0 && !signal.aborted; left--) await turn();
}

/** All that was due has been done. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The time of a provider that runs in the test's own process. */
export const inProcessClock: Clock = { ...systemClock, alarm };

/** Time that waits for nobody: whoever sleeps, wakes later at once. */
export function hastyClock(): Clock {
  let skipped = 0;
  return {
    now: () => Date.now() + skipped,
    sleep: (milliseconds) => {
      skipped += milliseconds;
      return turn();
    },
    alarm,
    random: () => 0,
  };
}
