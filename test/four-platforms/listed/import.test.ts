import { type Bodies, PLATFORMS } from "../../support/platform-workbench";
import { defined, listed, NAMED, OTHERS, OWN, SharedUnit } from "./shared-unit";

/** An import knows no configuration: it finds every override, and one that lists some takes over these alone. */
describe.each(PLATFORMS)("%s", (name) => {
  let unit: SharedUnit;
  beforeEach(async () => {
    unit = await SharedUnit.started(name);
    unit.workbench.driver = unit.workbench.newDriver();
  });
  afterEach(() => unit.stop());

  const ALL = ["ann", "beta", "vip", "zed"];
  const D = "flagform_environment_definition.d";
  const BLOCK = [{ to: D, id: "production/checkout" }];
  const only = (bodies: Bodies): Bodies => ({
    environment_definition: { d: { ...bodies["environment_definition"]?.["d"], flag: NAMED.flag, flag_id: null } },
  });
  const imported = (bodies: Bodies) => unit.workbench.driver.plan({ ...unit.workbench.stack(only(bodies)), import: BLOCK });

  test("what is listed as it is there is taken over, without a write and without others in the plan", async () => {
    const plan = await imported(listed(OWN));
    const { before, after } = plan.change(D) ?? {};
    expect(after?.["segment_overrides"]).toEqual(before?.["segment_overrides"]);
    expect(after?.["identity_overrides"]).toEqual(before?.["identity_overrides"]);
    unit.workbench.forget();
    await unit.workbench.driver.apply(plan);
    expect(unit.workbench.writes()).toEqual([]);
    expect((await unit.workbench.plan(only(listed(OWN)))).actions()).toEqual({});
    await unit.workbench.driver.apply(unit.workbench.stack(only(listed(OWN))));
    expect(unit.stated()).toEqual(["ann", "vip"]);
    expect(await unit.there()).toEqual(ALL);
  });

  test("what is listed in another way is changed, and others are released", async () => {
    const other = listed({
      segments: { vip: { enabled: false } },
      identities: { ann: { enabled: true }, bob: { enabled: true } },
    });
    const plan = await imported(other);
    expect(plan.diagnostics.map(({ summary }) => summary)).toContain("Overrides are no longer managed");
    await unit.workbench.driver.apply(plan);
    expect(unit.stated()).toEqual(["ann", "bob", "vip"]);
    expect(await unit.there()).toEqual(["ann", "beta", "bob", "vip", "zed"]);
    expect(await unit.servesOthers()).toBe(true);
    expect((await unit.workbench.plan(only(other))).empty).toBe(true);
    expect((await unit.others.plan(unit.workbench.stack(OTHERS))).actions()).toEqual({});
  });

  test("an end right after the import leaves others' overrides, listed or not", async () => {
    await unit.workbench.driver.apply(await imported(listed(OWN)));
    await unit.workbench.driver.apply(await unit.workbench.driver.plan(unit.workbench.stack({}), { refresh: false }));
    expect(await unit.there()).toEqual(["beta", "zed"]);
  });

  test("a list that leaves out what the import found leaves it there, with the next change too", async () => {
    const none = { segments: {}, identities: {} };
    await unit.workbench.driver.apply(await imported(listed(none)));
    await unit.workbench.apply(only(listed(none, { enabled: true })));
    expect(await unit.there()).toEqual(ALL);
  });

  test("an exact set is imported as ever", async () => {
    const plan = await imported(defined({ segments: { vip: { enabled: true }, beta: { enabled: true } } }));
    expect(plan.change(D)?.action).toBe("no-op");
  });
});
