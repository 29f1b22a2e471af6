import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { flagId, flagOf, switchByHand, writesOf } from "../support/flagsmith-by-hand";
import { Workspace } from "../support/terraform-workspace";
import { PROVIDER, STACK, startEmulator } from "./checkout-stack";
import { flagNames, served } from "./on-the-platform";

/** Habits of Terraform's users, each once. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

beforeEach(async () => {
  emulator = await startEmulator();
  workspace = new Workspace(emulator);
});

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

async function apply(hcl: string, ...argv: string[]): Promise<void> {
  workspace.configure(hcl);
  await workspace.init();
  await workspace.apply(...argv);
}

test("a saved plan is applied as it was saved", async () => {
  workspace.configure(STACK);
  await workspace.init();
  expect(Object.keys((await workspace.plan()).changes)).toHaveLength(6);
  expect(writesOf(emulator)).toEqual([]);
  await workspace.succeed("apply", "-input=false", "plan");
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
    environment_default: { value: { value: "PRODUCTION" } },
  });
  expect(await workspace.planIsEmpty()).toBe(true);
});

test("-replace of a flag: its definitions and overrides are served again after the same apply", async () => {
  await apply(STACK);
  const before = await flagId(emulator, "new-checkout");
  const audience = { country: "GB" };
  const expected = [
    (await served(emulator, "staging-key", "anna", audience))["new-checkout"],
    (await served(emulator, "production-key", "anna", audience))["new-checkout"],
    (await served(emulator, "production-key", "user-42"))["new-checkout"],
  ];
  expect(expected).toEqual([
    { enabled: true, value: "fast" },
    { enabled: true, value: "for beta" },
    { enabled: true, value: "for you" },
  ]);
  await workspace.apply("-replace=flagform_feature_flag.checkout");
  expect(await flagId(emulator, "new-checkout")).not.toBe(before);
  expect([
    (await served(emulator, "staging-key", "anna", audience))["new-checkout"],
    (await served(emulator, "production-key", "anna", audience))["new-checkout"],
    (await served(emulator, "production-key", "user-42"))["new-checkout"],
  ]).toEqual(expected);
  expect(await workspace.planIsEmpty()).toBe(true);
});

const FOR_EACH = `${PROVIDER}
variable "flags" {
  type = map(bool)
}

resource "flagform_feature_flag" "all" {
  for_each = var.flags
  key      = each.key
}

resource "flagform_environment_definition" "all" {
  for_each       = var.flags
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.all[each.key].key
  flag_id        = flagform_feature_flag.all[each.key].id
  enabled        = each.value
}
`;

test("for_each over flags: one more is added, one is removed, and the others are left alone", async () => {
  await apply(FOR_EACH, '-var=flags={"one":true,"two":false,"three":true}');
  expect(await served(emulator, "production-key", "anna")).toMatchObject({
    one: { enabled: true },
    two: { enabled: false },
    three: { enabled: true },
  });
  const flags = '-var=flags={"one":true,"three":true,"four":true}';
  expect((await workspace.plan(flags)).changes).toEqual({
    'flagform_feature_flag.all["two"]': "delete",
    'flagform_environment_definition.all["two"]': "delete",
    'flagform_feature_flag.all["four"]': "create",
    'flagform_environment_definition.all["four"]': "create",
  });
  await workspace.succeed("apply", "-input=false", "plan");
  expect(await flagNames(emulator)).toEqual(["four", "one", "three"]);
  expect(await workspace.planIsEmpty(flags)).toBe(true);
});

test("ignore_changes: what people switch by hand survives a change of something else", async () => {
  const careful = STACK.replace("enabled = false", "enabled = false\n  lifecycle {\n    ignore_changes = [enabled]\n  }");
  expect(careful).not.toBe(STACK);
  await apply(careful);
  await switchByHand(emulator, "production-key", "new-checkout", true);
  expect(await workspace.planIsEmpty()).toBe(true);
  workspace.configure(careful.replace("PRODUCTION", "careful"));
  await workspace.apply();
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
    environment_default: { enabled: true, value: { value: "careful" } },
  });
  expect(await workspace.planIsEmpty()).toBe(true);
});
