import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { Workspace } from "../support/terraform-workspace";
import { STACK, startEmulator } from "./checkout-stack";
import { served } from "./on-the-platform";

/** Servers with neither the whole-flag endpoint nor the experiments: the environment says how a flag is written. */

let emulator: FlagsmithEmulator;
let workspace: Workspace;

afterEach(async () => {
  workspace.remove();
  await emulator.stop();
});

const VIP = `
resource "flagform_segment" "vip" {
  name = "vip"
  rules = [{
    match      = "all"
    conditions = [{ trait = "plan", operator = "equal_to", value = "vip" }]
  }]
}

resource "flagform_segment_override" "vip" {
  environment    = data.flagform_environment.production.name
  environment_id = data.flagform_environment.production.id
  flag           = flagform_feature_flag.checkout.key
  flag_id        = flagform_feature_flag.checkout.id
  segment        = flagform_segment.vip.name
  segment_id     = flagform_segment.vip.id
  priority       = 0
  serve          = { value = { string = "for vip" } }
}
`;

test.each([
  ["without feature versioning", false, "/create-segment-override/"],
  ["with feature versioning", true, "/versions/"],
])("a whole life on an old server, %s", async (_name, versioning, route) => {
  emulator = await startEmulator({ server: "2.200", versioning });
  workspace = new Workspace(emulator);
  const both = { country: "IE", plan: "vip" };
  const checkout = async (traits: Record<string, string>) =>
    (await served(emulator, "production-key", "anna", traits))["new-checkout"]?.value;

  workspace.configure(`${STACK}${VIP}`);
  await workspace.init();
  await workspace.apply();
  expect(await checkout({ country: "IE" })).toBe("for beta");
  expect(await checkout(both)).toBe("for vip");
  expect(await workspace.planIsEmpty()).toBe(true);

  workspace.configure(`${STACK.replace("PRODUCTION", "careful")}${VIP.replace("priority       = 0", "priority       = 5")}`);
  await workspace.apply();
  expect(await checkout({})).toBe("careful");
  expect(await checkout(both)).toBe("for beta");
  expect(await workspace.planIsEmpty()).toBe(true);

  await workspace.destroy();
  expect(Object.keys(await served(emulator, "production-key", "anna"))).toEqual([]);
  const written = emulator.requests().filter(({ method, status }) => method !== "GET" && status < 300);
  expect(written.some(({ path }) => path.endsWith(route))).toBe(true);
  expect(written.filter(({ path }) => /experiments|__future__/.test(path))).toEqual([]);
});
