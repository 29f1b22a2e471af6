import { FlagsmithWorkbench, on, RUNGS } from "../../support/flagsmith-workbench";
import { refusal as refused } from "../../support/platform-workbench";

const text = (string: string) => ({ value: { string } });

describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const override = (settings: object = {}) => ({
    ...on(workbench.production, "production"),
    segment: "beta",
    segment_id: workbench.beta,
    serve: text("for beta"),
    ...settings,
  });
  const overrides = async () => (await workbench.served(workbench.production, "banner")).overrides;
  const refusal = (resources: Parameters<FlagsmithWorkbench["plan"]>[0]) => refused(workbench.plan(resources));

  test("two resources that manage one thing are refused at plan, whatever the case they write its name in", async () => {
    const definition = { ...on(workbench.production, "production"), enabled: true };
    for (const [type, one, other] of [
      ["environment_definition", definition, { ...definition, environment: "Production" }],
      ["segment_override", override(), override({ segment: "BETA" })],
      ["identity_override", { ...definition, identity: "u" }, { ...definition, identity: "u", enabled: false }],
      ["feature_flag", { key: "new" }, { key: "New" }],
    ] as const) {
      const [diagnostic] = await refusal({ [type]: { one, other } });
      expect(diagnostic?.summary).toMatch(/is managed twice$/);
      expect(diagnostic?.detail).toContain("Remove one of them");
    }
    expect(workbench.writes()).toEqual([]);
  });

  test("the exact set of overrides beside a single one of the same flag is refused, in one environment only", async () => {
    const exact = (where: "staging" | "production") => ({
      ...on(workbench[where], where),
      segment_overrides: { vip: { segment_id: workbench.vip, serve: text("for vip") } },
    });
    const [diagnostic] = await refusal({
      environment_definition: { exact: exact("production") },
      segment_override: { single: override() },
    });
    expect(diagnostic?.summary).toBe("Flag banner in environment production has overrides in two places");
    const apart = { environment_definition: { exact: exact("staging") }, segment_override: { single: override() } };
    expect((await workbench.plan(apart)).actions()).toMatchObject({ "flagform_segment_override.single": "create" });
  });

  test("an override whose address changes stays, whichever of the two comes first", async () => {
    await workbench.apply({ segment_override: { old: override() } });
    for (const [from, to] of [
      ["old", "a_new"],
      ["a_new", "z_new"],
    ] as const) {
      await workbench.apply({ segment_override: { [to]: override() } });
      expect(await overrides()).toEqual([[workbench.beta, true, "for beta", 0]]);
      expect(workbench.driver.instance(`flagform_segment_override.${from}`)).toBeUndefined();
      expect((await workbench.plan({ segment_override: { [to]: override() } })).empty).toBe(true);
    }
    expect(await workbench.destroy({ segment_override: { z_new: override() } })).toHaveLength(1);
    expect(await overrides()).toEqual([]);
  });

  test("a flag, segment or environment whose address changes is refused, naming moved", async () => {
    for (const [type, attributes] of [
      ["feature_flag", { key: "mine" }],
      ["segment", { name: "mine", rules: [{ match: "all", conditions: [{ operator: "is_set", trait: "x" }] }] }],
      ["environment", { name: "mine" }],
    ] as const) {
      await workbench.apply({ [type]: { old: attributes } });
      const [diagnostic] = await refusal({ [type]: { new: attributes } });
      expect(diagnostic?.summary).toMatch(/"mine" would be deleted and created again$/);
      expect(diagnostic?.detail).toContain("moved { from = …  to = … }");
      const moved = [{ from: `flagform_${type}.old`, to: `flagform_${type}.new` }];
      expect((await workbench.plan({ [type]: { new: attributes } }, { moved })).empty).toBe(true);
      await workbench.apply({});
    }
  });

  test("a replaced flag is one resource, not two", async () => {
    await workbench.apply({ feature_flag: { f: { key: "mine", type: "string" } } });
    const plan = await workbench.plan({ feature_flag: { f: { key: "yours", type: "string" } } });
    expect(plan.actions()).toEqual({ "flagform_feature_flag.f": "replace" });
    await workbench.driver.apply(plan);
    expect((await workbench.plan({ feature_flag: { f: { key: "yours", type: "string" } } })).empty).toBe(true);
  });
});
