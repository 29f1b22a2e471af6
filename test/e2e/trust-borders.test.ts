import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { flagOf, writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";
import { PROVIDER, STACK, startEmulator } from "./checkout-stack";
import { flagNames, served } from "./on-the-platform";

/** A pipeline that points elsewhere, and destroys. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  emulator.seed({ projects: [{ name: "Depot", environments: [{ name: "production" }, { name: "staging" }] }] });
  workspace = new Workspace(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

async function start(hcl: string): Promise<void> {
  workspace.configure(hcl);
  await workspace.init();
  await workspace.apply();
  emulator.resetRequests();
}

test("pointed at another project, then at another host: an error before any write, until the move is allowed", async () => {
  await start(STACK);
  const other = await startEmulator();
  try {
    Object.assign(workspace.env, { FLAGSMITH_PROJECT: "Depot" });
    for (const command of [
      ["plan"],
      ["apply", "-auto-approve"],
      ["apply", "-auto-approve", "-refresh=false", "-replace=flagform_feature_flag.checkout"],
      ["destroy", "-auto-approve"],
    ]) {
      expect(await workspace.fail(...command, "-input=false")).toContain("The provider points at another project");
    }
    Object.assign(workspace.env, {
      FLAGSMITH_PROJECT: "Shop",
      FLAGSMITH_HOST: other.url,
      FLAGSMITH_MASTER_API_KEY: other.key,
    });
    expect(await workspace.fail("apply", "-input=false", "-auto-approve")).toContain("FLAGFORM_ALLOW_SCOPE_CHANGE=1");
    expect([...writesOf(emulator), ...writesOf(other)]).toEqual([]);
    Object.assign(workspace.env, { FLAGFORM_ALLOW_SCOPE_CHANGE: "1" });
    await workspace.apply();
    expect(await flagOf(other, "production-key", "new-checkout")).toMatchObject({
      environment_default: { value: { value: "PRODUCTION" } },
    });
    delete workspace.env["FLAGFORM_ALLOW_SCOPE_CHANGE"];
    expect(await workspace.planIsEmpty()).toBe(true);
    expect(writesOf(emulator)).toEqual([]);
  } finally {
    await other.stop();
  }
});

const flag = (settings: string): string =>
  `${PROVIDER}\nresource "flagform_feature_flag" "f" {\n  key = "banner"\n  ${settings}\n}\n`;

test("terraform destroy of a stack that adopted a flag keeps it; of a protected one it refuses before any request", async () => {
  const theirs = new Workspace(emulator);
  try {
    theirs.configure(flag('description = "theirs"'));
    await theirs.init();
    await theirs.apply();
  } finally {
    theirs.remove();
  }
  await start(flag("adopt_existing = true\n  deletion_protection = true"));
  expect(await workspace.destroy()).toMatch(/Flag banner is kept|continues to be served/);
  expect(writesOf(emulator)).toEqual([]);
  expect(await flagNames(emulator)).toEqual(["banner"]);

  await start(flag("deletion_protection = true").replace("banner", "footer"));
  expect(await workspace.fail("destroy", "-auto-approve")).toContain("Flag footer is protected against deletion");
  expect(await workspace.fail("apply", "-auto-approve", "-replace=flagform_feature_flag.f")).toContain(
    "protected against deletion",
  );
  workspace.configure(PROVIDER);
  expect(await workspace.fail("apply", "-auto-approve")).toContain("protected against deletion");
  expect(writesOf(emulator)).toEqual([]);
});

test("terraform destroy of a flag that is served in three environments says where, once, and then does it", async () => {
  const definition = (name: string): string => `
resource "flagform_environment_definition" "${name}" {
  environment = "${name}"
  flag        = flagform_feature_flag.f.key
  flag_id     = flagform_feature_flag.f.id
  enabled     = true
  depends_on  = [flagform_environment.canary]
}
`;
  const environments = ["canary", "production", "staging"];
  await start(
    `${flag("")}resource "flagform_environment" "canary" {\n  name = "canary"\n}\n${environments.map(definition).join("")}`,
  );
  const output = await workspace.destroy();
  expect(output.match(/Warning: Flags that are still served will be deleted/g)).toHaveLength(1);
  const warning = output.replace(/\n\s*│ ?/g, " ").replace(/\s+/g, " ");
  for (const each of environments) expect(warning).toContain(`on in ${each}`);
  expect(await flagNames(emulator)).toEqual([]);
  expect(await workspace.state()).toEqual({});
});

const MODULE = `terraform {
  required_providers {
    flagform = {
      source = "flagform/flagform"
    }
  }
}

variable "key" {
  type = string
}

resource "flagform_feature_flag" "this" {
  key = var.key
}

resource "flagform_environment_definition" "this" {
  environment = "production"
  flag        = flagform_feature_flag.this.key
  flag_id     = flagform_feature_flag.this.id
  enabled     = true
}
`;

test("a module with for_each: one key more, one key less, and one that is renamed with a moved block", async () => {
  mkdirSync(join(workspace.directory, "release"));
  workspace.write("release/main.tf", MODULE);
  const use = (keys: Record<string, string>): string =>
    `module "release" {\n  source   = "./release"\n  for_each = ${JSON.stringify(keys)}\n  key      = each.value\n}\n`;
  await start(use({ a: "cart", b: "search" }));
  workspace.configure(use({ a: "cart", c: "banner" }));
  const { changes } = await workspace.plan();
  expect(Object.keys(changes).filter((address) => address.includes('"a"'))).toEqual([]);
  await workspace.succeed("apply", "-input=false", "plan");
  expect(await flagNames(emulator)).toEqual(["banner", "cart"]);
  emulator.resetRequests();
  workspace.configure(use({ a: "cart", d: "banner" }));
  expect(await workspace.fail("apply", "-input=false", "-auto-approve")).toContain("moved");
  workspace.configure(
    `${use({ a: "cart", d: "banner" })}moved {\n  from = module.release["c"]\n  to   = module.release["d"]\n}\n`,
  );
  await workspace.apply();
  expect(writesOf(emulator)).toEqual([]);
  expect(await served(emulator, "production-key", "anna")).toMatchObject({
    banner: { enabled: true },
    cart: { enabled: true },
  });
});
