import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import type { Bodies } from "../../support/platform-workbench";

/**
 * Each example of the vendor's page on updating flags (the experimental endpoints) as a stack, with the requests that it
 * causes on the servers that have those endpoints. A flag goes by its id there, which the page allows as well as its name.
 * All of the page can be said.
 */
describe.each([false, true])("the page on updating flags (versioning: %s)", (versioning) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open({ server: "2.240", versioning });
  });
  afterEach(() => workbench.stop());

  const path = (name: string): string => `/api/experiments/environments/${workbench.production.key}/${name}/`;
  const post = (name: string, body: object): object => ({ method: "POST", path: path(name), body });
  const text = (value: string): object => ({ type: "string", value });
  const truth = (value: boolean): object => ({ type: "boolean", value: String(value) });
  const definition = (flag: string, settings: object): Bodies => ({
    environment_definition: { it: { ...on(workbench.production, "production", flag), enabled: true, ...settings } },
  });
  const override = (flag: string, segment: string, segmentId: string, settings: object): object => ({
    ...on(workbench.production, "production", flag),
    ...{ segment, segment_id: segmentId, enabled: true, ...settings },
  });

  /** The page's own requests, sent by hand, find nothing to change, and leave nothing to plan. */
  async function saysTheSame(stack: Bodies, requests: readonly (readonly [name: string, body: object])[]): Promise<void> {
    for (const [name, body] of requests) await workbench.api("POST", path(name), body);
    expect((await workbench.plan(stack)).empty).toBe(true);
  }

  test("toggle a flag on or off", async () => {
    const id = Number(await workbench.flagByHand("maintenance_mode", { initial_value: "false" }));
    const stack = definition("maintenance_mode", { serve: { value: { boolean: true } } });
    const body = { enabled: true, value: truth(true) };
    expect(await workbench.apply(stack)).toEqual([post("update-flag-v1", { feature: { id }, ...body })]);
    await saysTheSame(stack, [
      ["update-flag-v1", { feature: { name: "maintenance_mode" }, ...body }],
      ["update-flag-v2", { feature: { name: "maintenance_mode" }, environment_default: body }],
    ]);
  });

  test("update a feature value", async () => {
    const id = Number(await workbench.flagByHand("api_rate_limit", { initial_value: "100" }));
    const stack = definition("api_rate_limit", { serve: { value: { integer: "1000" } } });
    const body = { enabled: true, value: { type: "integer", value: "1000" } };
    expect(await workbench.apply(stack)).toEqual([post("update-flag-v1", { feature: { id }, ...body })]);
    await saysTheSame(stack, [
      ["update-flag-v1", { feature: { name: "api_rate_limit" }, ...body }],
      ["update-flag-v2", { feature: { name: "api_rate_limit" }, environment_default: body }],
    ]);
  });

  test("roll out a feature to a segment: the override alone, or together with the default in one request", async () => {
    const id = Number(await workbench.flagByHand("new_checkout", { initial_value: "true", default_enabled: true }));
    const serve = { value: { boolean: true } };
    const alone = { segment_override: { beta: override("new_checkout", "beta", workbench.beta, { serve }) } };
    const segment = { segment: { id: Number(workbench.beta) }, enabled: true, value: truth(true) };
    expect(await workbench.apply(alone)).toEqual([post("update-flag-v1", { feature: { id }, ...segment })]);
    await saysTheSame(alone, [["update-flag-v1", { feature: { name: "new_checkout" }, ...segment }]]);
    await workbench.destroy(alone);

    const both = {
      ...definition("new_checkout", { enabled: false, serve: { value: { boolean: false } } }),
      segment_override: { beta: override("new_checkout", "beta", workbench.beta, { serve }) },
    };
    const whole = {
      environment_default: { enabled: false, value: truth(false) },
      segment_overrides: [{ segment_id: Number(workbench.beta), enabled: true, value: truth(true) }],
    };
    expect(await workbench.apply(both)).toEqual([post("update-flag-v2", { feature: { id }, ...whole })]);
    await saysTheSame(both, [["update-flag-v2", { feature: { name: "new_checkout" }, ...whole }]]);
  });

  const tiers = (): Bodies => ({
    ...definition("pricing_tier", { serve: { value: { string: "standard" } } }),
    segment_override: {
      enterprise: override("pricing_tier", "beta", workbench.beta, {
        priority: 1,
        serve: { value: { string: "enterprise" } },
      }),
      premium: override("pricing_tier", "vip", workbench.vip, { priority: 2, serve: { value: { string: "premium" } } }),
    },
  });
  const enterprise = () => ({ enabled: true, value: text("enterprise") });
  const premium = () => ({ enabled: true, value: text("premium") });
  const standard = () => ({ enabled: true, value: text("standard") });
  const tiersAtOnce = () => ({
    environment_default: standard(),
    segment_overrides: [
      { segment_id: Number(workbench.beta), priority: 1, ...enterprise() },
      { segment_id: Number(workbench.vip), priority: 2, ...premium() },
    ],
  });

  test("configure multiple segment overrides: separate resources are still one request", async () => {
    const id = Number(await workbench.flagByHand("pricing_tier"));
    expect(await workbench.apply(tiers())).toEqual([post("update-flag-v2", { feature: { id }, ...tiersAtOnce() })]);
    const feature = { name: "pricing_tier" };
    await saysTheSame(tiers(), [
      ["update-flag-v2", { feature, ...tiersAtOnce() }],
      ["update-flag-v1", { feature, ...standard() }],
      ["update-flag-v1", { feature, segment: { id: Number(workbench.beta), priority: 1 }, ...enterprise() }],
      ["update-flag-v1", { feature, segment: { id: Number(workbench.vip), priority: 2 }, ...premium() }],
    ]);
  });

  test("remove a segment override", async () => {
    const id = Number(await workbench.flagByHand("pricing_tier"));
    await workbench.apply(tiers());
    const { premium: _gone, ...kept } = tiers()["segment_override"] ?? {};
    expect(await workbench.apply({ ...tiers(), segment_override: kept })).toEqual([
      post("delete-segment-override", { feature: { id }, segment: { id: Number(workbench.vip) } }),
    ]);
  });
});
