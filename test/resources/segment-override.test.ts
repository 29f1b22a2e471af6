import { Lab, on, RUNGS_AND_VERSIONING, type Write } from "./lab";

describe.each(RUNGS_AND_VERSIONING)("$rung, versioning $versioning", ({ rung, options }) => {
  let lab: Lab;
  let flag: number;
  beforeEach(async () => {
    lab = await Lab.start(options);
    flag = Number(await lab.flagByHand("banner", { initial_value: "first", default_enabled: true }));
  });
  afterEach(() => lab.stop());

  const ids = () => ({ segment: "beta", segment_id: lab.beta });
  const text = (string: string) => ({ value: { string } });
  const override = (settings: object = {}) => ({
    segment_override: { o: { ...on(lab.production, "production"), ...ids(), serve: text("for beta"), ...settings } },
  });
  const overrides = async () => (await lab.served(lab.production, "banner")).overrides;
  /** One override as the whole-flag endpoint is sent it, or update-flag-v1. */
  const sent = (writes: readonly Write[]) =>
    writes.map(({ body }) => {
      const { segment_overrides: list } = body as { segment_overrides?: object[] };
      return list?.[0] ?? body;
    });
  const beta = () => ({ segment: { id: Number(lab.beta) } });

  test("an override is put in one request, plans empty, and is deleted", async () => {
    const writes = await lab.apply(override());
    const value = { type: "string", value: "for beta" };
    expect(sent(writes)).toEqual([
      rung === "__future__"
        ? { ...beta(), priority: 0, enabled: true, value }
        : { feature: { id: flag }, ...beta(), enabled: true, value },
    ]);
    expect(await overrides()).toEqual([[lab.beta, true, "for beta", 0]]);
    expect((await lab.plan(override())).empty).toBe(true);
    const removed = await lab.destroy(override());
    expect(removed).toHaveLength(1);
    expect(removed[0]?.path).toMatch(rung === "__future__" ? /segment-overrides\/\d+\/$/ : /delete-segment-override\/$/);
    expect(await lab.served(lab.production, "banner")).toEqual({ enabled: true, value: "first", overrides: [] });
  });

  test("an update of one attribute sends that, with no more beside it than the API wants", async () => {
    await lab.apply(override({ priority: 3 }));
    const whole = { feature: { id: flag }, enabled: false, value: { type: "string", value: "for beta" } };
    expect(sent(await lab.apply(override({ priority: 3, enabled: false })))).toEqual([
      rung === "__future__" ? { ...beta(), enabled: false } : { ...whole, ...beta() },
    ]);
    const value = { type: "string", value: "two" };
    expect(sent(await lab.apply(override({ priority: 3, enabled: false, serve: text("two") })))).toEqual([
      rung === "__future__" ? { ...beta(), value } : { ...whole, ...beta(), value },
    ]);
    expect(sent(await lab.apply(override({ priority: 1, enabled: false, serve: text("two") })))).toEqual([
      rung === "__future__"
        ? { ...beta(), priority: 1 }
        : { ...whole, value, segment: { id: Number(lab.beta), priority: 1 } },
    ]);
    expect((await lab.plan(override({ priority: 1, enabled: false, serve: text("two") }))).empty).toBe(true);
  });

  test.each([
    ["enabled", { enabled: false, value: { type: "string", value: "for beta" } }, { enabled: false }],
    ["serve", { value: { type: "string", value: "by hand" } }, { serve: { value: { string: "by hand" } } }],
    ["priority", { value: { type: "string", value: "for beta" } }, { priority: 5 }],
  ])("drift of %s is shown, and put right", async (name, byHand, seen) => {
    await lab.apply(override({ priority: 2 }));
    const segment = { segment: { id: Number(lab.beta), ...(name === "priority" && { priority: 5 }) } };
    await lab.overrideByHand(lab.production, "banner", lab.beta, { ...byHand, ...segment });
    const plan = await lab.plan(override({ priority: 2 }));
    expect(plan.drift[0]?.after).toMatchObject(seen);
    expect(plan.actions()).toEqual({ "flagform_segment_override.o": "update" });
    await lab.apply(override({ priority: 2 }));
    expect(await overrides()).toEqual([[lab.beta, true, "for beta", 2]]);
    expect((await lab.plan(override({ priority: 2 }))).empty).toBe(true);
  });

  test("a priority that is left out is not managed: it goes last, and where others move it", async () => {
    await lab.overrideByHand(lab.production, "banner", lab.vip, { segment: { id: Number(lab.vip), priority: 4 } });
    await lab.apply(override());
    expect((await overrides()).map(([segment]) => segment)).toEqual([lab.vip, lab.beta]);
    const moved = { segment: { id: Number(lab.beta), priority: 0 }, value: { type: "string", value: "for beta" } };
    await lab.overrideByHand(lab.production, "banner", lab.beta, moved);
    const before = await overrides();
    expect((await lab.plan(override())).empty).toBe(true);
    await lab.apply(override({ serve: text("two") }));
    expect((await overrides()).map(([segment, , , priority]) => [segment, priority])).toEqual(
      before.map(([segment, , , priority]) => [segment, priority]),
    );
  });

  test("an override moves to another segment in one go, and the old one is removed", async () => {
    await lab.apply(override());
    const moved = override({ segment: "vip", segment_id: lab.vip });
    expect((await lab.plan(moved)).actions()).toEqual({ "flagform_segment_override.o": "update" });
    const writes = await lab.apply(moved);
    expect(writes.length).toBeLessThanOrEqual(rung === "__future__" ? 1 : 3);
    expect((await overrides()).map(([segment, , value]) => [segment, value])).toEqual([[lab.vip, "for beta"]]);
    expect((await lab.plan(moved)).empty).toBe(true);
  });

  test("an override moves to another environment: put there first, then removed here", async () => {
    await lab.apply(override());
    const moved = override(on(lab.staging, "staging"));
    const writes = await lab.apply(moved);
    expect(writes.map(({ path }) => (path.includes("staging-key") ? "staging" : "production"))).toEqual([
      "staging",
      "production",
    ]);
    expect(await overrides()).toEqual([]);
    expect((await lab.served(lab.staging, "banner")).overrides).toHaveLength(1);
    expect((await lab.plan(moved)).empty).toBe(true);
  });

  test("two overrides swap their places, in few requests", async () => {
    const both = (one: number, other: number) => ({
      segment_override: {
        one: { ...override().segment_override.o, priority: one },
        other: { ...override().segment_override.o, segment: "vip", segment_id: lab.vip, priority: other },
      },
    });
    await lab.apply(both(0, 1));
    const writes = await lab.apply(both(1, 0));
    expect(writes.length).toBeLessThanOrEqual(rung === "__future__" ? 1 : 4);
    expect((await overrides()).map(([segment]) => segment)).toEqual([lab.vip, lab.beta]);
    expect((await lab.plan(both(1, 0))).empty).toBe(true);
  });
});
