import type { Clock } from "../../../http/clock";
import { changesetOf } from "../../adapter/edits/changeset";
import { announcedName, EditQueue } from "../../adapter/edits/edit-queue";
import { describeUnit, unitKey } from "../../adapter/edits/units";
import { invalid } from "../../adapter/errors";
import type {
  AnnouncedUnit,
  ApprovalQuestion,
  Definition,
  DefinitionStore,
  DefinitionUnit,
  WriteResult,
} from "../../port/definition";
import type { Edit } from "../../port/edit";
import { PlatformError } from "../../port/platform-error";
import { attempt, isVariantMismatch } from "../api/errors";
import { asStored, refuseValue } from "../api/values";
import type { VariantCache } from "../flag/variant-cache";
import { type FlagState, toDefinition, type Wanted, wantedFrom } from "../state/definition";
import type { UnitMemory } from "../state/unit-memory";
import { type Option, servesVariants, variantsIn } from "../state/variant-weights";
import { isWhole } from "../state/whole-state";
import type { WriteApi } from "../write-api/write-api";
import { describeWrite, type StrategyResult, type WriteStrategy } from "../write-api/write-strategy";
import { splitBatch } from "./split-batch";
import type { Sweep } from "./sweep";

/** Definitions: read from the sweep or exactly, written through a queue. */
export class Definitions implements DefinitionStore {
  private readonly queue: EditQueue<DefinitionUnit, readonly Edit[], WriteResult>;
  private readonly memories = new Map<string, UnitMemory>();

  constructor(
    private readonly api: WriteApi,
    private readonly swept: Sweep,
    /** Whether nothing can override the flag in the environment yet. */
    private readonly isNew: (unit: DefinitionUnit) => boolean,
    private readonly options: VariantCache,
    /** Called after a write: a variant may have lost its last use. */
    private readonly afterWrite: (unit: DefinitionUnit) => Promise<readonly string[]>,
    clock: Clock,
  ) {
    this.queue = new EditQueue(
      {
        keyOf: unitKey,
        write: (unit, operations) => this.writeBatch(unit, operations),
        isRefusal: (error) => error instanceof PlatformError && (error.code === "invalid" || error.code === "exists"),
        split: async (unit, operations) => splitBatch(operations, (await this.read(unit))?.segmentOverrides ?? []),
      },
      clock,
    );
  }

  announce(unit: AnnouncedUnit): void {
    this.queue.announce(announcedName(unit));
  }

  refuseUnapproved({ attempted, ...environment }: ApprovalQuestion): undefined {
    if (!this.api.changeRequests.isBypassed(environment)) this.api.changeRequests.requireFlags(environment, attempted);
  }

  sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    return this.swept.definition(unit);
  }

  listed(unit: DefinitionUnit): Promise<Pick<Definition, "enabled" | "segmentOverrides"> | undefined> {
    return this.swept.listed(unit);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    return attempt(`read ${describeUnit(unit)}`, async () => {
      const state = await this.api.read(unit);
      return state && this.toNeutral(unit, state);
    });
  }

  /** The state in the API's own terms: a value, and shares. */
  async readState(unit: DefinitionUnit): Promise<FlagState | undefined> {
    return this.api.read(unit);
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    const { changeRequests } = this.api;
    changeRequests.requireFlags(unit.environment, describeWrite(unit));
    for (const edit of edits) refuseValueOf(unit, edit);
    const { warnings } = await this.queue.submit(unit, edits, announcedAs && announcedName(announcedAs));
    return { warnings: [...warnings, ...changeRequests.warningsOf(unit.environment)] };
  }

  private async writeBatch(unit: DefinitionUnit, operations: readonly (readonly Edit[])[]): Promise<WriteResult> {
    const memory = this.memoryOf(unit);
    try {
      const { wanted, result, warnings } = await attempt(describeWrite(unit), () =>
        this.api.write(unit, async (strategy) => {
          const written = await this.carryOut(strategy, unit, operations, memory);
          return { ...written, warnings: [...written.result.warnings, ...(await this.afterWrite(unit))] };
        }),
      );
      const { state, overrides } = result;
      this.remember(unit, { ...noted(memory, wanted), overrides }, state && (await this.toNeutral(unit, state)));
      return { warnings };
    } catch (error) {
      // The write may have been done in part, or completely.
      this.remember(unit, { overrides: undefined, pinned: memory.pinned, stated: undefined }, undefined);
      throw error;
    }
  }

  private async carryOut(
    strategy: WriteStrategy,
    unit: DefinitionUnit,
    operations: readonly (readonly Edit[])[],
    memory: UnitMemory,
  ): Promise<{ readonly wanted: Wanted; readonly result: StrategyResult }> {
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
    const forgetful = { overrides: undefined, pinned: memory.pinned, stated: undefined };
    return { wanted: again, result: await strategy.write(unit, again, forgetful) };
  }

  /** Serving a value needs no variants, unless the flag has some, whose shares must then be removed. */
  private async optionsFor(
    strategy: WriteStrategy,
    unit: DefinitionUnit,
    operations: readonly (readonly Edit[])[],
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

  private async toNeutral(unit: DefinitionUnit, state: FlagState): Promise<Definition> {
    const all = [state, ...state.overrides].flatMap(({ variants }) => variants);
    return toDefinition(state, await this.options.forState(unit, all));
  }

  private memoryOf(unit: DefinitionUnit): UnitMemory {
    const known = this.memories.get(unitKey(unit));
    if (known) return known;
    return this.isNew(unit)
      ? { overrides: new Map(), pinned: new Map(), stated: new Map() }
      : { overrides: undefined, pinned: new Map(), stated: undefined };
  }

  private remember(unit: DefinitionUnit, memory: UnitMemory, definition: Definition | undefined): void {
    this.memories.set(unitKey(unit), memory);
    this.swept.afterWrite(unit, definition);
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

function noted({ pinned, stated }: UnitMemory, { puts }: Wanted): Pick<UnitMemory, "pinned" | "stated"> {
  const places = new Map(pinned);
  const states = stated && new Map(stated);
  for (const [id, put] of puts) {
    if (put.priority !== undefined) places.set(id, put.priority);
    if (isWhole(put)) states?.set(id, { enabled: put.enabled, value: asStored(put.value) });
    else states?.delete(id);
  }
  return { pinned: places, stated: states };
}

function refuseValueOf(unit: DefinitionUnit, edit: Edit): void {
  if (edit.kind !== "set-default" && edit.kind !== "put-segment-override") return;
  const refusal = edit.serve?.kind === "value" ? refuseValue(edit.serve.value) : undefined;
  if (refusal === undefined) return;
  throw invalid(describeWrite(unit), { reason: refusal, nextStep: "Change the value.", subject: "value" });
}
