import { EditQueue } from "../edit-queue";
import type { Edit } from "../edit";
import type { DefinitionUnit, WriteResult } from "../platform";
import { PlatformError } from "../platform-error";

type Operation = readonly Edit[];

/** What it takes to submit what many resources want changed in one definition. */
export interface Submitting {
  keyOf(unit: DefinitionUnit): string;
  write(unit: DefinitionUnit, operations: readonly Operation[]): Promise<WriteResult>;
  inOrder(operations: readonly Operation[]): readonly Operation[];
  /** Why the operations cannot be done together; undefined where they can. */
  objection(unit: DefinitionUnit, operations: readonly Operation[]): Promise<PlatformError | undefined>;
  isRefusal(error: unknown): boolean;
}

/**
 * Gathers what needs approval in one definition: there can be one open request for it, which is to hold everything. Each
 * operation waits the moment for others; one that comes later still is submitted with what was submitted before in this run.
 */
export class Submissions {
  private readonly queue: EditQueue<DefinitionUnit, Operation, WriteResult>;
  private readonly waiting = new Map<string, readonly Operation[]>();
  private readonly refused = new WeakMap<Operation, PlatformError>();

  constructor(private readonly submitting: Submitting) {
    this.queue = new EditQueue({
      keyOf: (unit) => submitting.keyOf(unit),
      write: (unit, operations) => this.write(unit, operations),
      isRefusal: (error) => submitting.isRefusal(error),
      split: (unit, operations) => this.split(unit, operations),
    });
  }

  add(unit: DefinitionUnit, operation: Operation): Promise<WriteResult> {
    const name = this.submitting.keyOf(unit);
    // Its own arrival, and another that never comes: nobody knows how many there will be.
    for (let times = 0; times < 2; times++) this.queue.announce(name);
    return this.queue.submit(unit, operation, name);
  }

  private async write(unit: DefinitionUnit, operations: readonly Operation[]): Promise<WriteResult> {
    const [refusal] = operations.flatMap((each) => this.refused.get(each) ?? []);
    if (refusal) throw refusal;
    const key = this.submitting.keyOf(unit);
    const all = [...(this.waiting.get(key) ?? []), ...operations];
    try {
      return await this.submitting.write(unit, all);
    } catch (error) {
      if (error instanceof PlatformError && error.code === "approval-required") this.waiting.set(key, all);
      throw error;
    }
  }

  /** What cannot be done beside the rest is refused one by one, and first; the rest goes together. */
  private async split(unit: DefinitionUnit, operations: readonly Operation[]): Promise<readonly (readonly Operation[])[]> {
    const waiting = this.waiting.get(this.submitting.keyOf(unit)) ?? [];
    const good: Operation[] = [];
    const bad: Operation[] = [];
    for (const each of this.submitting.inOrder(operations)) {
      const objection = await this.submitting.objection(unit, [...waiting, ...good, each]);
      if (objection) this.refused.set(each, objection);
      (objection ? bad : good).push(each);
    }
    return [...bad.map((each) => [each]), ...(good.length > 0 ? [good] : [])];
  }
}
