import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { SEED } from "./configuration.mjs";
import { startEmulator } from "./emulator.mjs";
import { start } from "./processes.mjs";
import { findRuntimes } from "./runtimes.mjs";
import { summary } from "./table.mjs";
import { createWorkspace, OPERATIONS } from "./workspace.mjs";

/** What go-plugin sets; the certificate is a host's public half, as made for one run, and nobody has the other. */
const HOST = {
  TF_PLUGIN_MAGIC_COOKIE: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
  PLUGIN_PROTOCOL_VERSIONS: "6,5",
  PLUGIN_CLIENT_CERT: readFileSync(new URL("client-certificate.pem", import.meta.url), "utf8"),
};

/**
 * For each runtime (Node of PATH first): from exec to the handshake line, bare Node in the same minute, the memory that the provider has then,
 * and a whole plan that finds nothing to do.
 */
export async function measureStartUp(bench) {
  const [rounds, planRounds] = bench.quick ? [5, 2] : [40, 10];
  const { runtimes, missing } = await findRuntimes(bench);
  const samples = runtimes.map(() => ({ bare: [], provider: [], memory: [], plan: [] }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { node, provider }] of runtimes.entries()) {
      if (node !== undefined) samples[index].bare.push(await untilExit(node, ["-e", "0"]));
      const { time, kilobytes } = await untilHandshake(provider, node);
      samples[index].provider.push(time);
      samples[index].memory.push(kilobytes / 1024);
    }
  }
  await measurePlans(bench, runtimes, planRounds, samples);
  return {
    rounds,
    planRounds,
    missing,
    runtimes: runtimes.map(({ name }, index) => {
      const { bare, provider, memory, plan } = samples[index];
      return {
        name,
        ...(bare.length > 0 && { bare: summary(bare) }),
        provider: summary(provider),
        residentMegabytes: summary(memory),
        plan: summary(plan),
      };
    }),
  };
}

/** A flag and its definition in one environment, as most changes see them. */
async function measurePlans(bench, runtimes, rounds, samples) {
  const emulator = await startEmulator(bench, { platform: "flagsmith", seed: SEED });
  try {
    const workspaces = [];
    for (const [index, { node, mirror }] of runtimes.entries()) {
      const variables = { ...emulator.variables, NODE_OPTIONS: undefined, FLAGFORM_NODE: node };
      const configuration = () => pair(`start-up-${index}`);
      workspaces.push(await createWorkspace(bench, `start-up-${index}`, configuration, { mirror, variables }));
      await workspaces[index](OPERATIONS[0]);
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, workspace] of workspaces.entries())
        samples[index].plan.push((await workspace(OPERATIONS[1])).seconds * 1000);
    }
  } finally {
    await emulator.stop();
  }
}

function pair(key) {
  return {
    terraform: { required_providers: { flagform: { source: "flagform/flagform" } } },
    provider: { flagform: { platform: "flagsmith", project: "Shop" } },
    resource: {
      flagform_feature_flag: { flag: { key, type: "string" } },
      flagform_environment_definition: {
        production: { flag_id: "${flagform_feature_flag.flag.id}", environment: "production", enabled: true },
      },
    },
  };
}

function untilExit(file, argv) {
  const began = performance.now();
  const child = start(file, argv, { stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", () => resolve(performance.now() - began));
  });
}

function untilHandshake(executable, node) {
  const began = performance.now();
  const child = start(executable, [], {
    env: { ...process.env, ...HOST, ...(node !== undefined && { FLAGFORM_NODE: node }) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let measured;
    child.on("error", reject);
    child.stdout.once("data", (line) => {
      const time = performance.now() - began;
      if (!/^1\|6\|/.test(String(line))) reject(new Error(`no handshake but: ${line}`));
      measured = { time, kilobytes: residentKilobytes(child.pid) };
      child.kill("SIGTERM");
    });
    child.on("exit", () => (measured ? resolve(measured) : reject(new Error("the provider ended without a handshake"))));
  });
}

function residentKilobytes(id) {
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(id)], { encoding: "utf8" }).trim());
}
