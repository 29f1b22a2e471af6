import { EditQueue } from "../edit-queue";
import type { Definition, DefinitionStore, DefinitionUnit, Edit, WriteResult } from "../platform";
import { PlatformError } from "../platform-error";
import { fold, toDefinition } from "./definition";
import { APPROVAL_NEXT_STEP, attempt } from "./errors";
import { splitBatch } from "./split-batch";
import { type Sweep, unitKey } from "./sweep";
import { refuseValue } from "./values";
import type { WriteApi } from "./write-api";
import { describeWrite, type RungResult, type UnitMemory } from "./write-rung";

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

  announce(name: string): void {
    this.queue.announce(name);
  }

  sweep(unit: DefinitionUnit): Promise<Definition | undefined> {
    return this.swept.definition(unit);
  }

  async read(unit: DefinitionUnit): Promise<Definition | undefined> {
    const attempted = `read flag ${unit.flag.name} in environment ${unit.environment.name}`;
    const state = await attempt(attempted, () => this.api.use((rung) => rung.read(unit)));
    return state && toDefinition(state);
  }

  async write(unit: DefinitionUnit, edits: readonly Edit[], announcedAs?: string): Promise<WriteResult> {
    refuseUnapproved(unit);
    for (const edit of edits) refuseValueOf(unit, edit);
    return this.queue.submit(unit, edits, announcedAs);
  }

  private async writeBatch(unit: DefinitionUnit, operations: readonly (readonly Edit[])[]): Promise<WriteResult> {
    const wanted = fold(operations);
    const memory = this.memoryOf(unit);
    const { state, warnings } = await attempt(describeWrite(unit), () =>
      this.api.use((rung) => rung.write(unit, wanted, memory)),
    );
    const pinned = new Map(memory.pinned);
    for (const [id, { priority }] of wanted.puts) if (priority !== undefined) pinned.set(id, priority);
    this.remember(unit, state, pinned);
    const definition = toDefinition(state);
    this.swept.wrote(unit, definition);
    return { definition, warnings };
  }

  private memoryOf(unit: DefinitionUnit): UnitMemory {
    const known = this.memories.get(unitKey(unit));
    return known ?? { overrides: this.isNew(unit) ? new Map() : undefined, pinned: new Map() };
  }

  private remember(unit: DefinitionUnit, state: RungResult["state"], pinned: ReadonlyMap<string, number>): void {
    const overrides = new Map(state.overrides.map(({ segmentId, priority }) => [segmentId, priority]));
    this.memories.set(unitKey(unit), { overrides, pinned });
  }
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
  const refusal = edit.value && refuseValue(edit.value);
  if (refusal === undefined) return;
  throw new PlatformError({
    code: "invalid",
    attempted: describeWrite(unit),
    reason: refusal,
    nextStep: "Change the value.",
    subject: "value",
  });
}
