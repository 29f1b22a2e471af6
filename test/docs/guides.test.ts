import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Driver } from "../../src/testing/driver";
import type { Who } from "../support/emulated-platforms";
import { launching } from "../support/platform-workbench";
import { Workspace } from "../support/terraform-workspace";
import { blocksOf, textOf } from "./blocks";
import { compared, shown, startAsPrinted, stateIn, synthesized } from "./guide-program";

/**
 * What a guide shows, block after block, is one configuration in HCL and one program in TypeScript, for the emulator as it starts. The real
 * Terraform applies the one, the driver the other, and both lead to the same flags.
 */

type Person = Who & { readonly environment: string };

const PEOPLE: Readonly<Record<string, readonly Person[]>> = {
  flagsmith: [
    { environment: "production", identity: "somebody" },
    { environment: "production", identity: "support-desk" },
  ],
  split: [
    { environment: "production", identity: "ada" },
    { environment: "production", identity: "alan" },
    { environment: "production", identity: "zoe", traits: { width: 1920 } },
    { environment: "staging", identity: "alan" },
    { environment: "staging", identity: "zoe" },
  ],
  vercel: [
    { environment: "production", identity: "ada" },
    { environment: "production", identity: "zoe", traits: { email: "zoe@example.com" } },
  ],
  mixpanel: [
    { environment: "production", identity: "ada" },
    { environment: "production", identity: "zoe", traits: { plan: "pro" } },
  ],
};

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "guide-"));
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

test.each(Object.entries(PEOPLE))(
  "the guide to %s applies, leaves nothing to do, and is the same in both",
  async (name, people) => {
    const page = `docs/guides/${name}.md`;
    const inHcl = await applyHcl(name, textOf(page, "terraform"), people);
    const inTypeScript = await applyProgram(name, `${textOf(page, "ts")}\napp.synth();\n`, people);
    expect(inTypeScript).toEqual(inHcl);
  },
);

test.each(Object.keys(PEOPLE))("the guide to %s shows each block in both languages, side by side", (name) => {
  const blocks = blocksOf(`docs/guides/${name}.md`).filter(({ language }) => language !== "shell");
  const pairs = blocks.length / 2;
  expect(pairs).toBeGreaterThan(1);
  expect(blocks.map(({ language }) => language)).toEqual(Array.from({ length: pairs }, () => ["ts", "terraform"]).flat());
  expect(blocks.filter(({ language, isBesideBefore }) => language === "terraform" && !isBesideBefore)).toEqual([]);
});

async function applyHcl(name: string, hcl: string, people: readonly Person[]): Promise<object> {
  const { emulator, variables } = await startAsPrinted(name);
  const workspace = new Workspace({ url: emulator.url, key: "none" }, variables);
  try {
    workspace.write("main.tf", hcl);
    await workspace.init();
    expect(await workspace.apply()).not.toContain("Warning");
    expect(await workspace.planIsEmpty()).toBe(true);
    return { resources: stateIn(workspace.directory), shown: await shown(emulator.url, people) };
  } finally {
    workspace.remove();
    await emulator.stop();
  }
}

async function applyProgram(name: string, program: string, people: readonly Person[]): Promise<object> {
  const stack = synthesized(program, directory);
  const { emulator, variables } = await startAsPrinted(name);
  const before = { ...process.env };
  try {
    Object.assign(process.env, variables);
    const driver = new Driver(launching({ logged: [] }));
    expect((await driver.apply(stack)).warnings).toEqual([]);
    expect((await driver.plan(stack)).empty).toBe(true);
    const resources = driver.state.instances.map(({ address, attributes }) => ({
      type: address.split(".")[0] ?? "",
      attributes,
    }));
    return { resources: compared(resources), shown: await shown(emulator.url, people) };
  } finally {
    process.env = before;
    await emulator.stop();
  }
}
