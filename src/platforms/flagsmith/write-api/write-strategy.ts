import { HttpError } from "../../../http/http-error";
import { describeUnit } from "../../adapter/edits/units";
import { changedByOthers } from "../../adapter/edits/write-loop";
import { gone } from "../../adapter/errors";
import type { DefinitionUnit } from "../../port/definition";
import type { PlatformError } from "../../port/platform-error";
import type { Parents } from "../run/parents";
import type { FlagState, Wanted } from "../state/definition";
import { type Places, placesOf } from "../state/override-places";
import type { UnitMemory } from "../state/unit-memory";

/** One of Flagsmith's ways to read and write a flag in an environment. */
export interface WriteStrategy {
  /** Whether the server has the strategy's endpoints. Absent: every server has them. */
  readonly routes?: Routes;
  /** Whether a write returns the shares of variants, so they need not be known beforehand. */
  readonly returnsWeights?: boolean;
  /** Undefined: the flag or the environment is gone. */
  read(unit: DefinitionUnit): Promise<FlagState | undefined>;
  /** Called for one batch at a time per unit. */
  write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<StrategyResult>;
}

/** Whether optional routes have answered: any answer of the API itself proves that they exist. */
export class Routes {
  known = false;

  async through<T>(request: () => Promise<T>): Promise<T> {
    try {
      const answer = await request();
      this.known = true;
      return answer;
    } catch (error) {
      if (error instanceof HttpError && error.kind === "refused") this.known = true;
      throw error;
    }
  }
}

/** The strategy cannot write the shares that a batch states. Thrown before its first write. */
export class WeightsUnsupportedError extends Error {}

export interface StrategyResult {
  /** The flag after the write; undefined if the API returned nothing and no read was needed. */
  readonly state: FlagState | undefined;
  /** Segment ids and priorities of all overrides after the write; undefined if they were never read. */
  readonly overrides: Places | undefined;
  readonly warnings: readonly string[];
}

export function resultOf(state: FlagState, warnings: readonly string[] = []): StrategyResult {
  return { state, overrides: placesOf(state.overrides), warnings };
}

/** Reads before a write; fails if the flag or the environment is gone. */
export async function readToWrite(strategy: WriteStrategy, unit: DefinitionUnit, parents: Parents): Promise<FlagState> {
  const state = await strategy.read(unit);
  if (state) return state;
  throw goneError(unit, await parents.missingParent(unit));
}

export function goneError(unit: DefinitionUnit, subject: "environment" | "flag"): PlatformError {
  return gone(describeWrite(unit), {
    reason: `the ${subject} no longer exists`,
    nextStep: `Create the ${subject} again (a new plan shows what that changes), or remove the resource from the configuration.`,
    subject,
  });
}

/** Somebody else's write came between ours and its read, and again between the second ones. */
export function anotherWriter(unit: DefinitionUnit, error: HttpError): PlatformError {
  return changedByOthers(describeWrite(unit), 2, error.details.words);
}

export function describeWrite(unit: DefinitionUnit): string {
  return `update ${describeUnit(unit)}`;
}

/** The error itself, or an error that the flag or its environment is gone, if that is the cause. */
export function explainGone(error: unknown, unit: DefinitionUnit, parents: Parents): Promise<unknown> {
  return parents.missingParent(unit).then(
    (subject) => goneError(unit, subject),
    () => error,
  );
}

export function isPureRemoval({ default: byDefault, puts, removals, only }: Wanted): boolean {
  return byDefault === undefined && puts.size === 0 && only === undefined && removals.size > 0;
}
