import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";

/** With the real Terraform: a plan that cannot apply fails at plan, an apply looks nothing up again, a destroy is never out of reach. */

const HOUR = 60 * 60 * 1000;
const AGAIN = "To destroy anyway: terraform destroy -refresh=false.";

let emulator: FlagsmithEmulator;
let workspace: Workspace;
let now = Date.now();
let seen = 0;

beforeAll(async () => {
  emulator = await startFlagsmithEmulator({
    clock: () => new Date(now),
    seed: {
      projects: [
        {
          name: "Shop",
          environments: [{ name: "production", key: "production-key" }],
          segments: [{ name: "beta", rules: [{ type: "ALL", conditions: [] }] }],
          features: [{ name: "banner" }],
        },
      ],
    },
  });
  workspace = new Workspace(emulator);
  workspace.configure(FINE);
  await workspace.init();
});

afterAll(async () => {
  workspace.remove();
  await emulator.stop();
});

/** What was sent since it was last asked. */
function sent(): string[] {
  const requests = emulator.requests().slice(seen);
  seen += requests.length;
  return requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, "").replace(/\d+/g, "n")}`);
}

const FINE = `
provider "flagform" {}

resource "flagform_feature_flag" "new" {
  key = "new"
}

resource "flagform_environment_definition" "new" {
  environment = "production"
  flag_id     = flagform_feature_flag.new.id
  enabled     = true
}
`;

const BROKEN = `
resource "flagform_environment_definition" "environment" {
  environment = "prodution"
  flag_id     = flagform_feature_flag.new.id
  enabled     = true
}

resource "flagform_segment_override" "segment" {
  environment = "production"
  flag_id     = flagform_feature_flag.new.id
  segment     = "betta"
  enabled     = true
}

resource "flagform_environment_definition" "flag" {
  environment = "production"
  flag        = "neww"
  enabled     = true
}

resource "flagform_feature_flag" "taken" {
  key = "banner"
}
`;

test("an apply sends nothing that its plan has asked already; of wrong things a plan tells, and a destroy goes on", async () => {
  await workspace.succeed("plan", "-input=false", "-out=plan");
  expect(sent().sort()).toEqual(["GET /api/vn/environments/", "GET /api/vn/projects/", "GET /api/vn/projects/n/features/"]);
  await workspace.succeed("apply", "-input=false", "plan");
  expect(sent()).toEqual([
    "GET /api/vn/projects/",
    "POST /api/vn/projects/n/features/",
    "GET /api/vn/environments/",
    "PATCH /api/__future__/environments/production-key/features/n/",
  ]);

  // So long ago now that no run of this configuration was interrupted by it.
  now += HOUR;
  workspace.configure(FINE + BROKEN);
  sent();
  const told = await workspace.fail("plan", "-input=false");
  expect(told).toMatch(/no environment "prodution".*production/);
  expect(told).toMatch(/no segment "betta".*"beta"/);
  expect(told).toMatch(/no flag "neww".*"new".*flag_id = flagform_feature_flag/);
  expect(told).toMatch(/create flag banner.*import it with the id "banner".*adopt_existing = true/);
  expect(told.split(AGAIN)).toHaveLength(4 + 1);
  expect(sent().filter((each) => !each.startsWith("GET"))).toEqual([]);

  workspace.env["FLAGSMITH_PROJECT"] = "Shopp";
  expect(await workspace.fail("plan", "-input=false")).toMatch(/no project "Shopp".*"Shop"/);
  Object.assign(workspace.env, { FLAGSMITH_PROJECT: "Shop", FLAGSMITH_MASTER_API_KEY: "wrong.key" });
  expect(await workspace.fail("plan", "-input=false", "-refresh=false")).toMatch(/40[13]/);
  workspace.env["FLAGSMITH_MASTER_API_KEY"] = emulator.key;

  expect(await workspace.fail("destroy", "-input=false", "-auto-approve")).toContain(AGAIN);
  await workspace.destroy("-refresh=false");
  expect(await workspace.state()).toEqual({});
});
