import { PLATFORMS } from "../../support/platform-workbench";
import { defined, listed, NAMED, ON, OTHERS, OWN, SharedUnit } from "./shared-unit";

/** A definition that lists overrides manages these, and leaves those of others alone. */
describe.each(PLATFORMS)("%s", (name) => {
  let unit: SharedUnit;
  beforeEach(async () => {
    unit = await SharedUnit.started(name);
  });
  afterEach(() => unit.stop());

  const ALL = ["ann", "beta", "vip", "zed"];

  test("others' overrides are no drift", async () => {
    expect(await unit.there()).toEqual(ALL);
    const plan = await unit.workbench.plan(listed(OWN));
    expect(plan.empty).toBe(true);
    expect(plan.drift).toEqual([]);
    expect((await unit.others.plan(unit.workbench.stack(OTHERS))).actions()).toEqual({});
  });

  test("a change of one override writes that one, and others stay served", async () => {
    const changed = listed({ ...OWN, segments: { vip: { enabled: false } } });
    expect(await unit.workbench.apply(changed)).toHaveLength(1);
    expect((await unit.workbench.plan(changed)).empty).toBe(true);
    expect(await unit.servesOthers()).toBe(true);
    expect((await unit.others.plan(unit.workbench.stack(OTHERS))).actions()).toEqual({});
  });

  test("a listed override that somebody removed is drift, and put again", async () => {
    const byHand = unit.workbench.newDriver();
    const vip = { ...NAMED, ...ON };
    const stack = unit.workbench.stack({
      segment_override: { vip: { ...vip, segment: "vip" } },
      identity_override: { ann: { ...vip, identity: "ann" } },
    });
    await byHand.apply(stack);
    await byHand.apply(unit.workbench.stack({}));
    expect(await unit.there()).toEqual(["beta", "zed"]);
    const plan = await unit.workbench.plan(listed(OWN));
    expect(plan.actions()).toEqual({ "flagform_environment_definition.d": "update" });
    await unit.workbench.driver.apply(plan);
    expect(await unit.there()).toEqual(ALL);
    expect((await unit.workbench.plan(listed(OWN))).empty).toBe(true);
  });

  test("what leaves the list is removed, alone or together with a change", async () => {
    await unit.workbench.apply(listed({ ...OWN, identities: {} }));
    expect(await unit.there()).toEqual(["beta", "vip", "zed"]);
    await unit.workbench.apply(listed({ segments: {}, identities: { bob: ON } }, { enabled: true }));
    expect(await unit.there()).toEqual(["beta", "bob", "zed"]);
    expect((await unit.workbench.plan(listed({ segments: {}, identities: { bob: ON } }, { enabled: true }))).empty).toBe(
      true,
    );
    expect((await unit.others.plan(unit.workbench.stack(OTHERS))).actions()).toEqual({});
  });

  test("a set that leaves the configuration is handed over", async () => {
    const plan = await unit.workbench.plan(listed({}));
    expect(plan.diagnostics.map(({ summary }) => summary)).toEqual(
      expect.arrayContaining(["`segment_overrides` is no longer managed", "`identity_overrides` is no longer managed"]),
    );
    await unit.workbench.driver.apply(plan);
    expect(await unit.there()).toEqual(ALL);
    expect((await unit.workbench.plan(listed({}))).empty).toBe(true);
  });

  test("its end removes what it lists, and nothing else", async () => {
    await unit.workbench.apply({ feature_flag: listed(OWN)["feature_flag"] ?? {} });
    expect(await unit.there()).toEqual(["beta", "zed"]);
    expect(await unit.servesOthers()).toBe(true);
  });

  test("a definition that moves to another environment takes its overrides along", async () => {
    const moved = listed(OWN, { environment: "preview" });
    await unit.workbench.apply(moved);
    expect(await unit.there()).toEqual(["beta", "zed"]);
    expect((await unit.workbench.plan(moved)).empty).toBe(true);
    await unit.workbench.apply(listed(OWN));
    expect(await unit.there()).toEqual(ALL);
  });

  test("an exact set beside the same overrides of others removes them", async () => {
    await unit.workbench.apply(defined(OWN, { overrides: "exact", adopt_existing: true }));
    expect(await unit.there()).toEqual(["ann", "vip"]);
  });
});
