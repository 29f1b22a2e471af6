import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../src/emulator/mixpanel/emulator";
import { startSplitEmulator } from "../../src/emulator/split/emulator";
import { startVercelEmulator } from "../../src/emulator/vercel/emulator";
import type { RunningEmulator } from "../../src/emulator/wire/server/start";
import { Workspace } from "../support/terraform-workspace";

/** What a guide shows, block after block, is one configuration: the real Terraform applies it as it stands. */

interface Server {
  readonly emulator: RunningEmulator;
  readonly env: Readonly<Record<string, string>>;
}

const STAGES = ["production", "staging"];

const SERVERS: Readonly<Record<string, () => Promise<Server>>> = {
  async flagsmith() {
    const environments = STAGES.map((name) => ({ name }));
    const emulator = await startFlagsmithEmulator({ seed: { projects: [{ name: "Shop", environments }] } });
    return { emulator, env: { FLAGSMITH_MASTER_API_KEY: emulator.key } };
  },
  async split() {
    const environments = STAGES.map((name) => ({ name, production: name === "production" }));
    const workspace = { name: "Shop", environments, trafficTypes: ["user"], requiresTitleAndComments: true };
    const emulator = await startSplitEmulator({ seed: { workspaces: [workspace] } });
    return { emulator, env: { SPLIT_HOST: emulator.url, SPLIT_API_KEY: emulator.key } };
  },
  async vercel() {
    const attributes = ["id", "plan", "email"].map((key) => ({ key, type: "string" }));
    const project = { name: "Shop", entities: [{ kind: "user", label: "User", attributes }] };
    const emulator = await startVercelEmulator({ seed: { projects: [project] } });
    const { slug } = emulator.team;
    return { emulator, env: { VERCEL_HOST: emulator.url, VERCEL_TOKEN: emulator.key, VERCEL_TEAM: slug } };
  },
  async mixpanel() {
    const projects = STAGES.map((name, index) => ({ name, id: 1_000_001 + index }));
    const emulator = await startMixpanelEmulator({ seed: { projects } });
    const { url, username, secret } = emulator;
    return { emulator, env: { MIXPANEL_HOST: url, MIXPANEL_USERNAME: username, MIXPANEL_SECRET: secret } };
  },
};

test.each(Object.entries(SERVERS))("the guide to %s applies, and leaves nothing to do", async (name, start) => {
  const { emulator, env } = await start();
  const workspace = new Workspace({ url: emulator.url, key: "none" }, env);
  try {
    workspace.write("main.tf", configurationOf(name));
    await workspace.init();
    expect(await workspace.apply()).not.toContain("Warning");
    expect(await workspace.planIsEmpty()).toBe(true);
  } finally {
    workspace.remove();
    await emulator.stop();
  }
});

function configurationOf(guide: string): string {
  const text = readFileSync(join(__dirname, "..", "..", "docs", "guides", `${guide}.md`), "utf8");
  const blocks = [...text.matchAll(/^```terraform\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block);
  if (blocks.length < 2) throw new Error(`the guide to ${guide} shows no configuration`);
  return blocks.join("\n");
}
