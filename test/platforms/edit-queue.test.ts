import { type Clock, systemClock } from "../../src/http/clock";
import { type BatchWriter, EditQueue } from "../../src/platforms/adapter/edits/edit-queue";
import { fc, runs } from "../support/fast-check";

interface Operation {
  readonly id: number;
  /** Refused wherever it is in the batch. */
  readonly bad?: boolean;
  /** Operations of one group are never parted. */
  readonly group?: number;
}

class Refused extends Error {}

/** Writes when told to, and keeps account. */
class Recorder implements BatchWriter<string, Operation, readonly number[]> {
  readonly writes: { unit: string; ids: number[] }[] = [];
  readonly held: (() => void)[] = [];
  running = new Map<string, number>();
  overlapped = false;
  hold = false;
  down = false;

  keyOf(unit: string): string {
    return unit;
  }

  async write(unit: string, operations: readonly Operation[]): Promise<readonly number[]> {
    const ids = operations.map(({ id }) => id);
    this.writes.push({ unit, ids });
    this.running.set(unit, (this.running.get(unit) ?? 0) + 1);
    if ((this.running.get(unit) ?? 0) > 1) this.overlapped = true;
    await (this.hold ? new Promise<void>((resolve) => this.held.push(resolve)) : Promise.resolve());
    this.running.set(unit, (this.running.get(unit) ?? 0) - 1);
    if (this.down) throw new Error("down");
    if (operations.some(({ bad }) => bad)) throw new Refused(`refused ${ids.join(" ")}`);
    return ids;
  }

  isRefusal(error: unknown): boolean {
    return error instanceof Refused;
  }

  split(_unit: string, operations: readonly Operation[]): Promise<readonly (readonly Operation[])[]> {
    const groups = new Map<string, Operation[]>();
    for (const operation of operations) {
      const key = operation.group === undefined ? `single ${operation.id}` : `group ${operation.group}`;
      groups.set(key, [...(groups.get(key) ?? []), operation]);
    }
    return Promise.resolve([...groups.values()]);
  }
}

const clock = (alarm: Clock["alarm"]): Clock => ({ ...systemClock, ...(alarm && { alarm }) });
/** Only the signal ends the wait. */
const never = clock((_milliseconds, signal) => {
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve()));
});
const noTimer = clock(() => {
  throw new Error("must not wait");
});

function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

test("an edit that nobody announced another one for goes out at once", async () => {
  const writer = new Recorder();
  const queue = new EditQueue(writer, noTimer);
  queue.announce("a");
  await expect(queue.submit("unit", { id: 1 }, "a")).resolves.toEqual([1]);
  await expect(queue.submit("unit", { id: 2 })).resolves.toEqual([2]);
});

test("announced edits meet in one write, which goes out when the last has come", async () => {
  const writer = new Recorder();
  const queue = new EditQueue(writer, never);
  for (let i = 0; i < 3; i++) queue.announce("a");
  await Promise.all([1, 2, 3].map((id) => queue.submit("unit", { id }, "a")));
  expect(writer.writes).toEqual([{ unit: "unit", ids: [1, 2, 3] }]);
});

test("an announced edit that does not come is waited for once, for 25 ms", async () => {
  const writer = new Recorder();
  const waits: number[] = [];
  const queue = new EditQueue(
    writer,
    clock((milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    }),
  );
  queue.announce("a");
  queue.announce("a");
  await queue.submit("unit", { id: 1 }, "a");
  await queue.submit("unit", { id: 2 }, "a");
  expect(waits).toEqual([25]);
  expect(writer.writes.map(({ ids }) => ids)).toEqual([[1], [2]]);
});

test("what comes while a write is under way folds into the next", async () => {
  const writer = new Recorder();
  writer.hold = true;
  const queue = new EditQueue(writer, noTimer);
  const first = queue.submit("unit", { id: 1 });
  await settle();
  const all = [first, ...[2, 3, 4].map((id) => queue.submit("unit", { id }))];
  await settle();
  writer.hold = false;
  for (const release of writer.held) release();
  await Promise.all(all);
  expect(writer.writes.map(({ ids }) => ids)).toEqual([[1], [2, 3, 4]]);
});

test("only the culprit of a refused batch fails, and what belongs together stays together", async () => {
  const writer = new Recorder();
  const queue = new EditQueue(writer, never);
  const operations: Operation[] = [{ id: 1 }, { id: 2, bad: true }, { id: 3, group: 7 }, { id: 4, group: 7 }];
  operations.forEach(() => queue.announce("a"));
  const results = await Promise.allSettled(operations.map((operation) => queue.submit("unit", operation, "a")));
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
  expect(writer.writes.map(({ ids }) => ids)).toEqual([[1, 2, 3, 4], [1], [2], [3, 4]]);
});

test("a platform that is down fails the batch at once, without trying its parts", async () => {
  const writer = new Recorder();
  writer.down = true;
  const queue = new EditQueue(writer, never);
  for (let i = 0; i < 3; i++) queue.announce("a");
  const results = await Promise.allSettled([1, 2, 3].map((id) => queue.submit("unit", { id }, "a")));
  expect(results.every(({ status }) => status === "rejected")).toBe(true);
  expect(writer.writes).toHaveLength(1);
});

test("any edits in any order: one writer per unit, each edit answered once, exactly the bad ones refused", async () => {
  const operation = fc.record({
    unit: fc.constantFrom("x", "y", "z"),
    bad: fc.boolean(),
    announced: fc.boolean(),
    ticks: fc.nat({ max: 4 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 20 }), async (plans) => {
      const writer = new Recorder();
      const queue = new EditQueue(writer, clock(settle));
      for (const plan of plans) if (plan.announced) queue.announce(`unit ${plan.unit}`);
      const results = await Promise.allSettled(
        plans.map(async (plan, id) => {
          for (let i = 0; i < plan.ticks; i++) await settle();
          const name = plan.announced ? `unit ${plan.unit}` : undefined;
          return queue.submit(plan.unit, plan.bad ? { id, bad: true } : { id }, name);
        }),
      );
      expect(writer.overlapped).toBe(false);
      results.forEach((result, id) => {
        expect(result.status).toBe(plans[id]?.bad ? "rejected" : "fulfilled");
        if (result.status === "fulfilled") expect(result.value).toContain(id);
      });
      const landed = writer.writes
        .filter(({ ids }) => ids.every((id) => !plans[id]?.bad))
        .flatMap(({ ids }) => ids)
        .sort((one, other) => one - other);
      expect(landed).toEqual(plans.flatMap((plan, id) => (plan.bad ? [] : [id])));
    }),
    { numRuns: runs(60) },
  );
});
