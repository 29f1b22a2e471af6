import type { Places } from "./override-places";
import type { WholeState } from "./whole-state";

/** What this run knows about a unit from its own writes. */
export interface UnitMemory {
  /** Segment ids and priorities of all overrides; undefined if they were never read. */
  readonly overrides: Places | undefined;
  /** Priorities that edits of this run asked for. */
  readonly pinned: Places;
  /** What edits of this run put, for a flag created in this run; undefined if others may have changed it. */
  readonly stated: ReadonlyMap<string, WholeState> | undefined;
}
