import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";
import { STACK, startEmulator } from "./checkout-stack";
import { served } from "./on-the-platform";

/** How configurations are arranged: modules, aliases, older servers. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

const REQUIRED = `terraform {
  required_providers {
    flagform = {
      source = "flagform/flagform"
    }
  }
}
`;

const MODULE = `${REQUIRED}
variable "key" {
  type = string
}

variable "environments" {
  type = map(bool)
}

data "flagform_environment" "all" {
  for_each = var.environments
  name     = each.key
}

resource "flagform_feature_flag" "this" {
  key = var.key
}

resource "flagform_environment_definition" "all" {
  for_each       = var.environments
  environment    = data.flagform_environment.all[each.key].name
  environment_id = data.flagform_environment.all[each.key].id
  flag           = flagform_feature_flag.this.key
  flag_id        = flagform_feature_flag.this.id
  enabled        = each.value
}
`;

test("a module that is used twice", async () => {
  emulator = await startEmulator();
  workspace = new Workspace(emulator);
  mkdirSync(join(workspace.directory, "release"));
  workspace.write("release/main.tf", MODULE);
  const use = (name: string): string =>
    `module "${name}" {\n  source       = "./release"\n  key          = "${name}"\n  environments = { staging = true, production = false }\n}\n`;
  workspace.configure(`provider "flagform" {}\n${use("search")}${use("cart")}`);
  await workspace.init();
  await workspace.apply();
  expect(await served(emulator, "staging-key", "anna")).toMatchObject({
    search: { enabled: true },
    cart: { enabled: true },
  });
  expect(await served(emulator, "production-key", "anna")).toMatchObject({
    search: { enabled: false },
    cart: { enabled: false },
  });
  expect(Object.keys(await workspace.state())).toContain('module.cart.flagform_environment_definition.all["production"]');
  expect(await workspace.planIsEmpty()).toBe(true);
  await workspace.destroy();
  expect(await served(emulator, "staging-key", "anna")).toEqual({});
});

test("two aliases point at two projects, and one flag's key is used in both", async () => {
  emulator = await startEmulator();
  emulator.seed({ projects: [{ name: "Depot", environments: [{ name: "production", key: "depot-key" }] }] });
  workspace = new Workspace(emulator);
  const project = (alias: string): string => `
data "flagform_environment" "${alias}" {
  provider = flagform.${alias}
  name     = "production"
}

resource "flagform_feature_flag" "${alias}" {
  provider = flagform.${alias}
  key      = "scanner"
}

resource "flagform_environment_definition" "${alias}" {
  provider       = flagform.${alias}
  environment    = data.flagform_environment.${alias}.name
  environment_id = data.flagform_environment.${alias}.id
  flag           = flagform_feature_flag.${alias}.key
  flag_id        = flagform_feature_flag.${alias}.id
  enabled        = ${String(alias === "depot")}
}
`;
  const provider = (alias: string, name: string): string =>
    `provider "flagform" {\n  alias   = "${alias}"\n  project = "${name}"\n}\n`;
  workspace.configure(`${provider("shop", "Shop")}${provider("depot", "Depot")}${project("shop")}${project("depot")}`);
  await workspace.init();
  await workspace.apply();
  expect(await served(emulator, "production-key", "anna")).toEqual({ scanner: { enabled: false, value: null } });
  expect(await served(emulator, "depot-key", "anna")).toEqual({ scanner: { enabled: true, value: null } });
  expect(await workspace.planIsEmpty()).toBe(true);
});

const life = async (stack: string): Promise<void> => {
  workspace.configure(stack);
  await workspace.init();
  await workspace.apply();
  expect((await served(emulator, "production-key", "anna", { country: "IE" }))["new-checkout"]).toEqual({
    enabled: true,
    value: "for beta",
  });
  expect(await workspace.planIsEmpty()).toBe(true);
  workspace.configure(stack.replace("PRODUCTION", "careful"));
  await workspace.apply();
  expect((await served(emulator, "production-key", "bob"))["new-checkout"]).toEqual({ enabled: false, value: "careful" });
  await workspace.destroy();
};

/** A probe that is answered with "no such page" is no use. */
const usesWholeFlagEndpoint = (): boolean =>
  emulator.requests().some(({ path, method, status }) => method !== "GET" && status < 300 && path.includes("/__future__/"));

test('write_api = "experiments": a whole life without a write to the whole-flag endpoint', async () => {
  emulator = await startEmulator();
  workspace = new Workspace(emulator);
  await life(
    STACK.replace('provider "flagform" {}', 'provider "flagform" {\n  flagsmith = { write_api = "experiments" }\n}'),
  );
  expect(usesWholeFlagEndpoint()).toBe(false);
  expect(Object.keys(emulator.counts()).some((route) => route.includes("/experiments/"))).toBe(true);
});

test("a server that has no whole-flag endpoint yet is written to through its experiments, unasked", async () => {
  emulator = await startEmulator({ server: "2.240" });
  workspace = new Workspace(emulator);
  await life(STACK);
  expect(usesWholeFlagEndpoint()).toBe(false);
  expect(Object.keys(emulator.counts())).toContain(
    "POST /api/experiments/environments/{environment}/delete-segment-override/",
  );
});

test("a pinned write_api that the server lacks is an error that says so; without the pin the same stack applies", async () => {
  emulator = await startEmulator({ server: "2.240" });
  workspace = new Workspace(emulator);
  workspace.configure(
    STACK.replace('provider "flagform" {}', 'provider "flagform" {\n  flagsmith = { write_api = "__future__" }\n}'),
  );
  await workspace.init();
  expect(await workspace.fail("apply", "-input=false", "-auto-approve")).toContain(
    "The server must be Flagsmith 2.263 or newer; or remove write_api from the provider block.",
  );
  workspace.configure(STACK);
  await workspace.apply();
  expect(Object.values(await workspace.state()).filter(({ tainted }) => tainted)).toEqual([]);
  expect(await workspace.planIsEmpty()).toBe(true);
});
