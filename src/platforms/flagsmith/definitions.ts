import { announcedName, EditQueue } from "../edit-queue";
import type { AnnouncedUnit, Definition, DefinitionStore, DefinitionUnit, Edit, WriteResult } from "../platform";
import { PlatformError } from "../platform-error";
import { type FlagState, fold, toDefinition, type Wanted } from "./definition";
import { APPROVAL_NEXT_STEP, attempt } from "./errors";
import { isWhole } from "./foresee";
import { splitBatch } from "./split-batch";
import { type Sweep, unitKey } from "./sweep";
import { asStored, refuseValue } from "./values";
import type { WriteApi } from "./write-api";
import { describeWrite, type UnitMemory } from "./write-rung";

/** Definitions: read from the sweep or exactly, written through the queue. */
export class Definitions implements DefinitionStore {
  private readonly queue: EditQueue<DefinitionUnit, readonly Edit[], WriteResult>;
  private readonly memories = new Map<string, UnitMemory>();

  constructor(
    private readonly api: WriteApi,
    private readonly swept: Sweep,
    /** Whether nothing can override the flag in the environment yet. */
    private readonly isNew: (unit: DefinitionUnit) => boolean,
  ) {
    this.queue = new EditQueue({
      keyOf: unitKey,
      write: (unit, operations) => this.writeBatch(unit, operations),
      isRefusal: (error) => error instanceof PlatformError && (error.code === "invalid" || error.code === "exists"),
      split: async (unit, operations) => splitBatch(operations, (await this.read(unit))?.segmentOverrides ?? []),
    });
  }

  announce(unit: AnnouncedUnit): void {
    this.queue.announce(announcedName(unit));
  }

  sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    return this.swept.definition(unit);
  }

  listed(unit: DefinitionUnit): Promise<Pick<Definition, "enabled" | "segmentOverrides"> | undefined> {
    return this.swept.listed(unit);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    const attempted = `read flag ${unit.flag.name} in environment ${unit.environment.name}`;
    const state = await attempt(attempted, () => this.api.read(unit));
    return state && toDefinition(state);
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: AnnouncedUnit): Promise<WriteResult> {
    refuseUnapproved(unit);
    for (const edit of edits) refuseValueOf(unit, edit);
    return this.queue.submit(unit, edits, announcedAs && announcedName(announcedAs));
  }

  private async writeBatch(unit: DefinitionUnit, operations: readonly (readonly Edit[])[]): Promise<WriteResult> {
    const wanted = fold(operations);
    const memory = this.memoryOf(unit);
    try {
      const { state, overrides, warnings } = await attempt(describeWrite(unit), () =>
        this.api.write(unit, (rung) => rung.write(unit, wanted, memory)),
      );
      this.remember(unit, { ...noted(memory, wanted), overrides }, state);
      return { warnings };
    } catch (error) {
      // A part of it may have been done, or all of it.
      this.remember(unit, { overrides: undefined, pinned: memory.pinned, stated: undefined }, undefined);
      throw error;
    }
  }

  private memoryOf(unit: DefinitionUnit): UnitMemory {
    const known = this.memories.get(unitKey(unit));
    if (known) return known;
    return this.isNew(unit)
      ? { overrides: new Map(), pinned: new Map(), stated: new Map() }
      : { overrides: undefined, pinned: new Map(), stated: undefined };
  }

  private remember(unit: DefinitionUnit, memory: UnitMemory, state: FlagState | undefined): void {
    this.memories.set(unitKey(unit), memory);
    this.swept.wrote(unit, state && toDefinition(state));
  }
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

/** Older endpoints would let us pass the four eyes by; we never do. */
function refuseUnapproved(unit: DefinitionUnit): void {
  if (!unit.environment.requiresApproval) return;
  throw new PlatformError({
    code: "approval-required",
    attempted: describeWrite(unit),
    reason: `environment ${unit.environment.name} requires change requests`,
    nextStep: APPROVAL_NEXT_STEP,
    subject: "environment",
  });
}

function refuseValueOf(unit: DefinitionUnit, edit: Edit): void {
  if (edit.kind !== "set-default" && edit.kind !== "put-segment-override") return;
  const refusal = edit.serve?.kind === "value" ? refuseValue(edit.serve.value) : undefined;
  if (refusal === undefined) return;
  throw new PlatformError({
    code: "invalid",
    attempted: describeWrite(unit),
    reason: refusal,
    nextStep: "Change the value.",
    subject: "value",
  });
}
