import type { Unit } from "../../serving/moved/slice";
import type { World, WorldDefinition } from "../../serving/world/world";
import type { ProjectChange } from "./stack-change";

/** A unit before and after. */
export interface UnitSides {
  readonly unit: Unit;
  readonly change: ProjectChange;
  readonly before: WorldDefinition | undefined;
  readonly after: WorldDefinition | undefined;
}

export function sidesOfUnit(change: ProjectChange, unit: Unit): UnitSides {
  const find = (world: World | undefined) => world?.definitions.get(unit.environment)?.get(unit.flag);
  return { unit, change, before: find(change.before), after: find(change.after) };
}
