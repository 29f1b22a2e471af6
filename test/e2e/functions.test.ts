import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type FlagsmithEmulator, startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";

/** The provider's functions, as `terraform test` and `check` blocks of the real Terraform call them. */

const CONFIGURATION = `
variable "share" {
  type    = number
  default = 20
}
resource "flagform_feature_flag" "checkout" {
  key      = "checkout"
  type     = "string"
  variants = { fast = { value = { string = "quick" } } }
}
resource "flagform_segment" "beta" {
  name  = "beta"
  rules = [{ match = "all", conditions = [{ operator = "equal_to", trait = "country", value = "NL" }] }]
}
resource "flagform_environment_definition" "checkout" {
  for_each    = toset(["staging", "production"])
  environment = each.key
  flag        = flagform_feature_flag.checkout.key
  flag_id     = flagform_feature_flag.checkout.id
  enabled     = each.key == "staging"
  serve       = { split = { weights = { fast = var.share }, control = 100 - var.share } }
  segment_overrides = {
    (flagform_segment.beta.name) = { segment_id = flagform_segment.beta.id, serve = { variant = "fast" } }
  }
  identity_overrides = { anna = { serve = { value = { string = "hers" } } } }
}
locals {
  resources = [flagform_feature_flag.checkout, flagform_segment.beta, flagform_environment_definition.checkout]
}
check "anna" {
  assert {
    condition     = provider::flagform::served("flagsmith", local.resources, "production", "checkout", { identity = "anna" }).value.string == "hers"
    error_message = "Anna gets something else."
  }
}
`;

const ASSERTIONS = `
  assert {
    condition     = provider::flagform::served("flagsmith", local.resources, "staging", "checkout", { identity = "bob", traits = { country = "NL" } }).reason == "segment beta"
    error_message = "Bob is not served as a member of the segment."
  }
  assert {
    condition     = provider::flagform::parse_import_id("flagform_feature_flag", provider::flagform::import_id("flagform_feature_flag", "Shop", flagform_feature_flag.checkout.key)).flag == "checkout"
    error_message = "The import id does not come back."
  }
`;

/** In a plan, Terraform does not know yet whether an answer is unknown. */
const AFTER = `
  assert {
    condition     = provider::flagform::served("flagsmith", local.resources, "staging", "checkout", null).kind == "unknown"
    error_message = "The control share gets the flag's own value, which is not managed here."
  }
`;

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeAll(async () => {
  emulator = await startFlagsmithEmulator({
    seed: { projects: [{ name: "Shop", environments: [{ name: "staging" }, { name: "production" }] }] },
  });
  workspace = new Workspace(emulator);
  workspace.configure(CONFIGURATION);
  await workspace.init();
});
afterAll(async () => {
  workspace.remove();
  await emulator.stop();
});

test("terraform test asserts who is served what, in a plan and after an apply", async () => {
  mkdirSync(join(workspace.directory, "tests"));
  workspace.write(
    "tests/served.tftest.hcl",
    `run "planned" {\n  command = plan\n${ASSERTIONS}}\nrun "applied" {\n${ASSERTIONS}${AFTER}}\n`,
  );
  const { output } = await workspace.succeed("test");
  expect(output).toContain("2 passed, 0 failed");
});

test("a check that does not hold, and an argument that is wrong, are shown with the argument", async () => {
  workspace.write(
    "wrong.tf",
    `check "wrong" {
      assert {
        condition     = provider::flagform::served("flagsmith", local.resources, "production", "checkout", { identity = "anna" }).enabled == null
        error_message = "It does not hold."
      }
    }
    output "wrong" {
      value = provider::flagform::served("flagsmith", local.resources, "nowhere", "checkout", null).enabled
    }`,
  );
  const refused = await workspace.fail("plan", "-input=false", "-var=share=30");
  expect(refused).toContain('Invalid value for "resources" parameter');
  expect(refused).toContain('None of the resources defines the flag "checkout" in the environment "nowhere"');
  workspace.write(
    "wrong.tf",
    `check "wrong" {
      assert {
        condition     = provider::flagform::served("flagsmith", local.resources, "production", "checkout", { identity = "anna" }).variant != null
        error_message = "It does not hold."
      }
    }`,
  );
  expect((await workspace.succeed("plan", "-input=false")).output).toContain("It does not hold.");
});
