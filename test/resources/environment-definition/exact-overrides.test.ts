import { ALL_RUNGS, Lab, on, refusal, type Rung } from "../lab";

/** The exact set of segment overrides inside a definition. */
describe.each(ALL_RUNGS)("$rung", ({ rung, options }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(options);
    await lab.flagByHand("banner", { initial_value: "first" });
  });
  afterEach(() => lab.stop());

  const text = (string: string) => ({ value: { string } });
  const beta = (settings: object = {}) => ({ segment_id: lab.beta, priority: 0, serve: text("for beta"), ...settings });
  const vip = (settings: object = {}) => ({ segment_id: lab.vip, priority: 1, serve: text("for vip"), ...settings });
  const exact = (overrides: object | null, settings: object = {}) => ({
    environment_definition: {
      d: { ...on(lab.production, "production"), enabled: true, segment_overrides: overrides, ...settings },
    },
  });
  const overrides = async () => (await lab.served(lab.production, "banner")).overrides;
  const BOTH = () => [
    [lab.beta, true, "for beta", 0],
    [lab.vip, true, "for vip", 1],
  ];

  test("a definition with its overrides is one request, plans empty, and removes them when it is destroyed", async () => {
    const stack = exact({ beta: beta(), vip: vip() });
    // Only states by themselves take a request each.
    expect(await lab.apply(stack)).toHaveLength(rung === "legacy" ? 3 : 1);
    expect(await overrides()).toEqual(BOTH());
    expect((await lab.plan(stack)).empty).toBe(true);
    const removed = await lab.destroy(stack);
    expect(removed.length).toBeLessThanOrEqual(rung === "__future__" || rung === "versions" ? 1 : 2);
    expect(await lab.served(lab.production, "banner")).toEqual({ enabled: true, value: "first", overrides: [] });
  });

  test("an update of one override says that one alone", async () => {
    await lab.apply(exact({ beta: beta(), vip: vip() }));
    const [write, ...more] = await lab.apply(exact({ beta: beta(), vip: vip({ enabled: false }) }));
    expect(more).toEqual([]);
    const one = { segment: { id: Number(lab.vip) }, enabled: false };
    const [feature, environment] = [expect.anything(), Number(lab.production.id)];
    const state = { feature_segment: { segment: Number(lab.vip) }, enabled: false, feature_state_value: {} };
    const bodies: Readonly<Record<Rung, object>> = {
      __future__: { segment_overrides: [one] },
      experiments: { ...one, feature, value: { type: "string", value: "for vip" } },
      legacy: { feature, environment, feature_segment: expect.any(Number), enabled: false },
      versions: { publish_immediately: true, feature_states_to_update: [state] },
    };
    expect(write?.body).toEqual(bodies[rung]);
    expect((await lab.plan(exact({ beta: beta(), vip: vip({ enabled: false }) }))).empty).toBe(true);
  });

  test("a priority that is left out is not managed", async () => {
    await lab.apply(exact({ beta: beta({ priority: null }), vip: vip({ priority: null }) }));
    const moved = { segment: { id: Number(lab.vip), priority: 9 }, value: { type: "string", value: "for vip" } };
    await lab.overrideByHand(lab.production, "banner", lab.vip, moved);
    expect((await lab.plan(exact({ beta: beta({ priority: null }), vip: vip({ priority: null }) }))).empty).toBe(true);
  });

  test("what is no longer listed is removed, and what is new is added", async () => {
    await lab.apply(exact({ beta: beta() }));
    await lab.apply(exact({ vip: vip({ priority: 0 }) }));
    expect(await overrides()).toEqual([[lab.vip, true, "for vip", 0]]);
    await lab.apply(exact({}));
    expect(await overrides()).toEqual([]);
    expect((await lab.plan(exact({}))).empty).toBe(true);
  });

  test("an override added, changed or removed by hand is drift, and put right", async () => {
    const stack = exact({ beta: beta() });
    await lab.apply(stack);
    await lab.overrideByHand(lab.production, "banner", lab.vip);
    const added = await lab.plan(stack);
    expect(added.drift[0]?.after).toMatchObject({ segment_overrides: { vip: { serve: { value: { string: "by hand" } } } } });
    await lab.driver.apply(added);
    expect(await overrides()).toEqual([[lab.beta, true, "for beta", 0]]);

    await lab.overrideByHand(lab.production, "banner", lab.beta, { enabled: false });
    await lab.apply(stack);
    expect(await overrides()).toEqual([[lab.beta, true, "for beta", 0]]);

    await lab.destroyOverrideByHand("production", "banner", lab.beta);
    expect((await lab.plan(stack)).actions()).toEqual({ "flagform_environment_definition.d": "update" });
    await lab.apply(stack);
    expect(await overrides()).toEqual([[lab.beta, true, "for beta", 0]]);
    expect((await lab.plan(stack)).empty).toBe(true);
  });

  test("handed over, the overrides stay, and the plan says so", async () => {
    await lab.apply(exact({ beta: beta() }));
    const plan = await lab.plan(exact(null));
    expect(plan.diagnostics).toMatchObject([{ severity: "warning", path: ["segment_overrides"] }]);
    lab.forget();
    await lab.driver.apply(plan);
    expect(lab.writes()).toEqual([]);
    expect(await overrides()).toHaveLength(1);
    await lab.destroy(exact(null));
    expect(await overrides()).toHaveLength(1);
  });

  test("a create refuses before the first write where unlisted ones stand, and lists them", async () => {
    await lab.overrideByHand(lab.production, "banner", lab.vip);
    const before = await lab.served(lab.production, "banner");
    lab.forget();
    const [diagnostic] = await refusal(lab.apply(exact({ beta: beta() })));
    expect(diagnostic).toMatchObject({
      address: "flagform_environment_definition.d",
      path: ["segment_overrides"],
      detail: expect.stringContaining('for segment "vip"'),
    });
    expect(diagnostic?.detail).toContain('import the definition ("production/banner")');
    expect(diagnostic?.detail).toContain("adopt_existing = true");
    expect(lab.writes()).toEqual([]);
    expect(await lab.served(lab.production, "banner")).toEqual(before);
    expect(lab.driver.state.instances).toEqual([]);
  });

  test("a listed one that stands there is no obstacle; with adopt_existing the others are removed", async () => {
    await lab.overrideByHand(lab.production, "banner", lab.beta);
    await lab.apply(exact({ beta: beta() }));
    expect(await overrides()).toEqual([[lab.beta, true, "for beta", 0]]);
    await lab.overrideByHand(lab.staging, "banner", lab.vip);
    const adopting = exact({ beta: beta() }, { ...on(lab.staging, "staging"), adopt_existing: true });
    lab.driver = lab.newDriver();
    await lab.apply(adopting);
    expect((await lab.served(lab.staging, "banner")).overrides).toEqual([[lab.beta, true, "for beta", 0]]);
    expect((await lab.plan(adopting)).empty).toBe(true);
  });

  test("an import brings the set as it stands, so that a plan shows what would go", async () => {
    await lab.overrideByHand(lab.production, "banner", lab.vip);
    const stack = exact({ beta: beta() });
    await lab.driver.import(lab.stack(stack), "flagform_environment_definition.d", "production/banner");
    const plan = await lab.plan(stack);
    expect(plan.change("flagform_environment_definition.d")).toMatchObject({
      action: "update",
      before: { segment_overrides: { vip: {} } },
      after: { segment_overrides: { beta: {} } },
    });
    await lab.driver.apply(plan);
    expect(await overrides()).toEqual([[lab.beta, true, "for beta", 0]]);
    expect((await lab.plan(stack)).empty).toBe(true);
  });
});
