import { flagOf } from "../support/flagsmith-by-hand";
import { until } from "../support/processes";
import { isWrite, type Passing, type RequestRelay } from "../support/request-relay";
import { type Checkout, startCheckout } from "./checkout";

/** Terraform itself is killed, or Ctrl-C is pressed, while a request is on its way. */

let emulator: Checkout["emulator"];
let relay: Checkout["relay"];
let workspace: Checkout["workspace"];
let stop: Checkout["stop"];

beforeEach(async () => {
  ({ emulator, relay, workspace, stop } = await startCheckout());
});
afterEach(() => stop());

/** Holds the first request of that kind, never to answer it, and tells when it is there. */
function holdFirst(matches: Parameters<RequestRelay["onRequest"]>[0]): Promise<Passing> {
  return new Promise((resolve) => {
    relay.onRequest(matches, (passing) => {
      if (passing.count > 1) return;
      resolve(passing);
      return passing.abandoned;
    });
  });
}

const isDefinition: Parameters<RequestRelay["onRequest"]>[0] = ({ method, path }) =>
  method === "PATCH" && path.includes("/production-key/");

async function expectNextApplyConverges(): Promise<void> {
  relay.letPass();
  await workspace.apply();
  expect(await flagOf(emulator, "production-key", "new-checkout")).toMatchObject({
    environment_default: { enabled: false, value: { value: "PRODUCTION" } },
    segment_overrides: [{ value: { value: "for beta" } }],
  });
  expect(Object.values(await workspace.state()).filter(({ tainted }) => tainted)).toEqual([]);
  expect(await workspace.planIsEmpty()).toBe(true);
}

/** Whether the state file has all that could be made beside the request that is held. */
function isEverythingElseInState(): boolean {
  const made = ["flagform_feature_flag", "flagform_segment", "flagform_environment_definition"];
  const isIdentityWritten = emulator.requests().some((request) => isWrite(request) && request.path.includes("/identities/"));
  if (isIdentityWritten) made.push("flagform_identity_override");
  const inState = workspace.typesInStateFile();
  return made.every((type) => inState.includes(type));
}

test("Terraform is killed: its provider ends by itself, takes its socket with it, and the next apply converges", async () => {
  const held = holdFirst(isDefinition);
  const apply = workspace.start("apply", "-input=false", "-auto-approve");
  await held;
  await until(isEverythingElseInState, "Terraform has written what it knows: a state file that is being written is lost");
  apply.kill("SIGKILL");
  await apply.finished;
  // It looks for its parent every three seconds.
  expect(await workspace.ended()).toEqual([]);
  await expectNextApplyConverges();
});

test("Ctrl-C while a write waits for its answer: the state is saved, and the next apply converges", async () => {
  const held = holdFirst(isDefinition);
  const apply = workspace.start("apply", "-input=false", "-auto-approve");
  await held;
  apply.interrupt();
  // A write that was sent gets ten seconds to answer. This one never will.
  const { code, output } = await apply.finished;
  expect(code).toBe(1);
  expect(output).toContain("Interrupt received");
  expect(output).toMatch(/Stopped while waiting for the answer: it may have been\s+done/);
  expect(await workspace.ended()).toEqual([]);
  expect(Object.keys(await workspace.state())).toContain("flagform_feature_flag.checkout");
  await expectNextApplyConverges();
});

test("Ctrl-C while a read waits for its answer ends at once, and nothing was written", async () => {
  const held = holdFirst(({ method }) => method === "GET");
  const plan = workspace.start("plan", "-input=false");
  await held;
  plan.interrupt();
  expect((await plan.finished).code).toBe(1);
  expect(await workspace.ended()).toEqual([]);
  expect(emulator.requests().filter(isWrite)).toEqual([]);
});

test("Ctrl-C while the platform has asked for an hour's pause: the wait ends, the state is saved, the next apply converges", async () => {
  emulator.fault({ kind: "throttle", retryAfter: 3600, method: "PATCH", times: 0 });
  const apply = workspace.start("apply", "-input=false", "-auto-approve");
  await until(() => emulator.requests().some(({ status }) => status === 429), "a request was refused");
  apply.interrupt();
  const { code, output } = await apply.finished;
  expect(code).toBe(1);
  expect(output).toContain("Interrupt received");
  expect(Object.keys(await workspace.state())).toContain("flagform_feature_flag.checkout");
  emulator.clearFaults();
  await expectNextApplyConverges();
});
