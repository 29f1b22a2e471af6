import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { flagformProvider } from "../../src/resources/provider/provider";
import type { Client } from "../../src/resources/run/client";
import { startServer } from "../../src/terraform/start-server";
import { Driver } from "../../src/testing/driver";
import { DEEP } from "../support/fast-check";
import { PLATFORMS, PlatformWorkbench, SOURCE } from "../support/platform-workbench";

/**
 * A process that serves many runs (reattach, as a debugger uses it) lets go of what the runs before had: their clients with all that these
 * know, their connections, and timers.
 */

const RUNS = DEEP ? 1000 : 4;
/** Per run, with what the test itself keeps (a line of the log, V8's own code); a run's client with its lists is larger. */
const MOST_BYTES = 4000;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const on = { flag: "${flagform_feature_flag.f.key}", environment: "production" };
const stackOf = (key: string) => ({
  feature_flag: { f: { key, type: "boolean" } },
  environment_definition: { d: { ...on, enabled: true } },
  segment_override: { s: { ...on, segment: "beta", enabled: true, depends_on: ["flagform_environment_definition.d"] } },
});

/** What keeps the process busy. */
function active(): { readonly timers: number; readonly sockets: number } {
  const all = process.getActiveResourcesInfo();
  const countOf = (kind: string): number => all.filter((each) => each === kind).length;
  return { timers: countOf("Timeout"), sockets: countOf("TCPSocketWrap") };
}

let ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends) await end();
  ends = [];
});

test.each(PLATFORMS)("%s: what served one run is let go by the next", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  const clients: WeakRef<Client>[] = [];
  const provider = flagformProvider("0.0.0-test");
  const server = await startServer({
    ...provider,
    async configure(config, context) {
      const client = await provider.configure(config, context);
      clients.push(new WeakRef(client));
      return client;
    },
  });
  ends = [() => server.stop(), () => workbench.stop()];
  const driver = new Driver({ source: SOURCE, launch: () => Promise.resolve({ ...server, stop: () => Promise.resolve() }) });
  const after = async (runs: number) => {
    for (let left = runs; left > 0; left--) {
      await driver.plan(workbench.stack(stackOf(`flag-${String(clients.length)}`)));
      workbench.server.resetRequests();
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
    collect();
    return {
      alive: clients.filter((each) => each.deref() !== undefined).length,
      ...active(),
      heap: process.memoryUsage().heapUsed,
    };
  };
  const [once, twice] = [await after(RUNS), await after(RUNS)];
  expect(clients.length).toBeGreaterThanOrEqual(2 * RUNS);
  expect(once.alive).toBeLessThanOrEqual(2);
  // What sockets wait for is one timer for all of the same length.
  expect(twice.timers).toBeLessThanOrEqual(once.timers + 2);
  // Of both ends, for the platform is in this process too. A run has up to ten.
  expect(twice.sockets).toBeLessThanOrEqual(once.sockets + 2);
  expect(twice.alive).toBeLessThanOrEqual(2);
  if (DEEP) expect((twice.heap - once.heap) / RUNS).toBeLessThan(MOST_BYTES);
});
