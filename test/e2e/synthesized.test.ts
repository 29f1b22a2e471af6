import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { installDemofile } from "../fixtures/install-demofile";
import { startProcess } from "../support/processes";
import { Workspace } from "../support/terraform-workspace";
import { startEmulator } from "./checkout-stack";
import { served } from "./on-the-platform";

/** A synthesized stack is all that Terraform needs: no network, no configuration, a machine that never heard of the provider. */

const root = resolve(__dirname, "../..");

const PROGRAM = `
const { App, LocalBackend, TerraformProvider, TerraformResource, TerraformStack } = require(process.env.MODULES + "/cdktf");
const { FeatureFlag, FlagEnvironment, FlagsmithProvider, ReleaseGate, Segment, Trait } = require(process.env.FLAGFORM);

class Notes extends TerraformProvider {
  synthesizeAttributes() {
    return { directory: "notes" };
  }
}

const app = new App({ outdir: process.argv[2] });
const stack = new TerraformStack(app, "shop");
new LocalBackend(stack, { path: "terraform.tfstate" });
new FlagsmithProvider(stack, "flagsmith");
const production = FlagEnvironment.lookup(stack, "production", { name: "production" });
const testers = new Segment(stack, "testers", { name: "testers", conditions: [Trait.of("country").oneOf("GB", "IE")] });
const flag = new FeatureFlag(stack, "search", { key: "new-search" });
const definition = flag.define(production, { enabled: false });
const override = definition.overrideSegment(testers, { enabled: true });
if (process.argv[3] === "notes") {
  new Notes(stack, "notes", {
    terraformResourceType: "demofile",
    terraformProviderSource: "fixtures/demofile",
    terraformGeneratorMetadata: { providerName: "demofile", providerVersion: "1.0.0" },
  });
  const note = new TerraformResource(stack, "note", {
    terraformResourceType: "demofile_note",
    terraformGeneratorMetadata: { providerName: "demofile" },
    dependsOn: [new ReleaseGate(stack, "gate", { after: [definition, override] })],
  });
  note.addOverride("name", "release");
  note.addOverride("content", "after the flag");
}
app.synth();
`;

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  workspace = new Workspace(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

/** Runs the program as people run theirs, and lets Terraform run in the stack's directory from now on. */
async function synthesize(...argv: string[]): Promise<void> {
  const program = workspace.write("program.cjs", PROGRAM);
  const out = join(workspace.directory, "cdktf.out");
  const env = { ...workspace.env, FLAGFORM: root, MODULES: join(root, "node_modules") };
  const { code, output } = await startProcess(process.execPath, [program, out, ...argv], { env }).finished;
  if (code !== 0) throw new Error(`the program failed:\n${output}`);
  workspace.cwd = join(out, "stacks", "shop");
}

test("init, apply, nothing more to do, destroy", async () => {
  await synthesize();
  await workspace.succeed("init", "-input=false");
  await workspace.apply();
  expect(await served(emulator, "production-key", "anna", { country: "GB" })).toEqual({
    "new-search": { enabled: true, value: null },
  });
  expect(await served(emulator, "production-key", "bob")).toEqual({ "new-search": { enabled: false, value: null } });
  // Synthesized again, as every run of a pipeline does: the lock file that Terraform completed still fits.
  await synthesize();
  await workspace.succeed("init", "-input=false", "-lockfile=readonly");
  expect(await workspace.planIsEmpty()).toBe(true);
  await workspace.destroy();
  expect(await served(emulator, "production-key", "bob")).toEqual({});
});

test("beside a second provider, which stands in the stack's directory too", async () => {
  await synthesize("notes");
  installDemofile(join(workspace.cwd, "terraform.d", "plugins"));
  await workspace.succeed("init", "-input=false");
  await workspace.apply();
  const note = join(workspace.cwd, "notes", "release.json");
  expect(JSON.parse(readFileSync(note, "utf8"))).toMatchObject({ content: "after the flag" });
  expect(await workspace.planIsEmpty()).toBe(true);
  await workspace.destroy();
  expect(existsSync(note)).toBe(false);
});
