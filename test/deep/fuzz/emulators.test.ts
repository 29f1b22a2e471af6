import { DriverError } from "../../../src/testing/failure";
import { fc } from "../../support/fast-check";
import { type PlatformName, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { DEEP_TIMEOUT_MS, holds } from "../deep";
import { Reused } from "../reused";
import { Chance } from "./chance";
import { PlatformRequests, sendTo } from "./platform-requests";

/**
 * Emulated platforms are asked, with their credential, for everything that their routes have, with methods, paths, queries, headers and
 * bodies mutated: each request is answered, no defect of the emulator shows, and what is left can be read and written as before.
 */

/** Requests of one case, ten of them at a time. */
const EACH = 200;

let workbenches = 0;

class Fuzzed {
  private constructor(
    readonly workbench: PlatformWorkbench,
    readonly requests: PlatformRequests,
  ) {}

  static async start(name: PlatformName): Promise<Fuzzed> {
    const workbench = await PlatformWorkbench.start(name);
    return new Fuzzed(workbench, await PlatformRequests.learn(workbench));
  }

  stop(): Promise<void> {
    return this.workbench.server.stop();
  }
}

let defects: jest.SpyInstance;
beforeAll(() => {
  defects = jest.spyOn(process, "emitWarning").mockImplementation(() => undefined);
});
afterAll(() => {
  defects.mockRestore();
});

describe.each(PLATFORMS)("%s", (name) => {
  const emulators = new Reused(() => Fuzzed.start(name), 20);
  const statuses = new Map<number, number>();
  afterAll(async () => {
    await emulators.stop();
    process.stdout.write(`${name}: ${JSON.stringify(Object.fromEntries(statuses))}\n`);
    const all = [...statuses.values()].reduce((sum, each) => sum + each, 0);
    const reached = all - [401, 403, 404].reduce((sum, status) => sum + (statuses.get(status) ?? 0), 0);
    expect(reached / all).toBeGreaterThan(0.3);
  });

  test(
    "mutated requests are answered, and what is left is consistent",
    () =>
      holds(`Requests to ${name} (each of ${String(EACH)})`, { part: 1, whole: 150 }, fc.integer(), async (seed) => {
        const chance = new Chance(seed);
        const { workbench, requests } = await emulators.take();
        for (let sent = 0; sent < EACH; sent += 10) {
          const some = Array.from({ length: 10 }, () => requests.next(chance));
          const answers = await Promise.all(some.map((each) => sendTo(workbench.server.url, each)));
          for (const [at, answer] of answers.entries()) {
            statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
            if (defects.mock.calls.length > 0)
              throw new Error(`${JSON.stringify(some[at])}: ${String(defects.mock.calls[0])}`);
          }
        }
        for (const path of requests.reads)
          expect((await sendTo(workbench.server.url, requests.read(path))).status).toBeLessThan(500);
        await applyOnce(workbench);
        workbench.server.resetRequests();
        expect(defects.mock.calls).toEqual([]);
      }),
    DEEP_TIMEOUT_MS,
  );
});

/** The mutated requests may have deleted what a new flag needs, which the provider says; what it can make, it reads back. */
async function applyOnce(workbench: PlatformWorkbench): Promise<void> {
  const stack = { feature_flag: { n: { key: `new-${String(++workbenches)}`, type: "boolean" } } };
  workbench.driver = workbench.newDriver();
  try {
    await workbench.apply(stack);
  } catch (failure) {
    if (failure instanceof DriverError) return;
    throw failure;
  }
  expect((await workbench.plan(stack)).actions()).toEqual({});
}
