import type { Inventory } from "../inventory/adopted";
import type { OverrideMode } from "../inventory/overrides";
import { compareServed } from "./check/served-alike";
import { withKnownEnvironments } from "./environments";
import type { Move } from "./move";
import { readProject } from "./project/read-project";
import { withComments, writeProject } from "./project/write-project";
import { noteSettings } from "./settings";
import { MovedSegments } from "./targeting/moved-segments";
import { translateFlag } from "./translate-flag";

/**
 * What one platform has, as resources of another that serve the same to the same people. What the other cannot say is in the losses, with
 * the nearest thing that it can. The inventory must have all overrides in its definitions.
 */
export function translate(inventory: Inventory, move: Move, overrides: OverrideMode): Inventory {
  const { losses } = move;
  for (const { what, why } of inventory.leftOut) losses.lose(what, why);
  noteSettings(inventory, move);
  const project = withKnownEnvironments(readProject(inventory, move), move);
  const segments = new MovedSegments(project, move);
  const flags = project.flags.flatMap((flag) => {
    const moved = translateFlag(flag, move, segments);
    return moved ? [moved] : [];
  });
  const moved = { flags, segments: segments.all() };
  const [off] = [move.from, move.to].filter(({ name }) => name === "mixpanel");
  if (off)
    losses.note("flags", `where one is off, applications get their own fallback on ${off.title}, and a value elsewhere.`);
  const written = writeProject(moved, move, overrides);
  compareServed(inventory, written, move);
  const served = losses.all.filter(({ effect }) => effect === "served");
  return { ...withComments(written, move), leftOut: served.map(({ what, why }) => ({ what, why })), notes: inventory.notes };
}
