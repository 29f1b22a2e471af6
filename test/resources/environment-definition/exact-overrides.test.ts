import { FlagsmithWorkbench, on, RUNGS_THAT_DIFFER, type Strategy } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

/** The exact set of segment overrides inside a definition. */
describe.each(RUNGS_THAT_DIFFER)("$strategy", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  const beta = (settings: object = {}) => ({
    segment_id: workbench.beta,
    priority: 0,
    serve: text("for beta"),
    ...settings,
  });
  const vip = (settings: object = {}) => ({ segment_id: workbench.vip, priority: 1, serve: text("for vip"), ...settings });
  const exact = (overrides: object | null, settings: object = {}) => ({
    environment_definition: {
      d: { ...on(workbench.production, "production"), enabled: true, segment_overrides: overrides, ...settings },
    },
  });
  const overrides = async () => (await workbench.served(workbench.production, "banner")).overrides;
  const BOTH = () => [
    [workbench.beta, true, "for beta", 0],
    [workbench.vip, true, "for vip", 1],
  ];

  test("a definition with its overrides is one request, plans empty, and removes them when it is destroyed", async () => {
    const stack = exact({ beta: beta(), vip: vip() });
    // Only states by themselves take a request each.
    expect(await workbench.apply(stack)).toHaveLength(strategy === "legacy" ? 3 : 1);
    expect(await overrides()).toEqual(BOTH());
    expect((await workbench.plan(stack)).empty).toBe(true);
    const removed = await workbench.destroy(stack);
    expect(removed.length).toBeLessThanOrEqual(strategy === "__future__" || strategy === "versions" ? 1 : 2);
    expect(await workbench.served(workbench.production, "banner")).toEqual({ enabled: true, value: "first", overrides: [] });
  });

  test("an update of one override says that one alone", async () => {
    await workbench.apply(exact({ beta: beta(), vip: vip() }));
    const [write, ...more] = await workbench.apply(exact({ beta: beta(), vip: vip({ enabled: false }) }));
    expect(more).toEqual([]);
    const one = { segment: { id: Number(workbench.vip) }, enabled: false };
    const [feature, environment] = [expect.anything(), Number(workbench.production.id)];
    const state = { feature_segment: { segment: Number(workbench.vip) }, enabled: false, feature_state_value: {} };
    const bodies: Readonly<Record<Strategy, object>> = {
      __future__: { segment_overrides: [one] },
      experiments: { ...one, feature, value: { type: "string", value: "for vip" } },
      legacy: { feature, environment, feature_segment: expect.any(Number), enabled: false },
      versions: { publish_immediately: true, feature_states_to_update: [state] },
    };
    expect(write?.body).toEqual(bodies[strategy]);
    expect((await workbench.plan(exact({ beta: beta(), vip: vip({ enabled: false }) }))).empty).toBe(true);
  });

  test("a priority that is left out is not managed", async () => {
    await workbench.apply(exact({ beta: beta({ priority: null }), vip: vip({ priority: null }) }));
    const moved = { segment: { id: Number(workbench.vip), priority: 9 }, value: { type: "string", value: "for vip" } };
    await workbench.overrideByHand(workbench.production, "banner", workbench.vip, moved);
    expect((await workbench.plan(exact({ beta: beta({ priority: null }), vip: vip({ priority: null }) }))).empty).toBe(true);
  });

  test("what is no longer listed is removed, and what is new is added", async () => {
    await workbench.apply(exact({ beta: beta() }));
    await workbench.apply(exact({ vip: vip({ priority: 0 }) }));
    expect(await overrides()).toEqual([[workbench.vip, true, "for vip", 0]]);
    await workbench.apply(exact({}));
    expect(await overrides()).toEqual([]);
    expect((await workbench.plan(exact({}))).empty).toBe(true);
  });

  test("an override added, changed or removed by hand is drift, and put right", async () => {
    const stack = exact({ beta: beta() });
    await workbench.apply(stack);
    await workbench.overrideByHand(workbench.production, "banner", workbench.vip);
    const added = await workbench.plan(stack);
    expect(added.drift[0]?.after).toMatchObject({ segment_overrides: { vip: { serve: { value: { string: "by hand" } } } } });
    await workbench.driver.apply(added);
    expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 0]]);

    await workbench.overrideByHand(workbench.production, "banner", workbench.beta, { enabled: false });
    await workbench.apply(stack);
    expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 0]]);

    await workbench.destroyOverrideByHand("production", "banner", workbench.beta);
    expect((await workbench.plan(stack)).actions()).toEqual({ "flagform_environment_definition.d": "update" });
    await workbench.apply(stack);
    expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 0]]);
    expect((await workbench.plan(stack)).empty).toBe(true);
  });

  test("handed over, the overrides stay, and the plan says so", async () => {
    await workbench.apply(exact({ beta: beta() }));
    const plan = await workbench.plan(exact(null));
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", path: ["segment_overrides"] }]);
    workbench.forget();
    await workbench.driver.apply(plan);
    expect(workbench.writes()).toEqual([]);
    expect(await overrides()).toHaveLength(1);
    await workbench.destroy(exact(null));
    expect(await overrides()).toHaveLength(1);
  });

  test("a create refuses before the first write where unlisted ones stand, and lists them", async () => {
    await workbench.overrideByHand(workbench.production, "banner", workbench.vip);
    const before = await workbench.served(workbench.production, "banner");
    workbench.forget();
    const [diagnostic] = await refusal(workbench.apply(exact({ beta: beta() })));
    expect(diagnostic).toMatchObject({
      address: "flagform_environment_definition.d",
      path: ["segment_overrides"],
      detail: expect.stringContaining('for segment "vip"'),
    });
    expect(diagnostic?.detail).toContain('import the definition ("production/banner")');
    expect(diagnostic?.detail).toContain("adopt_existing = true");
    expect(workbench.writes()).toEqual([]);
    expect(await workbench.served(workbench.production, "banner")).toEqual(before);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("a listed one that stands there is no obstacle; with adopt_existing the others are removed", async () => {
    await workbench.overrideByHand(workbench.production, "banner", workbench.beta);
    await workbench.apply(exact({ beta: beta() }));
    expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 0]]);
    await workbench.overrideByHand(workbench.staging, "banner", workbench.vip);
    const adopting = exact({ beta: beta() }, { ...on(workbench.staging, "staging"), adopt_existing: true });
    workbench.driver = workbench.newDriver();
    await workbench.apply(adopting);
    expect((await workbench.served(workbench.staging, "banner")).overrides).toEqual([[workbench.beta, true, "for beta", 0]]);
    expect((await workbench.plan(adopting)).empty).toBe(true);
  });

  test("an import brings the set as it stands, so that a plan shows what would go", async () => {
    await workbench.overrideByHand(workbench.production, "banner", workbench.vip);
    const stack = exact({ beta: beta() });
    await workbench.driver.import(workbench.stack(stack), "flagform_environment_definition.d", "production/banner");
    const plan = await workbench.plan(stack);
    expect(plan.change("flagform_environment_definition.d")).toMatchObject({
      action: "update",
      before: { segment_overrides: { vip: {} } },
      after: { segment_overrides: { beta: {} } },
    });
    await workbench.driver.apply(plan);
    expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 0]]);
    expect((await workbench.plan(stack)).empty).toBe(true);
  });
});
