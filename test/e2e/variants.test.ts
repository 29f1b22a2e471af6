import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";

/** Variants on Flagsmith with the real Terraform: made, split, swapped while in use, gone; and what people get meanwhile. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeAll(async () => {
  emulator = await startFlagsmithEmulator({
    seed: { projects: [{ name: "Shop", environments: [{ name: "production", key: "production-key" }] }] },
  });
  workspace = new Workspace(emulator);
});

afterAll(async () => {
  workspace.remove();
  await emulator.stop();
});

const stack = (variants: string, serve: string): string => `
provider "flagform" { project = "Shop" }

resource "flagform_feature_flag" "button" {
  key      = "button"
  type     = "string"
  variants = { ${variants} }
}

resource "flagform_environment_definition" "button" {
  environment = "production"
  flag        = flagform_feature_flag.button.key
  flag_id     = flagform_feature_flag.button.id
  enabled     = true
  serve       = { ${serve} }
}

resource "flagform_identity_override" "one" {
  environment = "production"
  flag        = flagform_feature_flag.button.key
  flag_id     = flagform_feature_flag.button.id
  identity    = "one"
  serve       = { variant = "blue" }
}
`;

const RED = 'red = { value = { string = "#c00" } }';
const BLUE = 'blue = { value = { string = "#00c" } }';
const GREEN = 'green = { value = { string = "#0c0" } }';

async function gets(identifier: string): Promise<unknown> {
  const response = await fetch(`${emulator.url}/api/v1/identities/?identifier=${identifier}`, {
    headers: { "X-Environment-Key": "production-key" },
  });
  const { flags } = (await response.json()) as { flags: { feature_state_value: unknown }[] };
  return flags[0]?.feature_state_value;
}

test("what is declared is what people get, from the first variant to the last", async () => {
  workspace.configure(stack(`${RED}, ${BLUE}`, 'variant = "red"'));
  await workspace.init();
  await workspace.apply();
  expect([await gets("two"), await gets("one")]).toEqual(["#c00", "#00c"]);
  expect(await workspace.planIsEmpty()).toBe(true);

  workspace.configure(stack(`${GREEN}, ${BLUE}`, "split = { weights = { green = 100 } }"));
  const swapped = await workspace.apply();
  expect(swapped.replace(/\s+/g, " ")).toMatch(/"red" is kept for now/);
  expect([await gets("two"), await gets("one")]).toEqual(["#0c0", "#00c"]);
  expect(await workspace.planIsEmpty()).toBe(true);
  await workspace.destroy();
});
