/** Time as the HTTP layer sees it, injected so that tests wait for nothing. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /**
   * As a sleep, of whoever only looks whether something else has come by then: a clock that skips sleeps must not skip these, or
   * everything would be late. Absent: real time.
   */
  alarm?(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1: the jitter. */
  random(): number;
}

/** The longest a Node timer can wait; longer waits are made of several. */
const LONGEST_TIMER = 2_147_483_647;

export const systemClock: Clock & Required<Pick<Clock, "alarm">> = {
  now: () => Date.now(),
  sleep: wait,
  alarm: wait,
  random: () => Math.random(),
};

/** Resolves when so much time has passed, or when the signal aborts. */
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
