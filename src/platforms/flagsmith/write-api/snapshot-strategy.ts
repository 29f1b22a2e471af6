import type { DefinitionUnit } from "../../port/definition";
import type { FlagsmithContext } from "../run/context";
import type { FlagState, Wanted } from "../state/definition";
import type { UnitMemory } from "../state/unit-memory";
import { readSnapshot } from "./flag-snapshot";
import type { StrategyResult, WriteStrategy } from "./write-strategy";

/** A strategy whose API only writes: it reads the lists that every server has. */
export abstract class SnapshotStrategy implements WriteStrategy {
  constructor(protected readonly context: FlagsmithContext) {}

  async read(unit: DefinitionUnit): Promise<FlagState | undefined> {
    return (await readSnapshot(this.context, unit))?.state;
  }

  abstract write(unit: DefinitionUnit, wanted: Wanted, memory: UnitMemory): Promise<StrategyResult>;
}
