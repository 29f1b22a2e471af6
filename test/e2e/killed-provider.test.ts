import { DEEP } from "../support/fast-check";
import { flagOf, writesOf } from "../support/flagsmith-by-hand";
import { isWrite } from "../support/request-relay";
import { type Checkout, startCheckout } from "./checkout";
import { IMPORT_IDS, STACK } from "./checkout-stack";
import { countsOf } from "./on-the-platform";

/** A provider that dies in the middle of an apply, at the worst moment: the platform has done it, and nobody knows. */

let emulator: Checkout["emulator"];
let relay: Checkout["relay"];
let workspace: Checkout["workspace"];
let stop: Checkout["stop"];

beforeEach(async () => {
  ({ emulator, relay, workspace, stop } = await startCheckout());
});
afterEach(() => stop());

const PRODUCTION = {
  environment_default: { enabled: false, value: { type: "string", value: "PRODUCTION" } },
  segment_overrides: [{ enabled: true, value: { type: "string", value: "for beta" } }],
};

async function expectConverged(): Promise<void> {
  expect(
    Object.keys(await workspace.state())
      .filter((address) => !address.startsWith("data."))
      .sort(),
  ).toEqual(Object.keys(IMPORT_IDS).sort());
  expect(Object.values(await workspace.state()).filter(({ tainted }) => tainted)).toEqual([]);
  expect(await countsOf(emulator)).toEqual({ flags: 1, segments: 1, identities: 1, identityOverrides: 1 });
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject(PRODUCTION);
  expect(await flagOf(emulator, "staging-key", "new-checkout")).toMatchObject({
    environment_default: { enabled: true, value: { type: "string", value: "fast" } },
    segment_overrides: [],
  });
  expect(await workspace.planIsEmpty()).toBe(true);
}

/** Kills the provider when the platform has made its n-th write, before it hears of it; then everything passes again. */
async function applyUntilKilledAfterWrite(fatal: number): Promise<void> {
  relay.onAnswer(isWrite, ({ count }) => {
    if (count === fatal) workspace.killProvider();
  });
  await workspace.fail("apply", "-input=false", "-auto-approve");
  expect(writesOf(emulator).length).toBeGreaterThanOrEqual(fatal);
  relay.letPass();
}

/** After the first write nothing tells of it but the server; the others are for deep runs. */
test.each(DEEP ? [1, 2, 3, 4, 5, 6] : [1])(
  "killed when write %i of six had been made: the next apply converges, with nothing lost, doubled or tainted",
  async (fatal) => {
    await applyUntilKilledAfterWrite(fatal);
    await workspace.apply();
    await expectConverged();
    // The killed one could not take its socket with it; all others did.
    expect(await workspace.ended()).toHaveLength(1);
  },
);

test("killed while it sends a change: the change is made by the next apply, in one write", async () => {
  await workspace.apply();
  workspace.configure(STACK.replace("PRODUCTION", "careful"));
  relay.onRequest(isWrite, async ({ abandoned }) => {
    workspace.killProvider();
    await abandoned;
  });
  await workspace.fail("apply", "-input=false", "-auto-approve");
  relay.letPass();
  emulator.resetRequests();
  await workspace.apply();
  expect(writesOf(emulator)).toHaveLength(1);
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
    environment_default: { value: { value: "careful" } },
  });
  expect(await workspace.planIsEmpty()).toBe(true);
});

test("killed while it destroys: the next destroy finishes, and finds gone what is gone", async () => {
  await workspace.apply();
  relay.onAnswer(isWrite, ({ count }) => {
    if (count === 2) workspace.killProvider();
  });
  await workspace.fail("destroy", "-input=false", "-auto-approve");
  relay.letPass();
  await workspace.destroy();
  expect(await countsOf(emulator)).toMatchObject({ flags: 0, segments: 0, identityOverrides: 0 });
  expect(await workspace.state()).toEqual({});
});
