import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { flagsConfiguration, floorConfiguration, FORMS, graphConfiguration, SEED } from "./configuration.mjs";
import { startEmulator } from "./emulator.mjs";
import { buildIdleGoProvider, buildIdleProvider } from "./idle.mjs";
import { createWorkspace, OPERATIONS } from "./workspace.mjs";

/** How the server is. Only the first is compared with runs without a provider, which no server affects. */
export const SERVERS = [
  { name: "at once", title: "a server that answers at once", hasFloor: true },
  { name: "50 ms", title: "a server that takes 50 ms for each answer", latency: 50 },
  // More would be waiting for minutes, and show nothing else.
  { name: "500 a minute", title: "a server that lets 500 requests a minute through", budget: 500, largest: 1_000 },
];

const [SEPARATE, LISTED] = FORMS;

/** Of these sizes the idle providers are measured too: beyond, Terraform itself decides. */
const LARGEST_IDLE = 1_000;

/** Whole commands of the real terraform, for each size and server: the quick ones first, for whoever ends it early. */
export async function measureScale({ sizes, quick, ...bench }, results) {
  for (const resources of sizes) {
    for (const server of SERVERS) {
      if (resources > (server.largest ?? Infinity) || (quick && server.budget !== undefined)) continue;
      const folder = join(bench.folder, "scale");
      for (const form of server.hasFloor ? [SEPARATE, LISTED] : [SEPARATE]) {
        if (!bench.forms.includes(form.name)) continue;
        mkdirSync(folder);
        await measure({ ...bench, folder }, server, { resources, form }, results);
        rmSync(folder, { recursive: true });
      }
    }
  }
}

async function measure(bench, server, { resources, form }, results) {
  const options = server.budget === undefined ? [] : ["--budget", `${server.budget}/min`];
  const emulator = await startEmulator(bench, { platform: "flagsmith", seed: SEED, options });
  try {
    if (server.latency !== undefined) await emulator.delay(server.latency);
    const workspace = (name, configurationOf, own) =>
      createWorkspace(bench, name, (value) => configurationOf(resources, value, form), own);
    const flags = await workspace("flags", flagsConfiguration, { mirror: bench.mirror, variables: emulator.variables });
    const floor = server.hasFloor && form === SEPARATE ? await workspace("floor", floorConfiguration) : undefined;
    const graph = server.hasFloor ? await workspace("graph", graphConfiguration) : undefined;
    const { idle, idleGo } = server.hasFloor && resources <= LARGEST_IDLE ? await idleWorkspaces(bench, workspace) : {};
    for (const operation of OPERATIONS) {
      bench.say(`${server.title}, ${form.title}: ${resources} resources, ${operation.name}`);
      await emulator.takeCounts();
      const took = await flags(operation);
      const requests = await emulator.takeCounts();
      bench.say(`  ${took.seconds.toFixed(1)} s`);
      const own = { server: server.name, form: form.name, resources, operation: operation.name };
      results.push({
        ...own,
        ...requests,
        ...took,
        ...(await othersOf({ floor, graph, idle, idleGo }, operation, bench.say)),
      });
    }
  } finally {
    await emulator.stop();
  }
}

/** The same resources with providers that do nothing. */
async function idleWorkspaces(bench, workspace) {
  const mirror = await buildIdleProvider(bench);
  return {
    idle: await workspace("idle", flagsConfiguration, { mirror }),
    ...(bench.go && {
      idleGo: await workspace("idle-go", flagsConfiguration, { mirror: await buildIdleGoProvider(bench, mirror) }),
    }),
  };
}

/** The same operation without our provider, each directly after the other. */
async function othersOf({ floor, graph, idle, idleGo }, operation, say) {
  const secondsOf = async (workspace) => workspace && (await workspace(operation)).seconds;
  const [floorSeconds, graphSeconds] = [await secondsOf(floor), await secondsOf(graph)];
  const [nothing, nothingInGo] = [idle && (await idle(operation)), idleGo && (await idleGo(operation))];
  const all = {
    ...(floorSeconds !== undefined && { floorSeconds }),
    ...(graphSeconds !== undefined && { graphSeconds }),
    ...(nothing && { idleSeconds: nothing.seconds, idleCpuSeconds: nothing.cpuSeconds }),
    ...(nothingInGo && { goSeconds: nothingInGo.seconds, goCpuSeconds: nothingInGo.cpuSeconds }),
  };
  for (const [name, value] of Object.entries(all)) say(`  ${name}: ${value.toFixed(1)}`);
  return all;
}
