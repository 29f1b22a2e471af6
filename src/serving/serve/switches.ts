import type { Reason } from "../answer";
import type { Asking } from "../asking";
import { known } from "../fact";
import type { Leaf } from "./leaf";

/** Where it is not managed, a flag is taken to be as it was made, which is not killed. */
export function isKilled({ definition: { killed }, world, chance, assume }: Asking): boolean {
  if (killed.known) return killed.value;
  if (killed.why === "after apply") return chance.holds(killed.because, killed.because);
  if (!world.closed) assume(`that nobody killed the flag (${killed.because})`);
  return false;
}

/** An archived flag is not served on Vercel and Mixpanel. */
export function isArchived({ flag, world, chance, assume }: Asking): boolean {
  if (!flag) return false;
  const { archived } = flag;
  if (archived.known) return archived.value;
  if (archived.why === "after apply") return chance.holds(archived.because, archived.because);
  if (!world.closed) assume(`that nobody archived the flag (${archived.because})`);
  return false;
}

/** Nothing is served: the application's own fallback counts. */
export function fallback(reason: Reason): Leaf {
  return { enabled: known(false), value: known(null), variant: known(null), reason, trace: [] };
}
