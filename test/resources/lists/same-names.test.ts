import { renameSegmentByHand } from "../../support/flagsmith-by-hand";
import { FlagsmithWorkbench, on, planIs } from "../../support/flagsmith-workbench";
import { asBody, Query } from "../../support/query";

/** Where two segments have one name, the generated configuration says which one by its id. */
test("what is named twice is referred to by its id, and still plans no change", async () => {
  const workbench = await FlagsmithWorkbench.open();
  try {
    await workbench.apply({
      feature_flag: { f: { key: "banner", type: "boolean" } },
      segment: { a: { name: "pros", rules: planIs("pro") }, b: { name: "cons", rules: planIs("con") } },
      environment_definition: {
        d: {
          ...on(workbench.production, "production"),
          flag: "${flagform_feature_flag.f.key}",
          enabled: true,
          segment_overrides: {
            pros: { segment_id: "${flagform_segment.a.id}", enabled: false },
            cons: { segment_id: "${flagform_segment.b.id}", enabled: false },
          },
        },
      },
    });
    const [one, other] = ["segment.a", "segment.b"].map((address) => String(workbench.attributes(address)["id"]));
    await renameSegmentByHand(workbench.server, other ?? "", "pros");
    const query = await Query.of(workbench);
    const written = async (type: string) => {
      const { shown } = await query.list(`flagform_${type}`, { environment: "production" });
      const configs = await Promise.all(shown.map(({ object }) => query.generate(`flagform_${type}`, object ?? {})));
      const bodies = configs.map((config) => asBody(config) as Readonly<Record<string, unknown>>);
      const resources = { [type]: Object.fromEntries(bodies.map((body, index) => [`r${String(index)}`, body])) };
      const blocks = shown.map(({ identity }, index) => ({ to: `flagform_${type}.r${String(index)}`, identity }));
      const plan = await workbench.newDriver().plan({ ...workbench.stack(resources), import: blocks });
      return { bodies, actions: plan.actions(), shown: shown.map(({ name }) => name).sort() };
    };
    const ids = [`id:${one ?? ""}`, `id:${other ?? ""}`].sort();
    const definition = await written("environment_definition");
    expect(Object.keys(definition.bodies[0]?.["segment_overrides"] ?? {}).sort()).toEqual(ids);
    expect(definition.actions).toEqual({});
    const overrides = await written("segment_override");
    expect(overrides.bodies.map(({ segment }) => String(segment)).sort()).toEqual(ids);
    expect(overrides.actions).toEqual({});
    expect(overrides.shown).toEqual(ids.map((id) => `production/banner/pros (${id})`));
    const segments = (await query.list("flagform_segment", { name_pattern: "pros" })).shown.map(({ name }) => name);
    expect(segments.sort()).toEqual(ids.map((id) => `pros (${id})`));
    await query.close();
  } finally {
    await workbench.stop();
  }
});
