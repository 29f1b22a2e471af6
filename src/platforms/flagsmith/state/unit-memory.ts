import type { WholeState } from "./whole-state";
import type { Places } from "./override-places";

/** What this run knows of a unit from its own writes. */
export interface UnitMemory {
  /** Segment ids and priorities of all overrides; undefined where they were never seen. */
  readonly overrides: Places | undefined;
  /** Priorities that edits of this run asked for. */
  readonly pinned: Places;
  /** What edits of this run put, of a flag that is new in it; undefined where others may have been at it. */
  readonly stated: ReadonlyMap<string, WholeState> | undefined;
}
