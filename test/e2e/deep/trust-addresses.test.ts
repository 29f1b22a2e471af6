import { flagId, flagOf, renameSegmentByHand } from "../../support/flagsmith-by-hand";
import { type RequestRelay } from "../../support/request-relay";
import { type Checkout, startCheckout } from "../checkout";
import { STACK } from "../checkout-stack";
import { served } from "../on-the-platform";

/** Addresses and names change, and what people are served stays. The normal suite has the same without Terraform: resources/trust/. */

let emulator: Checkout["emulator"];
let relay: Checkout["relay"];
let workspace: Checkout["workspace"];
let stop: Checkout["stop"];

beforeEach(async () => {
  ({ emulator, relay, workspace, stop } = await startCheckout());
});
afterEach(() => stop());

const beta = async () => (await served(emulator, "production-key", "anna", { country: "IE" }))["new-checkout"];
const FOR_BETA = { enabled: true, value: "for beta" };

async function apply(hcl: string, ...argv: string[]): Promise<string> {
  workspace.configure(hcl);
  return workspace.apply(...argv);
}

/** One more segment; made after the override of an address, it is removed before it. */
const segment = (name: string, override?: string): string => `
resource "flagform_segment" "${name}" {
  name       = "${name}"
  rules      = [{ match = "all", conditions = [{ operator = "is_set", trait = "x" }] }]
  depends_on = [${override === undefined ? "" : `flagform_segment_override.${override}`}]
}
`;

type Request = Parameters<Parameters<RequestRelay["onRequest"]>[0]>[0];
const isSegment =
  (verb: string) =>
  ({ method, path }: Request): boolean =>
    method === verb && /\/projects\/\d+\/segments\//.test(path);

/** The first kind of request waits until one of the second was answered. */
function hold(held: (request: Request) => boolean, until: (request: Request) => boolean): void {
  const seen = new Promise<void>((resolve) => {
    relay.onAnswer(until, () => {
      resolve();
    });
  });
  relay.onRequest(held, () => seen);
}

test("an override whose address changes without a moved block is there, whichever of the two comes first", async () => {
  const named = (name: string): string => STACK.replace('override" "beta"', `override" "${name}"`);
  await apply(STACK + segment("before", "beta"));
  // What must go before the old one waits for what comes after the new one.
  hold(isSegment("DELETE"), isSegment("POST"));
  const output = await apply(named("renamed") + segment("done", "renamed"));
  expect(output).toContain("Not changed, because another resource manages it now");
  expect(await beta()).toEqual(FOR_BETA);
  relay.letPass();

  // Half done: the new one is there and the old one was not let go. There is nothing to send for the new one any more.
  const last = named("again") + segment("done", "again");
  await apply(last, "-target=flagform_segment_override.again");
  expect(Object.keys(await workspace.state())).toContain("flagform_segment_override.renamed");
  await apply(last);
  expect(await beta()).toEqual(FOR_BETA);
  expect(Object.keys(await workspace.state())).not.toContain("flagform_segment_override.renamed");
  expect(await workspace.planIsEmpty()).toBe(true);
  expect(await workspace.state()).toHaveProperty(["flagform_segment_override.again"]);
});

test("a renamed for_each key, and two elements of a counted list that move up", async () => {
  const overrides = (keys: string): string =>
    STACK.replace("serve      = { value", `for_each   = toset(["${keys}"])\n  serve      = { value`)
      .replace(
        'resource "flagform_identity_override" "user" {',
        'resource "flagform_identity_override" "user" {\n  count    = length(var.users)',
      )
      .replace('identity = "user-42"', "identity = var.users[count.index]")
      .concat('\nvariable "users" {\n  type = list(string)\n}\n');
  await apply(overrides("old"), '-var=users=["gone","user-1","user-2"]');
  await apply(overrides("new"), '-var=users=["user-1","user-2"]');
  expect(await beta()).toEqual(FOR_BETA);
  for (const [user, value] of [
    ["user-1", "for you"],
    ["user-2", "for you"],
    ["gone", "PRODUCTION"],
  ] as const) {
    expect((await served(emulator, "production-key", user))["new-checkout"]).toMatchObject({ value });
  }
  expect(await workspace.planIsEmpty('-var=users=["user-1","user-2"]')).toBe(true);
});

test("a segment that is renamed in code keeps its override, whose address changes too; renamed outside, it is drift", async () => {
  await workspace.apply();
  const renamed = STACK.replace('name = "beta"', 'name = "beta testers"').replace(
    '"flagform_segment_override" "beta"',
    '"flagform_segment_override" "beta_testers"',
  );
  await apply(renamed);
  expect(await beta()).toEqual(FOR_BETA);
  expect(await workspace.planIsEmpty()).toBe(true);
  const { id } = (await workspace.state())["flagform_segment.beta"] ?? {};
  await renameSegmentByHand(emulator, String(id), "insiders");
  const plan = await workspace.plan();
  expect(plan.drift).toContain("flagform_segment.beta");
  expect(new Set(Object.values(plan.changes))).toEqual(new Set(["update"]));
  await workspace.succeed("apply", "-input=false", "plan");
  expect(await beta()).toEqual(FOR_BETA);
  expect(await workspace.planIsEmpty()).toBe(true);
});

test("-replace of a flag that something behind a gate has created before it is destroyed: it is refused while it is served, and not lost", async () => {
  const gated = `${STACK}
resource "terraform_data" "gate" {
  triggers_replace = [flagform_environment_definition.production.revision, flagform_segment_override.beta.revision]
}

resource "terraform_data" "service" {
  input = terraform_data.gate.id
  lifecycle {
    create_before_destroy = true
  }
}
`;
  await apply(gated);
  const before = await flagOf(emulator, "production-key", "new-checkout");
  const id = await flagId(emulator, "new-checkout");
  await expect(apply(gated, "-replace=flagform_feature_flag.checkout")).rejects.toThrow("It is in use");
  expect(await flagId(emulator, "new-checkout")).toBe(id);
  expect(await flagOf(emulator, "production-key", "new-checkout")).toEqual(before);
  await apply(gated, "-replace=flagform_segment_override.beta", "-replace=flagform_environment_definition.production");
  expect(await flagOf(emulator, "production-key", "new-checkout")).toEqual(before);
  expect(await workspace.planIsEmpty()).toBe(true);
});
