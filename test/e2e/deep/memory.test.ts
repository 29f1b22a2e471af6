import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { EXECUTABLE } from "../../support/built-provider";
import { Workspace } from "../../support/terraform-workspace";
import { startEmulator } from "../checkout-stack";

/** What the provider's process takes for a stack of 10,000 resources: JavaScript's, or the executable's (npm run test:executable). */

const FLAGS = 2000;
const RESOURCES = 5 * FLAGS;
const ENVIRONMENTS = ["staging", "production"];
const MOST_MEGABYTES = 500;

/** Linux keeps the peak of a process where others can read it; of one that has ended nothing is left. */
function peakMegabytes(id: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${String(id)}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Keeps the state: into a file, Terraform writes all of it after each resource. */
async function startStateServer(): Promise<Server> {
  let state: Buffer | undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (request.method === "POST") state = Buffer.concat(chunks);
      response.writeHead(state === undefined ? 404 : 200).end(request.method === "GET" ? state : undefined);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** The largest peak among the providers that a command of Terraform's starts. */
async function peakDuring(workspace: Workspace, command: () => Promise<unknown>): Promise<number> {
  const earlier = workspace.providers().length;
  let peak = 0;
  const reading = setInterval(() => {
    for (const id of workspace.providers().slice(earlier)) peak = Math.max(peak, peakMegabytes(id));
  }, 50);
  try {
    await command();
  } finally {
    clearInterval(reading);
  }
  return peak;
}

/** A flag, and in each environment a definition and an override of its own. */
function configuration(stateServer: Server): object {
  const { port } = stateServer.address() as AddressInfo;
  const keys = Array.from({ length: FLAGS }, (_, index) => `flag-${String(index)}`);
  const units = keys.flatMap((key) => ENVIRONMENTS.map((environment) => ({ key, environment })));
  const unit = ({ key, environment }: { readonly key: string; readonly environment: string }) => ({
    environment,
    flag: `\${flagform_feature_flag.${key}.key}`,
    flag_id: `\${flagform_feature_flag.${key}.id}`,
  });
  const each = (body: (one: (typeof units)[number]) => object) =>
    Object.fromEntries(units.map((one) => [`${one.environment}_${one.key}`, body(one)]));
  const serve = (string: string) => ({ value: { string } });
  return {
    terraform: {
      backend: { http: { address: `http://127.0.0.1:${String(port)}/` } },
      required_providers: { flagform: { source: "flagform/flagform" } },
    },
    provider: { flagform: {} },
    resource: {
      flagform_segment: {
        beta: { name: "beta", rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "beta" }] }] },
      },
      flagform_feature_flag: Object.fromEntries(keys.map((key) => [key, { key, type: "string" }])),
      flagform_environment_definition: each((one) => ({ ...unit(one), enabled: true, serve: serve(`for ${one.key}`) })),
      flagform_segment_override: each((one) => ({
        ...unit(one),
        segment: "${flagform_segment.beta.name}",
        segment_id: "${flagform_segment.beta.id}",
        serve: serve("for beta"),
      })),
    },
  };
}

(process.platform === "linux" ? test : test.skip)("10,000 resources: create, and a plan that changes nothing", async () => {
  const emulator = await startEmulator();
  const stateServer = await startStateServer();
  const workspace = new Workspace(emulator);
  try {
    workspace.write("main.tf.json", JSON.stringify(configuration(stateServer)));
    await workspace.init();
    const creating = await peakDuring(workspace, () => workspace.apply());
    const planning = await peakDuring(workspace, async () => {
      expect(await workspace.planIsEmpty()).toBe(true);
    });
    const who = EXECUTABLE === undefined ? "JavaScript" : "executable";
    const [create, plan] = [creating, planning].map((peak) => `${peak.toFixed(0)} MB`);
    process.stdout.write(`${who}: ${String(RESOURCES)} resources: create ${String(create)}, plan ${String(plan)}\n`);
    // Something was read at all.
    expect(Math.min(creating, planning)).toBeGreaterThan(20);
    expect(Math.max(creating, planning)).toBeLessThan(MOST_MEGABYTES);
  } finally {
    workspace.remove();
    stateServer.closeAllConnections();
    stateServer.close();
    await emulator.stop();
  }
});
