import type { DefinitionUnit } from "../platform";
import { PlatformError } from "../platform-error";
import type { FlagState, Wanted } from "./definition";
import type { Parents } from "./parents";

/** One of Flagsmith's ways to read and write a flag in an environment. */
export interface WriteRung {
  /** Undefined: the flag or the environment is gone. */
  read(unit: DefinitionUnit): Promise<FlagState | undefined>;
  /** Called for one batch at a time per unit. */
  write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<RungResult>;
}

export interface RungResult {
  readonly state: FlagState;
  readonly warnings: readonly string[];
}

/** What this run knows of a unit from its own writes. */
export interface UnitMemory {
  /** Segment ids and priorities of all overrides; undefined where they were never seen. */
  readonly overrides: ReadonlyMap<string, number> | undefined;
  /** Priorities that edits of this run asked for. */
  readonly pinned: ReadonlyMap<string, number>;
}

/** Reads for a write: what is not there cannot be written to. */
export async function readToWrite(rung: WriteRung, unit: DefinitionUnit, parents: Parents): Promise<FlagState> {
  const state = await rung.read(unit);
  if (state) return state;
  throw goneError(unit, await parents.whatIsGone(unit));
}

export function goneError(unit: DefinitionUnit, subject: "environment" | "flag"): PlatformError {
  return new PlatformError({
    code: "gone",
    attempted: describeWrite(unit),
    reason: `the ${subject} is not there any more`,
    nextStep: `Create the ${subject} again (a new plan will say what that takes), or take the resource out of the configuration.`,
    subject,
  });
}

export function describeWrite(unit: DefinitionUnit): string {
  return `update flag ${unit.flag.name} in environment ${unit.environment.name}`;
}
