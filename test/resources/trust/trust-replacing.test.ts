import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** Replacements that Terraform orders the other way round: what is new is made while the old still stands. */
describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
  });
  afterEach(() => workbench.stop());

  /** Behind a gate stands something that is created before it is destroyed, and so is all that it depends on. */
  const gated = (settings: object = {}): Bodies => ({
    feature_flag: { f: { key: "banner", type: "string", ...settings } },
    environment_definition: {
      d: {
        ...on(workbench.production, "production"),
        flag: "${flagform_feature_flag.f.key}",
        flag_id: "${flagform_feature_flag.f.id}",
        enabled: true,
        serve: { value: { string: "hello" } },
      },
    },
    segment_override: {
      o: {
        ...on(workbench.production, "production"),
        flag: "${flagform_feature_flag.f.key}",
        flag_id: "${flagform_feature_flag.f.id}",
        segment: "beta",
        segment_id: workbench.beta,
        serve: { value: { string: "for beta" } },
      },
    },
    terraform_data: {
      gate: { triggers_replace: ["${flagform_environment_definition.d.revision}"] },
      service: { input: "${terraform_data.gate.id}", lifecycle: { create_before_destroy: true } },
    },
  });

  const SERVED = () => ({ enabled: true, value: "hello", overrides: [[workbench.beta, true, "for beta", 0]] });
  const isServed = async () => {
    expect(await workbench.served(workbench.production, "banner")).toEqual(SERVED());
  };

  test.each([
    ["adopted", { adopt_existing: true }],
    ["with a description", { description: "somebody's", adopt_existing: true }],
  ])("-replace of a flag that is created before it is destroyed, %s: it is not lost", async (_what, settings) => {
    await workbench.apply(gated(settings));
    await isServed();
    const replacing = await workbench.driver.plan(workbench.stack(gated(settings)), {
      replace: ["flagform_feature_flag.f"],
    });
    expect(replacing.change("flagform_feature_flag.f")?.action).toBe("replace");
    await workbench.driver.apply(replacing);
    await isServed();
    expect((await workbench.plan(gated(settings))).empty).toBe(true);
    expect(workbench.driver.state.instances.filter(({ deposed }) => deposed !== undefined)).toEqual([]);
  });

  test("-replace of a flag that is created before it is destroyed, while it is served: nothing is taken for a new one, and it stays", async () => {
    await workbench.apply(gated());
    const replacing = await workbench.driver.plan(workbench.stack(gated()), { replace: ["flagform_feature_flag.f"] });
    workbench.forget();
    const [diagnostic] = await refusal(workbench.driver.apply(replacing));
    expect(diagnostic?.detail).toContain("It is in use (on in production, with 1 segment override)");
    expect(workbench.writes()).toEqual([]);
    await isServed();
    expect((await workbench.plan(gated())).empty).toBe(true);
  });

  test("a flag that somebody changed meanwhile is in the way of its successor, and stays", async () => {
    await workbench.apply(gated());
    const id = String(workbench.attributes("feature_flag.f")["id"]);
    await workbench.api("PATCH", `/api/v1/projects/${workbench.project}/features/${id}/`, { description: "set up further" });
    const replacing = await workbench.driver.plan(workbench.stack(gated()), { replace: ["flagform_feature_flag.f"] });
    workbench.forget();
    const [diagnostic] = await refusal(workbench.driver.apply(replacing));
    expect(diagnostic?.detail).toContain("import it");
    expect(workbench.writes()).toEqual([]);
    await isServed();
    expect(workbench.attributes("feature_flag.f")["id"]).toBe(id);
    expect((await workbench.plan(gated())).empty).toBe(true);
  });

  test("-replace of definitions and overrides that are created before they are destroyed", async () => {
    await workbench.apply(gated());
    const replace = ["flagform_environment_definition.d", "flagform_segment_override.o"];
    await workbench.driver.apply(await workbench.driver.plan(workbench.stack(gated()), { replace }));
    await isServed();
    const first = { ...gated(), terraform_data: {} };
    await workbench.apply(first);
    await workbench.driver.apply(await workbench.driver.plan(workbench.stack(first), { replace }));
    await isServed();
    expect((await workbench.plan(first)).empty).toBe(true);
  });

  test.each([
    ["segment", { name: "pros", rules: planIs("pro") }],
    ["environment", { name: "canary" }],
  ])("-replace of a %s that is created before it is destroyed: it is not lost", async (type, attributes) => {
    for (const adopt_existing of type === "segment" ? [false, true] : [true]) {
      const stack: Bodies = { [type]: { x: { ...attributes, adopt_existing, lifecycle: { create_before_destroy: true } } } };
      await workbench.apply(stack);
      const id = workbench.attributes(`${type}.x`)["id"];
      const { warnings } = await workbench.driver.apply(
        await workbench.driver.plan(workbench.stack(stack), { replace: [`flagform_${type}.x`] }),
      );
      if (!adopt_existing)
        expect(warnings.map(({ summary }) => summary)).toContain(
          "Not replaced: the new resource took over the existing one",
        );
      expect(workbench.attributes(`${type}.x`)["id"]).toBe(id);
      const plan = await workbench.plan(stack);
      expect([plan.empty, plan.diagnostics]).toEqual([true, []]);
    }
  });
});
