import { FlagsmithWorkbench, on, planIs, RUNGS } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
  });
  afterEach(() => workbench.stop());

  const flag = (settings: object = {}): Bodies => ({ feature_flag: { f: { key: "banner", ...settings } } });
  const definition = (settings: object = {}): Bodies => ({
    environment_definition: {
      d: { ...on(workbench.production, "production"), enabled: true, serve: { value: { string: "hello" } }, ...settings },
    },
  });

  test.each([
    ["disable", { enabled: false, value: "hello" }],
    ["reset", { enabled: true, value: "first" }],
    ["keep", { enabled: true, value: "hello" }],
  ])("a definition with on_destroy = %s", async (fate, left) => {
    await workbench.flagByHand("banner", { initial_value: "first", default_enabled: true });
    await workbench.apply(definition({ on_destroy: fate }));
    await workbench.destroy(definition({ on_destroy: fate }));
    expect(await workbench.served(workbench.production, "banner")).toMatchObject(left);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("of many definitions that leave the configuration, for which Terraform folds no warnings, the first say so", async () => {
    const many = Array.from({ length: 14 }, (_, index) => `flag-${String(index)}`);
    for (const name of many) await workbench.flagByHand(name);
    const definitions = many.map((name) => [name, { ...on(workbench.production, "production", name), enabled: true }]);
    await workbench.apply({ environment_definition: Object.fromEntries(definitions) as Record<string, object> });
    const { diagnostics } = await workbench.plan({});
    expect(new Set(diagnostics.map(({ summary }) => summary))).toEqual(
      new Set(["Definitions are kept: their flags stay served, unless the flags are deleted too"]),
    );
    expect(diagnostics).toHaveLength(11);
    expect(diagnostics.at(-1)?.detail).toContain("the log lists all of them");
    for (const name of many) expect(workbench.logged.join("")).toContain(`Flag ${name} in environment production: on`);
  });

  test("kept definitions say so, all under one summary", async () => {
    await workbench.flagByHand("banner");
    await workbench.apply(definition());
    const plan = await workbench.driver.plan(workbench.stack(definition()), { destroy: true });
    expect(plan.diagnostics).toMatchObject([
      {
        summary: "Definitions are kept: their flags stay served, unless the flags are deleted too",
        detail: expect.stringContaining('Flag banner in environment production: on, serving "hello". To turn it off'),
      },
    ]);
    // Terraform folds no warnings while it deletes.
    expect((await workbench.driver.apply(plan)).warnings).toEqual([]);
  });

  test("the provider's defaults say it where the resource does not, and the resource where it does", async () => {
    const provider = { defaults: { definition_on_destroy: "disable", flag_on_destroy: "archive" } };
    await workbench.flagByHand("footer");
    await workbench.apply({ ...flag(), ...definition({ flag: "footer" }) }, { provider });
    const writes = await workbench.destroy({ ...flag(), ...definition({ flag: "footer" }) }, { provider });
    expect(writes).toHaveLength(2);
    expect(await workbench.served(workbench.production, "footer")).toMatchObject({ enabled: false });
    const listed = await workbench.api("GET", `/api/v1/projects/${workbench.project}/features/?is_archived=true`);
    expect(listed["results"]).toMatchObject([{ name: "banner", is_archived: true }]);
  });

  test.each([
    ["keep", 0],
    ["archive", 1],
    ["delete", 1],
  ])("a flag with on_destroy = %s", async (fate, writes) => {
    await workbench.apply(flag({ on_destroy: fate }));
    expect(await workbench.destroy(flag({ on_destroy: fate }))).toHaveLength(writes);
    const { results } = (await workbench.api("GET", `/api/v1/projects/${workbench.project}/features/`)) as {
      results?: object[];
    };
    expect(results).toMatchObject(fate === "delete" ? [] : [{ name: "banner", is_archived: fate === "archive" }]);
  });

  const PROTECTED: readonly [string, (settings: object) => Bodies][] = [
    ["feature_flag.x", (settings) => ({ feature_flag: { x: { key: "banner", ...settings } } })],
    ["environment.x", (settings) => ({ environment: { x: { name: "canary", ...settings } } })],
    ["segment.x", (settings) => ({ segment: { x: { name: "pros", rules: planIs("pro"), ...settings } } })],
  ];

  test.each(PROTECTED)("a protected %s is destroyed neither by a plan nor by a request", async (address, stack) => {
    await workbench.apply(stack({ deletion_protection: true }));
    const state = workbench.driver.state;
    workbench.forget();
    const [diagnostic] = await refusal(workbench.destroy(stack({})));
    expect(diagnostic).toMatchObject({ address: `flagform_${address}`, path: ["deletion_protection"] });
    expect(diagnostic?.summary).toMatch(/is protected against deletion$/);
    expect(diagnostic?.detail).toContain("apply that, and then destroy it");
    expect(workbench.writes()).toEqual([]);
    expect(workbench.driver.state).toEqual(state);
    await refusal(workbench.plan({}));
    await workbench.apply(stack({ deletion_protection: false }));
    expect(await workbench.destroy(stack({}))).toHaveLength(1);
  });

  test("protection also stops a replacement, and the provider's default protects too", async () => {
    const provider = { defaults: { deletion_protection: true } };
    await workbench.apply(flag(), { provider });
    await refusal(workbench.plan(flag({ key: "other" }), { provider }));
    await refusal(workbench.destroy(flag(), { provider }));
    await workbench.apply(flag({ deletion_protection: false }), { provider });
    expect(await workbench.destroy(flag({ deletion_protection: false }), { provider })).toHaveLength(1);
  });

  const EXISTING: readonly [string, string, (settings: object) => Bodies][] = [
    ["flag", "feature_flag.x", (settings) => ({ feature_flag: { x: { key: "theirs", description: "ours", ...settings } } })],
    [
      "environment",
      "environment.x",
      (settings) => ({ environment: { x: { name: "theirs", description: "ours", ...settings } } }),
    ],
    [
      "segment",
      "segment.x",
      (settings) => ({ segment: { x: { name: "theirs", description: "ours", rules: planIs("pro"), ...settings } } }),
    ],
  ];

  test.each(EXISTING)(
    "a %s that exists is refused with its import id, or adopted, and then kept",
    async (noun, address, stack) => {
      const theirs = workbench.newDriver();
      await theirs.apply(workbench.stack(stack({ description: "theirs" })));
      workbench.forget();
      const [diagnostic] = await refusal(workbench.apply(stack({})));
      expect(diagnostic).toMatchObject({ address: `flagform_${address}`, path: [noun === "flag" ? "key" : "name"] });
      expect(diagnostic?.detail).toContain('import it with the id "theirs", or set adopt_existing = true');
      expect(workbench.writes()).toEqual([]);
      expect(workbench.driver.state.instances).toEqual([]);

      const writes = await workbench.apply(stack({ adopt_existing: true }));
      expect(writes.map(({ method }) => method)).toEqual([noun === "segment" ? "PUT" : "PATCH"]);
      expect((await workbench.plan(stack({ adopt_existing: true }))).empty).toBe(true);
      expect(workbench.attributes(address)["id"]).toBe(theirs.instance(`flagform_${address}`)?.attributes["id"]);
      expect(await workbench.destroy(stack({ adopt_existing: true }))).toEqual([]);
      expect(workbench.driver.state.instances).toEqual([]);
    },
  );

  test("an adopted flag goes all the same where its own on_destroy says so", async () => {
    await workbench.flagByHand("banner");
    await workbench.apply(flag({ adopt_existing: true, on_destroy: "delete" }));
    expect(await workbench.destroy(flag({ adopt_existing: true, on_destroy: "delete" }))).toHaveLength(1);
  });
});
