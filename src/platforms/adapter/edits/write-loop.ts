import type { PlatformEnvironment } from "../../port/platform-environment";
import type { PlatformError } from "../../port/platform-error";
import { unavailable } from "../errors";

/** Somebody else changed it between the read and the write. `words`: the platform's own, where it has any. */
export class ConcurrentChangeError extends Error {
  constructor(readonly words = "") {
    super("somebody else changed it in the meantime");
  }
}

/** One write to a flag that others may change at the same time. */
interface WriteLoop<Live, Written> {
  /** "update flag new-checkout in environment production". */
  readonly attempted: string;
  readonly log: PlatformEnvironment["log"];
  /** What is there now. `tries`: 1 at first. */
  read(tries: number): Promise<Live>;
  /** Applies the changes to what was read, and writes. Throws {@link ConcurrentChangeError} where that is no longer so. */
  write(live: Live, tries: number): Promise<Written>;
}

/** How often a write starts again after somebody else changed the object. */
export const TRIES = 5;

/** Reads, applies and writes; where somebody else was faster, does it again on top of that. */
export async function writeLoop<Live, Written>(loop: WriteLoop<Live, Written>): Promise<Written> {
  const { attempted, log } = loop;
  for (let tries = 1; ; tries++) {
    try {
      return await loop.write(await loop.read(tries), tries);
    } catch (error) {
      if (!(error instanceof ConcurrentChangeError)) throw error;
      if (tries >= TRIES) throw changedByOthers(attempted, TRIES, error.words);
      log("info", `${attempted}: ${error.message}; reading it again`);
    }
  }
}

/** Another writer was faster each time. */
export function changedByOthers(attempted: string, times: number, words: string): PlatformError {
  return unavailable(attempted, {
    reason: `it was changed by others ${times} times between reading and writing it${words === "" ? "" : `: ${words}`}`,
    nextStep: "Run it again when nobody else edits the flag.",
    subject: "flag",
  });
}
