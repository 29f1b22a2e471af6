import { deleteByHand, flagOf, segmentOverrideByHand, switchByHand, writesOf } from "../../support/flagsmith-by-hand";
import { Workspace } from "../../support/terraform-workspace";
import { type Checkout, startCheckout } from "../checkout";
import { PROVIDER, STACK } from "../checkout-stack";
import { flagNames, served } from "../on-the-platform";

/** People are at work on the same flags. The normal suite has the same without Terraform: resources/trust/. */

let emulator: Checkout["emulator"];
let relay: Checkout["relay"];
let workspace: Checkout["workspace"];
let stop: Checkout["stop"];

beforeEach(async () => {
  ({ emulator, relay, workspace, stop } = await startCheckout());
});
afterEach(() => stop());

const production = () => flagOf(emulator, "production-key", "new-checkout");
const CHANGED = STACK.replace("PRODUCTION", "changed");

test("a flag that somebody switches between plan and apply, and between the read and the write, stays switched", async () => {
  await workspace.apply();
  workspace.configure(CHANGED);
  await workspace.plan();
  await switchByHand(emulator, "production-key", "new-checkout", true);
  await workspace.succeed("apply", "-input=false", "plan");
  expect(await production()).toMatchObject({ environment_default: { enabled: true, value: { value: "changed" } } });
  // It is drift, and put right by the next apply, while somebody changes what that does not touch.
  relay.onRequest(
    ({ method, path }) => method === "PATCH" && path.includes("/production-key/"),
    ({ count }) => (count === 1 ? segmentOverrideByHand(emulator, "production-key", "new-checkout", "others") : undefined),
  );
  await workspace.apply();
  expect(await production()).toMatchObject({
    environment_default: { enabled: false, value: { value: "changed" } },
    segment_overrides: [{ value: { value: "for beta" } }, { value: { value: "by hand" } }],
  });
  expect(await workspace.planIsEmpty()).toBe(true);
});

test("a flag that somebody deletes between plan and apply, between read and write, and after the apply", async () => {
  await workspace.apply();
  workspace.configure(CHANGED);
  await workspace.plan();
  await deleteByHand(emulator, "new-checkout");
  emulator.resetRequests();
  expect(await workspace.fail("apply", "-input=false", "plan")).toMatch(/flag/i);
  expect(await flagNames(emulator)).toEqual([]);
  await workspace.apply();
  const whole = await production();
  expect(whole).toMatchObject({ environment_default: { value: { value: "changed" } }, segment_overrides: [{}] });

  workspace.configure(STACK);
  relay.onRequest(
    ({ method, path }) => method === "PATCH" && path.includes("/production-key/"),
    ({ count }) => (count === 1 ? deleteByHand(emulator, "new-checkout") : undefined),
  );
  await workspace.fail("apply", "-input=false", "-auto-approve");
  relay.letPass();
  await workspace.apply();
  expect(await production()).toMatchObject({ environment_default: { value: { value: "PRODUCTION" } } });

  await deleteByHand(emulator, "new-checkout");
  expect(new Set(Object.values((await workspace.plan()).changes))).toEqual(new Set(["create"]));
  await workspace.succeed("apply", "-input=false", "plan");
  expect((await served(emulator, "production-key", "user-42"))["new-checkout"]).toEqual({ enabled: true, value: "for you" });
  expect(await workspace.planIsEmpty()).toBe(true);
});

const exact = (more = ""): string => `${PROVIDER}
resource "flagform_environment_definition" "production" {
  environment       = "production"
  environment_id    = data.flagform_environment.production.id
  flag              = "new-checkout"
  enabled           = true
  segment_overrides = { beta = { serve = { value = { string = "for beta" } } } }
  ${more}
}
`;

test("an exact set over forty overrides made by hand lists them and writes nothing; then adopts them", async () => {
  await workspace.apply();
  const teams = Array.from({ length: 40 }, (_, index) => `team-${String(index)}`);
  for (const team of teams) await segmentOverrideByHand(emulator, "production-key", "new-checkout", team);
  const before = await production();
  const newcomer = new Workspace(emulator);
  try {
    newcomer.configure(exact());
    await newcomer.init();
    emulator.resetRequests();
    const output = await newcomer.fail("apply", "-input=false", "-auto-approve");
    for (const team of teams) expect(output).toContain(`"${team}"`);
    expect(output).toContain('import the definition ("production/new-checkout")');
    expect(writesOf(emulator)).toEqual([]);
    expect(await production()).toEqual(before);
    newcomer.configure(exact("adopt_existing = true"));
    await newcomer.apply();
    expect(await production()).toMatchObject({ segment_overrides: [{ value: { value: "for beta" } }] });
    expect(await newcomer.planIsEmpty()).toBe(true);
    // Deleted from the code: handed over.
    newcomer.configure(exact("adopt_existing = true").replace(/^.*segment_overrides.*$/m, ""));
    emulator.resetRequests();
    expect(await newcomer.apply()).toContain("`segment_overrides` is no longer managed");
    expect(writesOf(emulator)).toEqual([]);
    expect(await production()).toMatchObject({ segment_overrides: [{ value: { value: "for beta" } }] });
  } finally {
    newcomer.remove();
  }
});
