import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

/** What the configuration does not say, or says no longer, is people's. */
describe.each(RUNGS)("$strategy", ({ strategy, options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.openWithBanner(options);
  });
  afterEach(() => workbench.stop());

  const text = (string: string) => ({ value: { string } });
  const at = () => on(workbench.production, "production");

  const HANDED_OVER: readonly [string, string, () => object, object][] = [
    ["enabled", "environment_definition", () => ({ ...at(), serve: text("x") }), { enabled: true }],
    ["serve", "environment_definition", () => ({ ...at(), enabled: true }), { serve: text("x") }],
    ["priority", "segment_override", () => ({ ...at(), segment: "beta", serve: text("x") }), { priority: 3 }],
    ["description", "feature_flag", () => ({ key: "mine" }), { description: "whose" }],
    ["tags", "feature_flag", () => ({ key: "mine" }), { tags: ["payments"] }],
    ["archived", "feature_flag", () => ({ key: "mine" }), { archived: true }],
    ["description", "segment", () => ({ name: "mine", rules: planIs("pro") }), { description: "whose" }],
    ["rules", "segment", () => ({ name: "mine" }), { rules: planIs("pro") }],
    ["description", "environment", () => ({ name: "mine" }), { description: "whose" }],
  ];

  // What sends nothing is the same whatever would be sent: once is enough.
  test.each(strategy === "__future__" ? HANDED_OVER : HANDED_OVER.slice(0, 1))(
    "`%s` of a %s, deleted from the code: a warning, and nothing is written",
    async (name, type, rest, stated) => {
      await workbench.apply({ [type]: { x: { ...rest(), ...stated } } });
      const plan = await workbench.plan({ [type]: { x: rest() } });
      expect(plan.diagnostics).toMatchObject([
        { severity: "warning", path: [name], summary: `\`${name}\` is no longer managed`, address: `flagform_${type}.x` },
      ]);
      workbench.forget();
      await workbench.driver.apply(plan);
      expect(workbench.writes()).toEqual([]);
      const after = await workbench.plan({ [type]: { x: rest() } });
      expect(after.empty).toBe(true);
      expect(after.diagnostics).toEqual([]);
    },
  );

  test("a definition with an exact set over forty overrides made by hand lists them, and writes nothing", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `team-${String(index).padStart(2, "0")}`);
    for (const name of names) {
      const rules = [{ type: "ALL", rules: [], conditions: [{ operator: "EQUAL", property: "team", value: name }] }];
      const body = { name, project: Number(workbench.project), rules };
      const { id } = await workbench.api("POST", `/api/v1/projects/${workbench.project}/segments/`, body);
      await workbench.overrideByHand(workbench.production, "banner", String(id));
    }
    const before = await workbench.served(workbench.production, "banner");
    expect(before.overrides).toHaveLength(40);
    const exact = (settings: object = {}): Bodies => ({
      environment_definition: {
        d: { ...at(), enabled: true, segment_overrides: { beta: { serve: text("for beta") } }, ...settings },
      },
    });
    workbench.forget();
    const [diagnostic] = await refusal(workbench.apply(exact()));
    for (const name of names) expect(diagnostic?.detail).toContain(`"${name}"`);
    expect(diagnostic?.detail).toContain('import the definition ("production/banner")');
    expect(workbench.writes()).toEqual([]);
    expect(await workbench.served(workbench.production, "banner")).toEqual(before);
    expect(workbench.driver.state.instances).toEqual([]);

    await workbench.driver.import(workbench.stack(exact()), "flagform_environment_definition.d", "production/banner");
    const shown = (await workbench.plan(exact())).change("flagform_environment_definition.d");
    expect(Object.keys((shown?.before?.["segment_overrides"] ?? {}) as object)).toHaveLength(40);
    workbench.driver = workbench.newDriver();
    workbench.forget();
    const foretold = (await workbench.plan(exact({ adopt_existing: true }))).diagnostics;
    expect(foretold).toMatchObject([{ severity: "warning", summary: /^What others made will be removed/ }]);
    for (const name of names) expect(foretold[0]?.detail).toContain(`segment ${name}`);
    expect(foretold[0]?.detail).not.toContain("beta");
    expect(workbench.writes()).toEqual([]);
    await workbench.apply(exact({ adopt_existing: true }));
    expect((await workbench.served(workbench.production, "banner")).overrides).toEqual([
      [workbench.beta, true, "for beta", 0],
    ]);
  });

  test("ignore_changes on what a person changes, while another attribute of the same override is updated", async () => {
    const careful = (settings: object): Bodies => ({
      segment_override: {
        o: { ...at(), segment: "beta", priority: 0, ...settings, lifecycle: { ignore_changes: ["serve"] } },
      },
    });
    await workbench.apply(careful({ serve: text("ours") }));
    await workbench.overrideByHand(workbench.production, "banner", workbench.beta, {
      value: { type: "string", value: "theirs" },
    });
    expect((await workbench.plan(careful({ serve: text("ours") }))).empty).toBe(true);
    await workbench.apply(careful({ serve: text("ours"), enabled: false }));
    const { overrides } = await workbench.served(workbench.production, "banner");
    expect(overrides).toEqual([[workbench.beta, false, "theirs", 0]]);
    expect((await workbench.plan(careful({ serve: text("ours"), enabled: false }))).empty).toBe(true);
  });

  test("what is written over and over is taken up by the next run, whatever of it had reached the state; what is served is not", async () => {
    const parent = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
    const stack: Bodies = {
      feature_flag: {
        f: {
          key: "mine",
          type: "string",
          description: "ours",
          tags: ["payments"],
          flagsmith: { initial_value: text("i").value },
        },
      },
      segment: { s: { name: "pros", description: "ours", rules: planIs("pro") } },
      environment_definition: {
        d: {
          ...at(),
          ...parent,
          enabled: true,
          segment_overrides: { pros: { segment_id: "${flagform_segment.s.id}", serve: text("p") } },
        },
      },
      identity_override: { i: { ...at(), ...parent, identity: "user-1", serve: text("you") } },
    };
    await workbench.apply(stack);
    const before = await workbench.served(workbench.production, "mine");
    const ids = workbench.driver.state.instances.map(({ address, attributes }) => [address, attributes["id"]]);
    for (const lost of [...ids.map(([address]) => [String(address)]), ids.map(([address]) => String(address))]) {
      const { state } = workbench.driver;
      for (const address of lost) workbench.driver.forget(address);
      if (lost.some((address) => /feature_flag|\.s$/.test(address))) {
        const [diagnostic] = await refusal(workbench.apply(stack));
        expect(diagnostic?.detail).toMatch(/It is in use .*import it with the id/);
        expect(await workbench.served(workbench.production, "mine")).toEqual(before);
        workbench.driver = workbench.driver.withState(state);
        continue;
      }
      await workbench.apply(stack);
      expect(workbench.driver.state.instances.map(({ address, attributes }) => [address, attributes["id"]]).sort()).toEqual(
        ids.sort(),
      );
      expect(await workbench.served(workbench.production, "mine")).toEqual(before);
      expect((await workbench.plan(stack)).empty).toBe(true);
    }
  });
});
