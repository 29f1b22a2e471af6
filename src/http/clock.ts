/** Time as the HTTP layer sees it, injected so that tests wait for nothing. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Ends early, without an error, when the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to 1: the jitter. */
  random(): number;
}

/** The longest a Node timer can wait; longer waits are made of several. */
const LONGEST_TIMER = 2_147_483_647;

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
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
    }),
  random: () => Math.random(),
};
