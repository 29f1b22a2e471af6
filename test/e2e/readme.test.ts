import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";

/** The README's examples are run as they stand. */

const ROOT = join(__dirname, "..", "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");

function block(language: string): string {
  const found = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "m").exec(README)?.[1];
  if (found === undefined) throw new Error(`the README has no ${language} block`);
  return found;
}

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startFlagsmithEmulator({});
  emulator.seed({ projects: [{ name: "Shop", environments: [{ name: "staging" }, { name: "production" }] }] });
  workspace = new Workspace(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

test("the program synthesizes, applies in the stack's directory without a mirror, and plans empty", async () => {
  // Below node_modules, where "flagform" and "cdktf" are found as in a project that installed them.
  const caches = join(ROOT, "node_modules", ".cache");
  mkdirSync(caches, { recursive: true });
  const folder = mkdtempSync(join(caches, "flagform-readme-"));
  try {
    writeFileSync(join(folder, "main.mjs"), block("ts"));
    execFileSync(process.execPath, ["main.mjs"], { cwd: folder });
    workspace.cwd = join(folder, "cdktf.out", "stacks", "checkout");
    await workspace.succeed("init", "-input=false");
    await workspace.apply();
    expect((await workspace.plan()).changes).toEqual({});
    await workspace.destroy();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the plain configuration applies and plans empty", async () => {
  workspace.write("main.tf", block("hcl"));
  await workspace.init();
  await workspace.apply();
  expect((await workspace.plan()).changes).toEqual({});
});
