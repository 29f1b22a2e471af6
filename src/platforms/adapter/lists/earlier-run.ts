import type { Named } from "../../port/named";
import type { PlatformClock } from "../../port/platform";

/** Longer ago, and it is no longer this deployment's repetition that finds it. */
const RECENT_MS = 15 * 60 * 1000;

/**
 * Whether a thing was made a moment ago by the platform's own clock, but before this run began: what was made since then, somebody made
 * who is at work now.
 */
export function isOfEarlierRun({ createdAt }: Pick<Named, "createdAt">, clock: PlatformClock): boolean {
  const [now, began] = [clock.now(), clock.began()];
  if (createdAt === undefined || now === undefined || began === undefined) return false;
  const made = Date.parse(createdAt);
  return made > now - RECENT_MS && made <= began;
}
