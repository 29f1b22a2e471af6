/** Time as the HTTP layer sees it, injected so that tests do not wait. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /**
   * A sleep that only checks whether something else has happened by then: a clock that skips sleeps must not skip these, or
   * everything would be late. Absent: real time.
   */
  alarm?(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1, for the jitter. */
  random(): number;
}

/** The longest delay of a Node timer; longer waits use several timers. */
const LONGEST_TIMER = 2_147_483_647;

export const systemClock: Clock & Required<Pick<Clock, "alarm">> = {
  now: () => Date.now(),
  sleep: wait,
  alarm: wait,
  random: () => Math.random(),
};

/** Resolves when the time has passed, or when the signal aborts. */
export function alarm(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  return clock.alarm ? clock.alarm(milliseconds, signal) : systemClock.alarm(milliseconds, signal);
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const timer = setTimeout(finish, Math.min(milliseconds, LONGEST_TIMER));
    signal.addEventListener("abort", finish, { once: true });
    function finish(): void {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    }
  });
}
