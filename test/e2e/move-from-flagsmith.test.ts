import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { installDemofile } from "../fixtures/install-demofile";
import { flagId, segmentOverrideByHand, writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";

/** People come over from the Flagsmith provider with moved blocks: their states become ours, and nothing is sent. */

const STACK = `
provider "flagform" {}

resource "flagform_feature_flag" "checkout" {
  key = "new-checkout"
}

resource "flagform_segment" "beta" {
  name = "beta"
  rules = [{
    match      = "all"
    conditions = [{ operator = "equal_to", trait = "country", value = "NL" }]
  }]
}

resource "flagform_environment_definition" "production" {
  environment    = "production"
  environment_id = "ENVIRONMENT"
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id
  enabled        = false
  serve          = { value = { string = "classic" } }
}

resource "flagform_segment_override" "beta" {
  environment    = "production"
  environment_id = "ENVIRONMENT"
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id
  segment        = flagform_segment.beta.name
  segment_id     = flagform_segment.beta.id
  priority       = 0
  serve          = { value = { string = "by hand" } }
}

moved {
  from = flagsmith_feature.checkout
  to   = flagform_feature_flag.checkout
}
moved {
  from = flagsmith_segment.beta
  to   = flagform_segment.beta
}
moved {
  from = flagsmith_feature_state.production
  to   = flagform_environment_definition.production
}
moved {
  from = flagsmith_feature_state.beta
  to   = flagform_segment_override.beta
}
`;

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startFlagsmithEmulator({});
  const environments = [{ name: "production", key: "production-key" }];
  emulator.seed({
    projects: [{ name: "Shop", environments, features: [{ name: "new-checkout", initial_value: "classic" }] }],
  });
  await segmentOverrideByHand(emulator, "production-key", "new-checkout", "beta");
  workspace = new Workspace(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

/** A state file as the Flagsmith provider 0.10 leaves it. */
function flagsmithState(ids: { project: number; environment: number; feature: number; segment: number }): string {
  const instance = (type: string, name: string, attributes: object) => ({
    mode: "managed",
    type,
    name,
    provider: 'provider["registry.terraform.io/flagsmith/flagsmith"]',
    instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
  });
  const value = { type: "unicode", string_value: "classic", integer_value: null, boolean_value: null };
  const unit = { environment_key: "production-key", environment_id: ids.environment, feature_id: ids.feature };
  return JSON.stringify({
    version: 4,
    terraform_version: "1.11.4",
    serial: 1,
    lineage: "5f0f6c1e-0000-4000-8000-000000000000",
    outputs: {},
    resources: [
      instance("flagsmith_feature", "checkout", {
        id: ids.feature,
        uuid: "1",
        feature_name: "new-checkout",
        project_id: ids.project,
        type: "STANDARD",
        initial_value: "classic",
      }),
      instance("flagsmith_feature_state", "beta", {
        ...unit,
        id: 2,
        enabled: true,
        segment_id: ids.segment,
        segment_priority: 0,
      }),
      instance("flagsmith_feature_state", "production", {
        ...unit,
        id: 1,
        enabled: false,
        segment_id: null,
        feature_state_value: value,
      }),
      instance("flagsmith_segment", "beta", {
        id: ids.segment,
        uuid: "2",
        name: "beta",
        project_id: ids.project,
        rules: [],
      }),
    ],
  });
}

test("moved blocks from the Flagsmith provider's resources plan empty, and nothing is written", async () => {
  const document = await environmentDocument();
  const ids = {
    project: document.project.id,
    environment: document.id,
    feature: (await flagId(emulator, "new-checkout")) ?? 0,
    segment: document.project.segments[0]?.id ?? 0,
  };
  writeFileSync(join(workspace.directory, "terraform.tfstate"), flagsmithState(ids));
  workspace.configure(STACK.replaceAll("ENVIRONMENT", String(document.id)));
  // Terraform demands that the old provider is installed, and asks it nothing.
  installDemofile(workspace.mirror, "flagsmith", "flagsmith");
  await workspace.init();
  emulator.resetRequests();
  expect((await workspace.plan()).changes).toEqual({});
  await workspace.apply();
  expect(writesOf(emulator)).toEqual([]);
  expect(Object.keys(await workspace.state()).sort()).toEqual([
    "flagform_environment_definition.production",
    "flagform_feature_flag.checkout",
    "flagform_segment.beta",
    "flagform_segment_override.beta",
  ]);
});

interface EnvironmentDocument {
  readonly id: number;
  readonly project: { readonly id: number; readonly segments: readonly { readonly id: number }[] };
}

async function environmentDocument(): Promise<EnvironmentDocument> {
  const url = `${emulator.url}/api/v1/environments/production-key/document/`;
  const response = await fetch(url, { headers: { authorization: `Api-Key ${emulator.key}` } });
  return (await response.json()) as EnvironmentDocument;
}
