import { unitKey } from "../../adapter/edits/units";
import type { DefinitionUnit } from "../../port/definition";
import { asStored } from "../api/values";
import type { Wanted } from "./definition";
import type { Places } from "./override-places";
import { isWhole, type WholeState } from "./whole-state";

/** What this run knows about a unit from its own writes. */
export interface UnitMemory {
  /** Segment ids and priorities of all overrides; undefined if they were never read. */
  readonly overrides: Places | undefined;
  /** Priorities that edits of this run asked for. */
  readonly pinned: Places;
  /** What edits of this run put, for a flag created in this run; undefined if others may have changed it. */
  readonly stated: ReadonlyMap<string, WholeState> | undefined;
}

/** What this run knows about each unit that it wrote. */
export class UnitMemories {
  private readonly known = new Map<string, UnitMemory>();

  constructor(
    /** Whether nothing can override the flag in the environment yet. */
    private readonly isNew: (unit: DefinitionUnit) => boolean,
  ) {}

  of(unit: DefinitionUnit): UnitMemory {
    const known = this.known.get(unitKey(unit));
    if (known) return known;
    return this.isNew(unit)
      ? { overrides: new Map(), pinned: new Map(), stated: new Map() }
      : doubtful({ pinned: new Map() });
  }

  /** After a write that succeeded. `overrides`: all that are there now, if that is known. */
  note(unit: DefinitionUnit, { pinned, stated }: UnitMemory, { puts }: Wanted, overrides: Places | undefined): void {
    const places = new Map(pinned);
    const states = stated && new Map(stated);
    for (const [id, put] of puts) {
      if (put.priority !== undefined) places.set(id, put.priority);
      if (isWhole(put)) states?.set(id, { enabled: put.enabled, value: asStored(put.value) });
      else states?.delete(id);
    }
    this.known.set(unitKey(unit), { overrides, pinned: places, stated: states });
  }

  /** After a write whose outcome is unknown. */
  doubt(unit: DefinitionUnit, memory: UnitMemory): void {
    this.known.set(unitKey(unit), doubtful(memory));
  }
}

/** What stays certain if others may have changed the unit. */
export function doubtful({ pinned }: Pick<UnitMemory, "pinned">): UnitMemory {
  return { overrides: undefined, pinned, stated: undefined };
}
