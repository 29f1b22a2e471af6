import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../src/emulator/vercel/emulator";
import { flagformProvider } from "../../src/resources/provider/provider";
import { hclog } from "../../src/terraform/server/transport/hclog";
import { startInProcess } from "../../src/terraform/start-in-process";
import { Driver } from "../../src/testing/driver";
import { seedOf, synthesized } from "./four-platforms-example";

interface Started {
  readonly stop: () => Promise<unknown>;
  /** What the emulator prints for people to export. */
  readonly variables: Readonly<Record<string, string>>;
}

const PLATFORMS: readonly [string, () => Promise<Started>][] = [
  [
    "flagsmith",
    async () => {
      const emulator = await startFlagsmithEmulator({ seed: seedOf("flagsmith") });
      const variables = { FLAGSMITH_HOST: emulator.url, FLAGSMITH_MASTER_API_KEY: emulator.key, FLAGSMITH_PROJECT: "Shop" };
      return { stop: () => emulator.stop(), variables };
    },
  ],
  [
    "split",
    async () => {
      const emulator = await startSplitEmulator({ seed: seedOf("split") });
      return {
        stop: () => emulator.stop(),
        variables: { SPLIT_HOST: emulator.url, SPLIT_API_KEY: emulator.key, SPLIT_PROJECT: "Shop" },
      };
    },
  ],
  [
    "vercel",
    async () => {
      const emulator = await startVercelEmulator({ seed: seedOf("vercel") });
      const { url, key, team } = emulator;
      const variables = { VERCEL_HOST: url, VERCEL_TOKEN: key, VERCEL_TEAM: team.id, VERCEL_PROJECT: "shop" };
      return { stop: () => emulator.stop(), variables };
    },
  ],
  [
    "mixpanel",
    async () => {
      const emulator = await startMixpanelEmulator({ seed: seedOf("mixpanel") });
      const { url, username, secret } = emulator;
      return {
        stop: () => emulator.stop(),
        variables: { MIXPANEL_HOST: url, MIXPANEL_USERNAME: username, MIXPANEL_SECRET: secret },
      };
    },
  ],
];

let outdir: string;
const before = { ...process.env };
beforeEach(() => (outdir = mkdtempSync(join(tmpdir(), "four-platforms-"))));
afterEach(() => {
  process.env = { ...before };
  rmSync(outdir, { recursive: true, force: true });
});

test.each(PLATFORMS)("on %s it is applied, has nothing more to do, and is destroyed", async (name, start) => {
  const { stop, variables } = await start();
  try {
    Object.assign(process.env, variables);
    const stack = synthesized(name, outdir);
    const log = hclog("flagform", {}, () => undefined);
    const driver = new Driver({ launch: () => startInProcess(flagformProvider("0.0.0-test"), { log }) });
    expect((await driver.apply(stack)).warnings).toEqual([]);
    expect((await driver.plan(stack)).empty).toBe(true);
    await driver.apply(await driver.plan(stack, { destroy: true }));
    expect(driver.state.instances).toEqual([]);
  } finally {
    await stop();
  }
});
