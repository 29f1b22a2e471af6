import { Lab, on, planIs, refusal, RUNGS, type Bodies } from "../lab";

/** Replacements that Terraform orders the other way round: what is new is made while the old still stands. */
describe.each(RUNGS)("$rung", ({ options }) => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.start(options);
  });
  afterEach(() => lab.stop());

  /** Behind a gate stands something that is created before it is destroyed, and so is all that it depends on. */
  const gated = (settings: object = {}): Bodies => ({
    feature_flag: { f: { key: "banner", type: "string", ...settings } },
    environment_definition: {
      d: {
        ...on(lab.production, "production"),
        flag: "${flagform_feature_flag.f.key}",
        flag_id: "${flagform_feature_flag.f.id}",
        enabled: true,
        serve: { value: { string: "hello" } },
      },
    },
    segment_override: {
      o: {
        ...on(lab.production, "production"),
        flag: "${flagform_feature_flag.f.key}",
        flag_id: "${flagform_feature_flag.f.id}",
        segment: "beta",
        segment_id: lab.beta,
        serve: { value: { string: "for beta" } },
      },
    },
    terraform_data: {
      gate: { triggers_replace: ["${flagform_environment_definition.d.revision}"] },
      service: { input: "${terraform_data.gate.id}", lifecycle: { create_before_destroy: true } },
    },
  });

  const SERVED = () => ({ enabled: true, value: "hello", overrides: [[lab.beta, true, "for beta", 0]] });
  const isServed = async () => {
    expect(await lab.served(lab.production, "banner")).toEqual(SERVED());
  };

  test.each([
    ["adopted", { adopt_existing: true }],
    ["with a description", { description: "somebody's", adopt_existing: true }],
  ])("-replace of a flag that is created before it is destroyed, %s: it is not lost", async (_what, settings) => {
    await lab.apply(gated(settings));
    await isServed();
    const replacing = await lab.driver.plan(lab.stack(gated(settings)), { replace: ["flagform_feature_flag.f"] });
    expect(replacing.change("flagform_feature_flag.f")?.action).toBe("replace");
    await lab.driver.apply(replacing);
    await isServed();
    expect((await lab.plan(gated(settings))).empty).toBe(true);
    expect(lab.driver.state.instances.filter(({ deposed }) => deposed !== undefined)).toEqual([]);
  });

  test("-replace of a flag that is created before it is destroyed, while it is served: nothing is taken for a new one, and it stays", async () => {
    await lab.apply(gated());
    const replacing = await lab.driver.plan(lab.stack(gated()), { replace: ["flagform_feature_flag.f"] });
    lab.forget();
    const [diagnostic] = await refusal(lab.driver.apply(replacing));
    expect(diagnostic?.detail).toContain("It is in use (on in production, with 1 segment override)");
    expect(lab.writes()).toEqual([]);
    await isServed();
    expect((await lab.plan(gated())).empty).toBe(true);
  });

  test("a flag that somebody changed meanwhile is in the way of its successor, and stays", async () => {
    await lab.apply(gated());
    const id = String(lab.attributes("feature_flag.f")["id"]);
    await lab.api("PATCH", `/api/v1/projects/${lab.project}/features/${id}/`, { description: "set up further" });
    const replacing = await lab.driver.plan(lab.stack(gated()), { replace: ["flagform_feature_flag.f"] });
    lab.forget();
    const [diagnostic] = await refusal(lab.driver.apply(replacing));
    expect(diagnostic?.detail).toContain("import it");
    expect(lab.writes()).toEqual([]);
    await isServed();
    expect(lab.attributes("feature_flag.f")["id"]).toBe(id);
    expect((await lab.plan(gated())).empty).toBe(true);
  });

  test("-replace of definitions and overrides that are created before they are destroyed", async () => {
    await lab.apply(gated());
    const replace = ["flagform_environment_definition.d", "flagform_segment_override.o"];
    await lab.driver.apply(await lab.driver.plan(lab.stack(gated()), { replace }));
    await isServed();
    const first = { ...gated(), terraform_data: {} };
    await lab.apply(first);
    await lab.driver.apply(await lab.driver.plan(lab.stack(first), { replace }));
    await isServed();
    expect((await lab.plan(first)).empty).toBe(true);
  });

  test.each([
    ["segment", { name: "pros", rules: planIs("pro") }],
    ["environment", { name: "canary" }],
  ])("-replace of a %s that is created before it is destroyed: it is not lost", async (type, attributes) => {
    for (const adopt_existing of type === "segment" ? [false, true] : [true]) {
      const stack: Bodies = { [type]: { x: { ...attributes, adopt_existing, lifecycle: { create_before_destroy: true } } } };
      await lab.apply(stack);
      const id = lab.attributes(`${type}.x`)["id"];
      const { warnings } = await lab.driver.apply(
        await lab.driver.plan(lab.stack(stack), { replace: [`flagform_${type}.x`] }),
      );
      if (!adopt_existing)
        expect(warnings.map(({ summary }) => summary)).toContain("Not replaced: the new resource took over what was there");
      expect(lab.attributes(`${type}.x`)["id"]).toBe(id);
      const plan = await lab.plan(stack);
      expect([plan.empty, plan.diagnostics]).toEqual([true, []]);
    }
  });
});
