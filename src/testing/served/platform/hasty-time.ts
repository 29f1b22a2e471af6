import { type Clock, systemClock } from "../../../http/clock";

/** For an emulator in the same process there is nothing to wait for: pauses pass at once, and gathering takes turns of the event loop. */
export function hastyTime(): Clock {
  let ahead = 0;
  return {
    now: () => systemClock.now() + ahead,
    async sleep(milliseconds) {
      ahead += milliseconds;
      await nextTurn();
    },
    async alarm(milliseconds, signal) {
      if (milliseconds > GATHERING) return systemClock.alarm(milliseconds, signal);
      for (let turns = milliseconds * TURNS; turns > 0 && !signal.aborted; turns -= 1) await nextTurn();
    },
    random: () => 0,
  };
}

/** What is longer waits for a connection. */
const GATHERING = 150;
/** In a millisecond: more than whatever is under way takes between two requests. */
const TURNS = 40;

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
