import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";
import { IMPORT_IDS, PROVIDER, STACK, startEmulator } from "./checkout-stack";

/** What stands on the platform is taken over by its names, without a write. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

/** The environment as a resource too, so that every type is imported. */
const WITH_ENVIRONMENT = `${STACK}
resource "flagform_environment" "staging" {
  name = "staging"
}
`;

const IDS = { ...IMPORT_IDS, "flagform_environment.staging": "staging" };

const blocks = Object.entries(IDS)
  .map(([address, id]) => `import {\n  to = ${address}\n  id = "${id}"\n}\n`)
  .join("\n");

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
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

test("import blocks take over every type of resource, and nothing is written", async () => {
  workspace.configure(`${WITH_ENVIRONMENT}\n${blocks}`);
  await workspace.init();
  const planned = await workspace.succeed("plan", "-input=false");
  expect(planned.output).toContain("Plan: 7 to import, 0 to add, 0 to change, 0 to destroy.");
  expect(planned.output).not.toContain("Warning");
  expect(await workspace.apply()).toContain("Resources: 7 imported, 0 added, 0 changed, 0 destroyed.");
  expect(Object.keys(await workspace.state())).toEqual(expect.arrayContaining(Object.keys(IDS)));
  expect(await workspace.planIsEmpty()).toBe(true);
  expect(writesOf(emulator)).toEqual([]);
});

test("terraform import takes over by the same ids; a name that is not there is an error that names what is near", async () => {
  workspace.configure(STACK);
  await workspace.init();
  await workspace.succeed("import", "flagform_segment_override.beta", "production/new-checkout/beta");
  expect((await workspace.state())["flagform_segment_override.beta"]).toMatchObject({
    segment: "beta",
    enabled: true,
    serve: { value: { string: "for beta" } },
  });
  expect(await workspace.fail("import", "flagform_feature_flag.checkout", "new-chekout")).toContain(
    'Did you mean "new-checkout"?',
  );
});

test("-generate-config-out writes a configuration that plans nothing but imports, overrides beside definitions", async () => {
  workspace.configure(`provider "flagform" {}\n${blocks}`);
  await workspace.init();
  const plan = await workspace.succeed("plan", "-input=false", "-generate-config-out=generated.tf");
  expect(plan.output).toContain("Plan: 7 to import, 0 to add, 0 to change, 0 to destroy.");
  const generated = readFileSync(join(workspace.directory, "generated.tf"), "utf8");
  expect(generated.match(/^resource /gm)).toHaveLength(7);
  expect(generated).toMatch(/type += "string"/);
  expect(await workspace.apply()).toContain("Resources: 7 imported, 0 added, 0 changed, 0 destroyed.");
  expect(await workspace.planIsEmpty()).toBe(true);
  expect(writesOf(emulator)).toEqual([]);
});

test("generated or not, the provider block is all that a lookup by name needs", async () => {
  workspace.configure(`${PROVIDER}\noutput "key" {\n  value = data.flagform_environment.production.client_key\n}\n`);
  await workspace.init();
  await workspace.apply();
  expect((await workspace.succeed("output", "-raw", "key")).stdout).toBe("production-key");
});
