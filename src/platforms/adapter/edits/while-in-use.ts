import { type Clock, systemClock } from "../../../http/clock";
import { PlatformError } from "../../port/platform-error";

/** How long after the first refusal each further try comes, in milliseconds: fifteen seconds in all. */
const PAUSES = [500, 500, 1000, 1000, 2000, 2000, 4000, 4000];

export interface Pace {
  readonly signal: AbortSignal;
  readonly clock?: Clock | undefined;
}

/**
 * Deletes what may still be used by something that goes in the same run: Terraform deletes a flag and a segment that its rules
 * name side by side. Bounded, so that what stays in use is told, and what is to go meanwhile has its turn.
 */
export async function whileInUse(remove: () => Promise<void>, { signal, clock = systemClock }: Pace): Promise<void> {
  for (const pause of PAUSES) {
    try {
      await remove();
      return;
    } catch (error) {
      if (!(error instanceof PlatformError) || error.code !== "in-use" || signal.aborted) throw error;
      await clock.sleep(pause, signal);
    }
  }
  await remove();
}
