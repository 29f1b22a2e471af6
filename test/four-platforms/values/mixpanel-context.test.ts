import { type Bodies, PlatformWorkbench, refusal } from "../../support/platform-workbench";
import { callMixpanel, mixpanelFlags } from "../call-platform";

/**
 * What Mixpanel buckets users by (`mixpanel.context`) can change until the flag is first switched on, in whichever environment;
 * after that the plan refuses it.
 */

let workbench: PlatformWorkbench;
beforeEach(async () => {
  workbench = await PlatformWorkbench.start("mixpanel");
});
afterEach(() => workbench.stop());

const PARENT = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };

function stack(mixpanel: object | null, on: readonly string[] = [], key = "checkout"): Bodies {
  const definitions = on.map((environment) => [environment, { ...PARENT, environment, enabled: true }] as const);
  return {
    feature_flag: { f: { key, ...(mixpanel && { mixpanel }) } },
    environment_definition: Object.fromEntries(definitions),
  };
}

const contexts = async (key = "checkout"): Promise<unknown[]> =>
  (await mixpanelFlags(workbench, key)).map(({ context }) => context);
const isSettled = async (resources: Bodies): Promise<boolean> => (await workbench.plan(resources)).empty;
const everywhere = (context: string): string[] => [context, context, context];

test("until the flag is switched on, a change is written to the copy of each environment", async () => {
  await workbench.apply(stack(null));
  expect(await contexts()).toEqual(everywhere("distinct_id"));
  await workbench.apply(stack({ context: "device_id" }));
  expect(await contexts()).toEqual(everywhere("device_id"));
  expect(await isSettled(stack({ context: "device_id" }))).toBe(true);
});

test("a change together with the first definition is written before it", async () => {
  await workbench.apply(stack(null));
  const both = stack({ context: "device_id" }, ["production"]);
  await workbench.apply(both);
  expect(await contexts()).toEqual(everywhere("device_id"));
  expect(await isSettled(both)).toBe(true);
});

test("a group key is written with its data group, and refused at plan without one", async () => {
  await workbench.apply(stack(null));
  const [diagnostic] = await refusal(workbench.plan(stack({ context: "company_id" })));
  expect(diagnostic).toMatchObject({ path: ["mixpanel", "context"], detail: expect.stringContaining("data_group") });
  const grouped = stack({ context: "company_id", data_group: "4711" });
  await workbench.apply(grouped);
  expect(await contexts()).toEqual(everywhere("company_id"));
  expect(await isSettled(grouped)).toBe(true);
});

test.each(["production", "development"])(
  "once it has been on in %s, the plan refuses a change, and its advice leads to an empty plan",
  async (environment) => {
    await workbench.apply(stack({ context: "distinct_id" }, [environment]));
    const wanted = { context: "device_id" };
    const sent = await workbench.requestsOf(async () => {
      const [diagnostic] = await refusal(workbench.plan(stack(wanted, [environment])));
      expect(diagnostic?.path).toEqual(["mixpanel", "context"]);
      expect(diagnostic?.detail).toMatch(/"distinct_id"[^]*cannot be changed[^]*Create another flag/);
    });
    expect(sent.filter((each) => !each.startsWith("GET"))).toEqual([]);
    // Off again it is what it was: users were bucketed already.
    await workbench.apply({ feature_flag: { f: { key: "checkout", mixpanel: { context: "distinct_id" } } } });
    expect(await refusal(workbench.plan(stack(wanted)))).toMatchObject([{ path: ["mixpanel", "context"] }]);
    // What the error says: another flag.
    const other = stack(wanted, [environment], "checkout-by-device");
    await workbench.apply(other);
    expect(await contexts("checkout-by-device")).toEqual(everywhere("device_id"));
    expect(await isSettled(other)).toBe(true);
  },
);

test("without plan checks the apply refuses it, before it writes anything", async () => {
  await workbench.apply(stack({ context: "distinct_id" }, ["development"]));
  const blind = workbench.stack(stack({ context: "device_id" }, ["development"])) as { provider: { flagform: [object] } };
  const [settings] = blind.provider.flagform;
  const sent = await workbench.requestsOf(async () => {
    const [diagnostic] = await refusal(
      workbench.driver.apply({ ...blind, provider: { flagform: [{ ...settings, plan_checks: false }] } }),
    );
    expect(diagnostic?.detail).toMatch(/"distinct_id"[^]*cannot be changed/);
  });
  expect(sent.filter((each) => !each.startsWith("GET"))).toEqual([]);
  expect(await contexts()).toEqual(everywhere("distinct_id"));
  expect(await isSettled(stack({ context: "distinct_id" }, ["development"]))).toBe(true);
});

test("somebody's change is drift, put right while the flag has never been on", async () => {
  const stated = stack({ context: "distinct_id" });
  await workbench.apply(stated);
  for (const { url, document } of await mixpanelFlags(workbench, "checkout"))
    await callMixpanel(workbench)("PUT", url, { ...document, context: "device_id" });
  const plan = await workbench.plan(stated);
  expect(plan.actions()).toEqual({ "flagform_feature_flag.f": "update" });
  await workbench.driver.apply(plan);
  expect(await contexts()).toEqual(everywhere("distinct_id"));
  expect(await isSettled(stated)).toBe(true);
  // Not stated, it is theirs.
  await workbench.apply(stack(null));
  for (const { url, document } of await mixpanelFlags(workbench, "checkout"))
    await callMixpanel(workbench)("PUT", url, { ...document, context: "device_id" });
  expect(await isSettled(stack(null))).toBe(true);
});
