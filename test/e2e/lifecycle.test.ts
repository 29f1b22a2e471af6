import { startFlagsmithEmulator, type FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";
import { flagOf, segmentOverrideByHand, switchByHand, writesOf } from "../support/flagsmith-by-hand";

/** The whole life of a stack with the real Terraform, in plain HCL. */

const STACK = `
provider "flagform" {}

data "flagform_environment" "staging" {
  name = "staging"
}

data "flagform_environment" "production" {
  name = "production"
}

resource "flagform_feature_flag" "checkout" {
  key         = "new-checkout"
  type        = "string"
  description = "The new checkout"
}

resource "flagform_segment" "beta" {
  name = "beta"
  rules = [{
    match      = "all"
    conditions = [{ operator = "one_of", trait = "country", values = ["GB", "IE"] }]
  }]
}

resource "flagform_environment_definition" "staging" {
  environment    = data.flagform_environment.staging.name
  environment_id = data.flagform_environment.staging.id
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id
  enabled        = true
  serve          = { value = { string = "fast" } }
}

resource "flagform_environment_definition" "production" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id
  enabled        = false
  serve          = { value = { string = "PRODUCTION" } }
}

resource "flagform_segment_override" "beta" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id
  segment        = flagform_segment.beta.name
  segment_id     = flagform_segment.beta.id
  serve          = { value = { string = "for beta" } }
}

resource "flagform_identity_override" "user" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id
  identity       = "user-42"
  serve          = { value = { string = "for you" } }
}
`;

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startFlagsmithEmulator({});
  emulator.seed({
    projects: [
      {
        name: "Shop",
        environments: [
          { name: "staging", key: "staging-key" },
          { name: "production", key: "production-key" },
        ],
      },
    ],
  });
  workspace = new Workspace(emulator);
  workspace.configure(STACK);
  await workspace.init();
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

test("a stack is created, plans empty, shows drift, is updated in one write, imported and destroyed", async () => {
  await workspace.apply();
  expect(await flagOf(emulator, "production-key", "new-checkout")).toEqual({
    environment_default: { enabled: false, value: { type: "string", value: "PRODUCTION" }, variants: [] },
    segment_overrides: [
      {
        segment: { id: expect.any(Number) },
        priority: 0,
        enabled: true,
        value: { type: "string", value: "for beta" },
        variants: [],
      },
    ],
  });
  expect((await workspace.plan()).changes).toEqual({});

  await switchByHand(emulator, "production-key", "new-checkout", true);
  const drifted = await workspace.plan();
  expect(drifted.changes).toEqual({ "flagform_environment_definition.production": "update" });
  expect(drifted.drift).toEqual(["flagform_environment_definition.production"]);
  await workspace.apply();
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
    environment_default: { enabled: false },
  });

  workspace.configure(STACK.replace("PRODUCTION", "careful"));
  emulator.resetRequests();
  await workspace.apply();
  expect(writesOf(emulator)).toEqual(["PATCH /api/__future__/environments/{environment}/features/{feature}/"]);
  expect((await workspace.plan()).changes).toEqual({});

  const before = await workspace.state();
  for (const address of Object.keys(before))
    if (!address.startsWith("data.")) await workspace.succeed("state", "rm", address);
  for (const [address, id] of [
    ["flagform_feature_flag.checkout", "new-checkout"],
    ["flagform_segment.beta", "beta"],
    ["flagform_environment_definition.staging", "staging/new-checkout"],
    ["flagform_environment_definition.production", "Shop/production/new-checkout"],
    ["flagform_segment_override.beta", "production/new-checkout/beta"],
    ["flagform_identity_override.user", "production/new-checkout/user-42"],
  ] as const) {
    await workspace.succeed("import", address, id);
  }
  emulator.resetRequests();
  const { changes } = await workspace.plan();
  expect(Object.values(changes).every((action) => action === "update")).toBe(true);
  await workspace.apply();
  expect(writesOf(emulator)).toEqual([]);
  expect((await workspace.plan()).changes).toEqual({});

  emulator.resetRequests();
  await workspace.destroy();
  expect(writesOf(emulator)).toContain(
    "DELETE /api/__future__/environments/{environment}/features/{feature}/segment-overrides/{segment}/",
  );
  expect(await flagOf(emulator, "production-key", "new-checkout")).toBeUndefined();
  expect(await workspace.state()).toEqual({});
}, 300_000);

test("-refresh-only takes drift into the state and writes nothing", async () => {
  await workspace.apply();
  await switchByHand(emulator, "production-key", "new-checkout", true);
  emulator.resetRequests();
  await workspace.apply("-refresh-only");
  expect(writesOf(emulator)).toEqual([]);
  expect((await workspace.state())["flagform_environment_definition.production"]).toMatchObject({ enabled: true });
}, 120_000);

test("a targeted apply makes what it names and what that needs, and the rest follows later", async () => {
  await workspace.apply("-target=flagform_environment_definition.staging");
  expect(Object.keys(await workspace.state()).sort()).toEqual([
    "data.flagform_environment.staging",
    "flagform_environment_definition.staging",
    "flagform_feature_flag.checkout",
  ]);
  await workspace.apply();
  expect((await workspace.plan()).changes).toEqual({});
}, 120_000);

test("an override that somebody else made stays, and one that somebody removed comes back", async () => {
  await workspace.apply();
  await segmentOverrideByHand(emulator, "production-key", "new-checkout", "others");
  expect((await workspace.plan()).changes).toEqual({});
  await workspace.destroy("-target=flagform_segment_override.beta");
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
    segment_overrides: [{ value: { value: "by hand" } }],
  });
  expect((await workspace.plan()).changes).toEqual({ "flagform_segment_override.beta": "create" });
}, 180_000);
