import { type Adopted, allOf, FLAG, type Inventory, type LeftOut, nameOf } from "../inventory/adopted";
import type { Refused } from "./plan-adopted";

/** The inventory without some objects, and without what belongs to them: nothing is imported by half. */
export function without(inventory: Inventory, refused: Refused): Inventory {
  const flags = new Set(inventory.flags.filter((each) => refused.has(each)).map(({ ids }) => ids["flag_id"]));
  const stays = (each: Adopted): boolean =>
    !refused.has(each) && (each.type === FLAG || each.ids["flag_id"] === undefined || !flags.has(each.ids["flag_id"]));
  const more = allOf(inventory).flatMap((each): LeftOut[] => {
    const refusal = refused.get(each);
    return refusal ? [{ what: nameOf(each), why: refusal.why }] : [];
  });
  return {
    flags: inventory.flags.filter(stays),
    segments: inventory.segments.filter(stays),
    definitions: inventory.definitions.filter(stays),
    overrides: inventory.overrides.filter(stays),
    leftOut: [...inventory.leftOut, ...more],
    notes: inventory.notes,
  };
}
