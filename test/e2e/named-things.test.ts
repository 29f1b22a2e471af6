import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";

/** Everything that has a name on Flagsmith, in one stack, with the real Terraform: made, planned empty, changed, gone. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startFlagsmithEmulator({
    seed: {
      projects: [{ name: "Shop", environments: [{ name: "production", key: "production-key" }] }],
      users: [{ email: "ada@example.com" }],
      groups: [{ name: "Payments" }],
      fields: [
        { name: "Team", entities: ["environment", "segment"], required: ["environment"] },
        { name: "Ticket", type: "url", entities: ["feature"] },
      ],
    },
  });
  workspace = new Workspace(emulator);
  workspace.configure(STACK);
  await workspace.init();
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

const STACK = `
provider "flagform" {}

resource "flagform_project" "shelf" {
  name                = "Shelf"
  deletion_protection = false
  flagsmith = {
    stale_flags_limit_days           = 7
    minimum_change_request_approvals = "off"
  }
}

resource "flagform_environment" "staging" {
  name        = "staging"
  project     = flagform_project.shelf.name
  description = "first"
  flagsmith = {
    hide_disabled_flags              = "off"
    allow_client_traits              = false
    banner_text                      = "careful"
    minimum_change_request_approvals = "off"
    feature_versioning               = true
    metadata                         = { Team = "payments" }
  }
}

resource "flagform_environment" "copy" {
  name    = "copy"
  project = flagform_project.shelf.name
  flagsmith = {
    clone_from    = flagform_environment.staging.name
    clone_from_id = flagform_environment.staging.id
    banner_text   = ""
    metadata      = { Team = "search" }
  }
}

resource "flagform_server_key" "ci" {
  name           = "ci"
  project        = flagform_project.shelf.name
  environment    = flagform_environment.staging.name
  environment_id = flagform_environment.staging.id
}

resource "flagform_feature_flag" "banner" {
  key     = "banner"
  type    = "string"
  project = flagform_project.shelf.name
  tags    = ["team-a", "team-b"]
  flagsmith = {
    create_tags  = true
    owners       = ["ada@example.com"]
    group_owners = ["Payments"]
    metadata     = { Ticket = "https://tickets.example/1" }
  }
}

resource "flagform_segment" "beta" {
  name    = "beta"
  project = flagform_project.shelf.name
  rules   = [{ match = "all", conditions = [{ operator = "greater_than", trait = "version", value = "1.2.0:semver" }] }]
  flagsmith = {
    flag     = flagform_feature_flag.banner.key
    flag_id  = flagform_feature_flag.banner.id
    metadata = { Team = "payments" }
  }
}

resource "flagform_segment_override" "beta" {
  project        = flagform_project.shelf.name
  environment    = flagform_environment.staging.name
  environment_id = flagform_environment.staging.id
  flag           = flagform_feature_flag.banner.key
  flag_id        = flagform_feature_flag.banner.id
  segment        = flagform_segment.beta.name
  segment_id     = flagform_segment.beta.id
  serve          = { value = { string = "for beta" } }
}

data "flagform_organisation" "acme" {}
data "flagform_project" "shop" {}
data "flagform_environments" "all" {}

output "environments" {
  value = data.flagform_environments.all.names
}
`;

const CHANGED = STACK.replace('"careful"', '"very careful"')
  .replace("stale_flags_limit_days           = 7", "stale_flags_limit_days           = 0")
  .replace('name           = "ci"', 'name           = "ci"\n  active         = false')
  .replace("tickets.example/1", "tickets.example/2")
  .replace("1.2.0:semver", "1.3.0:semver");

test("all that has a name is made, plans empty, is changed one write each, and leaves nothing behind", async () => {
  await workspace.apply();
  expect(await workspace.planIsEmpty()).toBe(true);
  const state = await workspace.state();
  expect(state["flagform_server_key.ci"]?.["key"]).toMatch(/^ser\./);
  expect(state["data.flagform_environments.all"]).toMatchObject({ names: ["production"] });

  workspace.configure(CHANGED);
  emulator.resetRequests();
  await workspace.apply();
  expect(writesOf(emulator).sort()).toEqual([
    "PATCH /api/v1/environments/{environment}/",
    "PATCH /api/v1/environments/{environment}/api-keys/{key}/",
    "PATCH /api/v1/projects/{project}/",
    "PATCH /api/v1/projects/{project}/features/{feature}/",
    "PUT /api/v1/projects/{project}/segments/{segment}/",
  ]);
  expect(await workspace.planIsEmpty()).toBe(true);

  await workspace.destroy();
  expect(await workspace.state()).toEqual({});
  const left = await fetch(`${emulator.url}/api/v1/projects/`, { headers: { Authorization: `Api-Key ${emulator.key}` } });
  expect(((await left.json()) as { name: string }[]).map(({ name }) => name)).toEqual(["Shop"]);
});
