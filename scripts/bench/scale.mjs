import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { flagsConfiguration, floorConfiguration, graphConfiguration, SEED } from "./configuration.mjs";
import { startEmulator } from "./emulator.mjs";
import { createWorkspace, OPERATIONS } from "./workspace.mjs";

/** How the server is. Only the first is compared with runs without a provider, which no server affects. */
export const SERVERS = [
  { name: "at once", title: "a server that answers at once", hasFloor: true },
  { name: "50 ms", title: "a server that takes 50 ms for each answer", latency: 50 },
  // More would be waiting for minutes, and tell nothing else.
  { name: "500 a minute", title: "a server that lets 500 requests a minute through", budget: 500, largest: 1_000 },
];

/** Whole commands of the real terraform, for each size and server: the quick ones first, for whoever ends it early. */
export async function measureScale({ sizes, quick, ...bench }, results) {
  for (const resources of sizes) {
    for (const server of SERVERS) {
      if (resources > (server.largest ?? Infinity) || (quick && server.budget !== undefined)) continue;
      const folder = join(bench.folder, "scale");
      mkdirSync(folder);
      await measure({ ...bench, folder }, server, resources, results);
      rmSync(folder, { recursive: true });
    }
  }
}

async function measure(bench, server, resources, results) {
  const options = server.budget === undefined ? [] : ["--budget", `${server.budget}/min`];
  const emulator = await startEmulator(bench, { platform: "flagsmith", seed: SEED, options });
  try {
    if (server.latency !== undefined) await emulator.delay(server.latency);
    const workspace = (name, configurationOf, own) =>
      createWorkspace(bench, name, (value) => configurationOf(resources, value), own);
    const flags = await workspace("flags", flagsConfiguration, { mirror: bench.mirror, variables: emulator.variables });
    const floor = server.hasFloor ? await workspace("floor", floorConfiguration) : undefined;
    const graph = server.hasFloor ? await workspace("graph", graphConfiguration) : undefined;
    for (const operation of OPERATIONS) {
      bench.say(`${server.title}: ${resources} resources, ${operation.name}`);
      await emulator.takeCounts();
      const took = await flags(operation);
      const requests = await emulator.takeCounts();
      bench.say(`  ${took.seconds.toFixed(1)} s`);
      const floors = floor && {
        floorSeconds: (await floor(operation)).seconds,
        graphSeconds: (await graph(operation)).seconds,
      };
      if (floors)
        bench.say(`  ${floors.floorSeconds.toFixed(1)} s and ${floors.graphSeconds.toFixed(1)} s without a provider`);
      results.push({ server: server.name, resources, operation: operation.name, ...requests, ...took, ...floors });
    }
  } finally {
    await emulator.stop();
  }
}
