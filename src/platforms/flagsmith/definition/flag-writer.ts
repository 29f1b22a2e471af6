import { changesetOf } from "../../adapter/edits/changeset";
import type { DefinitionUnit, WriteResult } from "../../port/definition";
import type { Edit } from "../../port/edit";
import { attempt, isVariantMismatch } from "../api/errors";
import type { VariantCache } from "../flag/variant-cache";
import { type FlagState, type Wanted, wantedFrom } from "../state/definition";
import { doubtful, type UnitMemories, type UnitMemory } from "../state/unit-memory";
import { type Option, servesVariants, variantsIn } from "../state/variant-weights";
import type { WriteApi } from "../write-api/write-api";
import { describeWrite, type StrategyResult, type WriteStrategy } from "../write-api/write-strategy";
import type { Sweep } from "./sweep";

type Operations = readonly (readonly Edit[])[];

interface Written {
  readonly wanted: Wanted;
  readonly result: StrategyResult;
}

/** Writes a batch with the strategy that the server and the environment support, and remembers what it wrote. */
export class FlagWriter {
  constructor(
    private readonly api: WriteApi,
    private readonly swept: Sweep,
    private readonly options: VariantCache,
    private readonly memories: UnitMemories,
    /** Called after a write: a variant may have lost its last use. */
    private readonly afterWrite: (unit: DefinitionUnit) => Promise<readonly string[]>,
  ) {}

  async write(unit: DefinitionUnit, operations: Operations): Promise<WriteResult> {
    const memory = this.memories.of(unit);
    try {
      const { wanted, result, warnings } = await attempt(describeWrite(unit), () =>
        this.api.write(unit, async (strategy) => {
          const written = await this.carryOut(strategy, unit, operations, memory);
          return { ...written, warnings: [...written.result.warnings, ...(await this.afterWrite(unit))] };
        }),
      );
      const { state, overrides } = result;
      this.memories.note(unit, memory, wanted, overrides);
      this.swept.afterWrite(unit, state && (await this.options.definition(unit, state)));
      return { warnings };
    } catch (error) {
      // The write may have been done in part, or completely.
      this.memories.doubt(unit, memory);
      this.swept.afterWrite(unit, undefined);
      throw error;
    }
  }

  private async carryOut(
    strategy: WriteStrategy,
    unit: DefinitionUnit,
    operations: Operations,
    memory: UnitMemory,
  ): Promise<Written> {
    const options = await this.optionsFor(strategy, unit, operations);
    const wanted = wantedFrom(changesetOf(operations), options, describeWrite(unit));
    try {
      const result = await strategy.write(unit, wanted, memory);
      if (!servesUnknownVariants(result.state, wanted)) return { wanted, result };
    } catch (error) {
      if (!isVariantMismatch(error)) throw error;
    }
    // The flag's variants changed since this run read them.
    const nowOptions = await this.options.reload(unit);
    const again = wantedFrom(changesetOf(operations), nowOptions, describeWrite(unit));
    return { wanted: again, result: await strategy.write(unit, again, doubtful(memory)) };
  }

  /** Serving a value needs no variants, unless the flag has some, whose shares must then be removed. */
  private async optionsFor(
    strategy: WriteStrategy,
    unit: DefinitionUnit,
    operations: Operations,
  ): Promise<readonly Option[]> {
    const serves = operations.flat().flatMap((edit) => {
      if (edit.kind !== "set-default" && edit.kind !== "put-segment-override") return [];
      return [edit.serve, edit.whole?.serve].flatMap((serve) => serve ?? []);
    });
    if (serves.length === 0) return [];
    const isAllValues = serves.every(({ kind }) => kind === "value");
    const needsNone = strategy.returnsWeights && isAllValues && !mayInheritShares(operations.flat());
    return needsNone ? (this.options.peek(unit) ?? []) : this.options.withKeys(unit, serves.flatMap(variantsIn));
  }
}

/** A new override without its own shares copies the default's, so the default must change first. */
function mayInheritShares(edits: readonly Edit[]): boolean {
  const changesDefault = edits.some((edit) => edit.kind === "set-default" && edit.serve !== undefined);
  return (
    changesDefault &&
    edits.some((edit) => edit.kind === "put-segment-override" && (edit.serve ?? edit.whole?.serve) === undefined)
  );
}

/** Whether a state that should serve a value serves variants that this run did not know of. */
function servesUnknownVariants(state: FlagState | undefined, { default: byDefault, puts }: Wanted): boolean {
  if (!state) return false;
  if (byDefault?.value && !byDefault.variants && servesVariants(state.variants)) return true;
  return state.overrides.some(({ segmentId, variants }) => {
    const put = puts.get(segmentId);
    return put?.value !== undefined && !put.variants && servesVariants(variants);
  });
}
