import type { Adopted, Adoption } from "./adoption";
import { takeInventory } from "./inventory/take-inventory";
import { moveTo } from "./move-to";
import { without } from "./plan/left-out";
import type { Session } from "./session";
import { writePlanned } from "./write-planned";

/**
 * Writes what a platform has as configuration, after a plan of it. It only reads: what the plan refuses is left out, and planned without
 * it.
 */
export async function adopt(opened: Session, adoption: Adoption): Promise<Adopted> {
  const { target, credential, progress } = adoption;
  const session = await opened.readable(adoption.environments);
  if (target) return moveTo(target, session, adoption);
  const place = { session, platform: session.platform, provider: session.written, credential };
  const inventory = await takeInventory(session, adoption, progress);
  return { ...(await writePlanned(place, inventory, adoption, { leaveOut: without })), losses: [] };
}
