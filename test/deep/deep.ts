import { DEEP, fc, SEED } from "../support/fast-check";

/**
 * Generated tests run in part with the others, and whole with FLAGFORM_DEEP=1. The seed is printed; FLAGFORM_SEED repeats it, and
 * FLAGFORM_PATH (as a failure prints it) begins with that case. FLAGFORM_DEEP_RUNS sets another number of cases (of each test).
 * FLAGFORM_SHRINK=1 looks for a smaller case where one fails, which takes a while.
 */
const ASKED = process.env["FLAGFORM_DEEP_RUNS"];
const PATH = process.env["FLAGFORM_PATH"];

export interface Amount {
  /** How many cases the normal suite runs. */
  readonly part: number;
  readonly whole: number;
}

/** Holds a property for generated cases, and says how many there were and how long they took. */
export async function holds<T>(
  name: string,
  amount: Amount,
  arbitrary: fc.Arbitrary<T>,
  check: (value: T) => Promise<void>,
): Promise<void> {
  const runs = ASKED === undefined ? (DEEP ? amount.whole : amount.part) : Number(ASKED);
  const begun = performance.now();
  let count = 0;
  try {
    await fc.assert(
      fc.asyncProperty(arbitrary, (value) => {
        count++;
        return check(value);
      }),
      {
        seed: seedOf(name),
        numRuns: runs,
        ...(PATH !== undefined && { path: PATH }),
        endOnFailure: process.env["FLAGFORM_SHRINK"] !== "1",
        ...(DEEP && { interruptAfterTimeLimit: LIMIT_MS, markInterruptAsFailure: true }),
      },
    );
  } finally {
    const seconds = (performance.now() - begun) / 1000;
    const speed = (count / seconds).toFixed(1);
    process.stdout.write(
      `${name}: ${String(count)} cases in ${seconds.toFixed(0)} s (${speed}/s), FLAGFORM_SEED=${String(SEED)}\n`,
    );
  }
}

/** Each test draws cases of its own. */
function seedOf(name: string): number {
  return [...name].reduce((seed, letter) => (Math.imul(seed, 31) + letter.charCodeAt(0)) | 0, SEED);
}

const LIMIT_MS = 6 * 3600 * 1000;

/** For jest: what the whole may take. */
export const DEEP_TIMEOUT_MS = DEEP || ASKED !== undefined ? LIMIT_MS : 900_000;
