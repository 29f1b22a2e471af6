import { alarm, type Clock, systemClock } from "../../../http/clock";
import type { AnnouncedUnit } from "../../port/definition";

/** What the queue needs to know of a platform's writes. */
export interface BatchWriter<Unit, Operation, Result> {
  /** The write unit: one writer at a time each. */
  keyOf(unit: Unit): string;
  write(unit: Unit, operations: readonly Operation[]): Promise<Result>;
  /** Whether the error blames what was sent, so that a part of the batch might pass without the rest. */
  isRefusal(error: unknown): boolean;
  /** The parts of a refused batch in the order in which they are tried. Never splits an operation. */
  split(unit: Unit, operations: readonly Operation[]): Promise<readonly (readonly Operation[])[]>;
}

/** What the edits of one unit are announced by, where each environment's definition is a unit of its own. */
export function announcedName({ project, environment, flag }: AnnouncedUnit): string {
  return JSON.stringify([project, environment, flag]);
}

/** The longest that an edit waits for one that was announced. */
const GATHER_MILLISECONDS = 25;

interface Entry<Unit, Operation, Result> {
  readonly unit: Unit;
  readonly operation: Operation;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

interface Lane<Unit, Operation, Result> {
  pending: Entry<Unit, Operation, Result>[];
  /** What the unit's announced edits are called. */
  readonly names: Set<string>;
  /** Ends the gathering when the last announced edit has come. */
  gathered: (() => void) | undefined;
}

/**
 * Folds what many resources want changed in one unit into few writes. An operation is what one resource wants in one go; it
 * succeeds or fails as a whole.
 */
export class EditQueue<Unit, Operation, Result> {
  private readonly lanes = new Map<string, Lane<Unit, Operation, Result>>();
  private readonly announced = new Map<string, number>();

  constructor(
    private readonly writer: BatchWriter<Unit, Operation, Result>,
    private readonly clock: Clock = systemClock,
  ) {}

  /** An edit by this name is about to come. */
  announce(name: string): void {
    this.announced.set(name, (this.announced.get(name) ?? 0) + 1);
  }

  submit(unit: Unit, operation: Operation, announcedAs?: string): Promise<Result> {
    const key = this.writer.keyOf(unit);
    const idle = !this.lanes.has(key);
    const lane = this.lanes.get(key) ?? { pending: [], names: new Set<string>(), gathered: undefined };
    if (announcedAs !== undefined) this.arrived(lane, announcedAs);
    const result = new Promise<Result>((resolve, reject) => lane.pending.push({ unit, operation, resolve, reject }));
    if (idle) {
      this.lanes.set(key, lane);
      void this.drain(key, lane);
    } else if (this.missing(lane) === 0) {
      lane.gathered?.();
    }
    return result;
  }

  private arrived(lane: Lane<Unit, Operation, Result>, name: string): void {
    lane.names.add(name);
    const left = (this.announced.get(name) ?? 0) - 1;
    if (left > 0) this.announced.set(name, left);
    else this.announced.delete(name);
  }

  private missing(lane: Lane<Unit, Operation, Result>): number {
    return [...lane.names].reduce((sum, name) => sum + (this.announced.get(name) ?? 0), 0);
  }

  private async drain(key: string, lane: Lane<Unit, Operation, Result>): Promise<void> {
    while (lane.pending.length > 0) {
      await this.gather(lane);
      const batch = lane.pending.splice(0);
      await this.writeBatch(batch);
    }
    this.lanes.delete(key);
  }

  private async gather(lane: Lane<Unit, Operation, Result>): Promise<void> {
    if (this.missing(lane) === 0) return;
    const complete = new AbortController();
    lane.gathered = () => complete.abort();
    await alarm(this.clock, GATHER_MILLISECONDS, complete.signal);
    lane.gathered = undefined;
    // Whatever has not come by now (its plan was empty, its resource was not targeted) is not waited for again.
    for (const name of lane.names) this.announced.delete(name);
  }

  private async writeBatch(batch: readonly Entry<Unit, Operation, Result>[]): Promise<void> {
    const [first] = batch;
    if (!first) return;
    try {
      const result = await this.writer.write(
        first.unit,
        batch.map(({ operation }) => operation),
      );
      for (const entry of batch) entry.resolve(result);
    } catch (error) {
      await this.afterFailure(first.unit, batch, error);
    }
  }

  private async afterFailure(unit: Unit, batch: readonly Entry<Unit, Operation, Result>[], error: unknown): Promise<void> {
    const parts = batch.length > 1 && this.writer.isRefusal(error) ? await this.partsOf(unit, batch) : [batch];
    if (parts.length < 2) {
      for (const entry of batch) entry.reject(error);
      return;
    }
    let stopped: { readonly error: unknown } | undefined;
    for (const part of parts) {
      if (stopped) {
        for (const entry of part) entry.reject(stopped.error);
        continue;
      }
      try {
        const result = await this.writer.write(
          unit,
          part.map(({ operation }) => operation),
        );
        for (const entry of part) entry.resolve(result);
      } catch (partError) {
        for (const entry of part) entry.reject(partError);
        if (!this.writer.isRefusal(partError)) stopped = { error: partError };
      }
    }
  }

  private async partsOf(
    unit: Unit,
    batch: readonly Entry<Unit, Operation, Result>[],
  ): Promise<readonly (readonly Entry<Unit, Operation, Result>[])[]> {
    try {
      const parts = await this.writer.split(
        unit,
        batch.map(({ operation }) => operation),
      );
      return parts.map((part) => part.flatMap((operation) => batch.filter((entry) => entry.operation === operation)));
    } catch {
      // Where even looking fails, the refusal itself is the better explanation.
      return [batch];
    }
  }
}
