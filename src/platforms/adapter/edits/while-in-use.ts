import { type Clock, systemClock } from "../../../http/clock";
import { PlatformError } from "../../port/platform-error";

/** The pause after each refusal, in milliseconds; the last one repeats. */
const PAUSES = [500, 500, 1000, 1000, 2000, 2000, 4000] as const;

/** How long nothing may happen before it gives up, in milliseconds. */
const PATIENCE = 15_000;

export interface Pace {
  readonly signal: AbortSignal;
  readonly clock?: Clock | undefined;
  /** How many flags this run has deleted. */
  readonly deleted: { flags: number };
}

/**
 * Deletes what may still be used by something that the same run deletes: Terraform deletes a flag and a segment that its rules
 * name at the same time. It gives up when no flag was deleted for a while: then the segment stays in use, and the error says so.
 */
export async function whileInUse(remove: () => Promise<void>, pace: Pace): Promise<void> {
  const { signal, clock = systemClock, deleted } = pace;
  let idle = 0;
  for (let refusals = 0; ; refusals += 1) {
    const before = deleted.flags;
    try {
      await remove();
      return;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== "in-use" || signal.aborted || idle >= PATIENCE) throw error;
    }
    const pause = PAUSES[refusals] ?? 4000;
    await clock.sleep(pause, signal);
    idle = deleted.flags === before ? idle + pause : 0;
  }
}
