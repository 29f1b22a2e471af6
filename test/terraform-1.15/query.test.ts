import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { STACK, startEmulator } from "../e2e/checkout-stack";
import { writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";

/** What stands on the platform becomes configuration by `terraform query`, and the next plan only imports. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  const maker = new Workspace(emulator);
  try {
    maker.configure(STACK);
    await maker.init();
    await maker.apply();
  } finally {
    maker.remove();
  }
  emulator.resetRequests();
  workspace = new Workspace(emulator);
  workspace.configure('provider "flagform" {}\n');
  await workspace.init();
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

function list(type: string, config = ""): string {
  return `list "flagform_${type}" "all" {\n  provider = flagform\n${config === "" ? "" : `  config {\n    ${config}\n  }\n`}}\n`;
}

test.each([
  [
    "flags, environments, segments and definitions",
    [list("feature_flag"), list("environment"), list("segment"), list("environment_definition", "changed_only = true")],
    ["new-checkout", "staging", "beta", "production/new-checkout", "staging/new-checkout"],
    6,
  ],
  [
    "overrides by themselves",
    [list("segment_override"), list("identity_override", 'environment = "production"')],
    ["production/new-checkout/beta", "production/new-checkout/user-42"],
    2,
  ],
])("%s", async (_what, lists, names, count) => {
  workspace.write("all.tfquery.hcl", lists.join("\n"));
  const { output } = await workspace.succeed("query");
  for (const name of names) expect(output).toContain(name);
  await workspace.succeed("query", "-generate-config-out=generated.tf");
  expect(existsSync(join(workspace.directory, "generated.tf"))).toBe(true);
  const planned = await workspace.succeed("plan", "-input=false");
  expect(planned.output).toContain(`Plan: ${String(count)} to import, 0 to add, 0 to change, 0 to destroy.`);
  await workspace.apply();
  expect(await workspace.planIsEmpty()).toBe(true);
  expect(writesOf(emulator)).toEqual([]);
});

test("a name that is not there is an error that names what is near", async () => {
  workspace.write("all.tfquery.hcl", list("environment_definition", 'environment = "prodution"'));
  expect(await workspace.fail("query")).toContain('Did you mean "production"');
});
