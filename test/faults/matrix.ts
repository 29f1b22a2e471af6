import { DEEP, SEED } from "../support/fast-check";
import type { PlatformName, WorkbenchOptions } from "../support/platform-workbench";
import { FaultWorkbench } from "./fault-workbench";
import { type Kind, KINDS } from "./kinds";
import { type Operation, OPERATIONS } from "./operations";

interface Fault {
  readonly operation: Operation;
  readonly kind: Kind;
  /** From 1: which request of the operation, given how many it has. Undefined: none. */
  at(requests: number): number | undefined;
}

/** Declares the tests of one platform: the usual run meets each kind of fault once, at requests that the seed picks. */
export function faultMatrix(name: PlatformName, options: WorkbenchOptions = {}, title: string = name): void {
  const tally = { met: 0, repeated: 0, absent: 0 };
  let workbench: FaultWorkbench | undefined;

  afterAll(async () => {
    await workbench?.stop();
    if (!DEEP) return;
    const { met, repeated, absent } = tally;
    process.stdout.write(
      `${title}: ${met} faults survived (seed ${SEED}), of which ${met - repeated} in the same run and ${repeated} by running it again; ${absent} found no request to strike.\n`,
    );
  });

  /** Operations in their order, each with its fault. What goes wrong leaves a platform that no other test can go on with. */
  async function survive(faults: readonly Fault[]): Promise<void> {
    const own = (workbench ??= await FaultWorkbench.start(name, options));
    for (const { operation, kind, at } of faults) {
      const nth = at(own.requestsOf(operation));
      try {
        if (nth === undefined) {
          await own.run(operation);
          continue;
        }
        const { request, failed } = await own.survive(operation, kind, nth);
        if (request === undefined) tally.absent++;
        else tally.met++;
        if (failed) tally.repeated++;
        if (own.isSpent) {
          workbench = undefined;
          await own.stop();
        }
      } catch (cause) {
        workbench = undefined;
        await own.stop();
        throw new Error(`${title}: ${operation.name}, with ${kind.name} at request ${nth ?? 0} (seed ${SEED})`, { cause });
      }
    }
  }

  if (DEEP) {
    test.each(KINDS)(
      "$name at each request of each operation",
      async (kind) => {
        workbench ??= await FaultWorkbench.start(name, options);
        const most = Math.max(...OPERATIONS.map((each) => workbench?.requestsOf(each) ?? 0));
        // What another writer adds stays until the end of the round: one operation of a round meets them.
        const struck = kind.fault === "writer" ? OPERATIONS.map((each) => [each]) : [OPERATIONS];
        for (const some of struck) {
          for (let nth = 1; nth <= most; nth++) {
            const at = (operation: Operation) => (requests: number) =>
              some.includes(operation) && nth <= requests ? nth : undefined;
            await survive(OPERATIONS.map((operation) => ({ operation, kind, at: at(operation) })));
          }
        }
      },
      1_800_000,
    );
    return;
  }
  test.each(roundsOf(title))("%s", (_title, faults) => survive(faults));
}

/** Each kind once, spread over the operations, at requests that differ between platforms. */
function roundsOf(title: string): [string, Fault[]][] {
  const shift = [...title].reduce((sum, letter) => sum + letter.charCodeAt(0), SEED);
  const kinds = KINDS.map((_, index) => KINDS[(index + shift) % KINDS.length] ?? KINDS[0]);
  const rounds: [string, Fault[]][] = [];
  while (kinds.length > 0) {
    const some = kinds.splice(0, OPERATIONS.length);
    const faults = some.flatMap((kind, index): Fault[] => {
      const operation = OPERATIONS[index];
      const pick = (requests: number): number => (((shift + 1) * (rounds.length * 7 + index * 3 + 1)) % requests) + 1;
      return operation && kind ? [{ operation, kind, at: pick }] : [];
    });
    // The round goes on to its end: the next one begins where nothing is.
    const rest = OPERATIONS.slice(some.length).map((operation): Fault => {
      return { operation, kind: { name: "nothing", fault: { kind: "throttle" } }, at: () => undefined };
    });
    rounds.push([faults.map(({ operation, kind }) => `${operation.name}: ${kind.name}`).join(" · "), [...faults, ...rest]]);
  }
  return rounds;
}
