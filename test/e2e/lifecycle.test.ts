import { flagOf, segmentOverrideByHand, switchByHand, writesOf } from "../support/flagsmith-by-hand";
import { type Checkout, startCheckout } from "./checkout";
import { STACK } from "./checkout-stack";

/** The whole life of a stack with the real Terraform, in plain HCL. */

let emulator: Checkout["emulator"];
let workspace: Checkout["workspace"];
let stop: Checkout["stop"];

beforeEach(async () => {
  ({ emulator, workspace, stop } = await startCheckout());
});
afterEach(() => stop());

test("a stack is created, plans empty, shows drift, is updated in one write and destroyed", async () => {
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

  emulator.resetRequests();
  await workspace.destroy();
  expect(writesOf(emulator)).toContain(
    "DELETE /api/__future__/environments/{environment}/features/{feature}/segment-overrides/{segment}/",
  );
  expect(await flagOf(emulator, "production-key", "new-checkout")).toBeUndefined();
  expect(await workspace.state()).toEqual({});
});

test("-refresh-only takes drift into the state and writes nothing", async () => {
  await workspace.apply();
  await switchByHand(emulator, "production-key", "new-checkout", true);
  emulator.resetRequests();
  await workspace.apply("-refresh-only");
  expect(writesOf(emulator)).toEqual([]);
  expect((await workspace.state())["flagform_environment_definition.production"]).toMatchObject({ enabled: true });
});

test("a targeted apply makes what it names and what that needs, and the rest follows later", async () => {
  await workspace.apply("-target=flagform_environment_definition.staging");
  expect(Object.keys(await workspace.state()).sort()).toEqual([
    "data.flagform_environment.staging",
    "flagform_environment_definition.staging",
    "flagform_feature_flag.checkout",
  ]);
  await workspace.apply();
  expect((await workspace.plan()).changes).toEqual({});
});

test("an override that somebody else made stays, and one that somebody removed comes back", async () => {
  await workspace.apply();
  await segmentOverrideByHand(emulator, "production-key", "new-checkout", "others");
  expect((await workspace.plan()).changes).toEqual({});
  await workspace.destroy("-target=flagform_segment_override.beta");
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
    segment_overrides: [{ value: { value: "by hand" } }],
  });
  expect((await workspace.plan()).changes).toEqual({ "flagform_segment_override.beta": "create" });
});
