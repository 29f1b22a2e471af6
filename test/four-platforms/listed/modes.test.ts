import { PLATFORMS, refusal } from "../../support/platform-workbench";
import { defined, listed, ON, OTHERS, OWN, SharedUnit } from "./shared-unit";

/** From the exact set to a list and back. */
describe.each(PLATFORMS)("%s", (name) => {
  let unit: SharedUnit;
  beforeEach(async () => {
    unit = await SharedUnit.start(name);
  });
  afterEach(() => unit.stop());

  const exact = (more: object = {}) => defined(OWN, more);

  test("exact to listed writes nothing, and what it no longer lists stays", async () => {
    await unit.workbench.apply(exact());
    const before = unit.workbench.attributes("environment_definition.d")["revision"];
    expect(await unit.workbench.apply(listed(OWN))).toEqual([]);
    expect(unit.workbench.attributes("environment_definition.d")["revision"]).toEqual(before);
    expect((await unit.workbench.plan(listed(OWN))).empty).toBe(true);
    await unit.workbench.apply(exact());
    const fewer = listed({ segments: OWN.segments ?? {}, identities: {} });
    const plan = await unit.workbench.plan(fewer);
    expect(plan.diagnostics.map(({ summary, detail }) => [summary, detail.includes("ann")])).toEqual([
      ["Overrides are no longer managed", true],
    ]);
    unit.workbench.forget();
    await unit.workbench.driver.apply(plan);
    expect(unit.workbench.writes()).toEqual([]);
    expect(await unit.there()).toEqual(["ann", "vip"]);
    expect((await unit.workbench.plan(fewer)).empty).toBe(true);
  });

  test("what a list has had since the change is removed when it leaves", async () => {
    await unit.workbench.apply(exact());
    await unit.workbench.apply(listed(OWN));
    await unit.workbench.apply(listed({ segments: {}, identities: {} }));
    expect(await unit.there()).toEqual([]);
  });

  test("listed to exact is refused at plan with what is not listed", async () => {
    await unit.workbench.apply(listed(OWN));
    await unit.others.apply(unit.workbench.stack(OTHERS));
    unit.workbench.forget();
    const [diagnostic] = await refusal(unit.workbench.plan(exact()));
    expect(diagnostic?.summary).toBe(
      "The definition of flag checkout in environment production cannot become the exact set of its overrides",
    );
    expect(diagnostic?.detail).toContain("segment beta, identity zed");
    expect(diagnostic?.path).toEqual(["overrides"]);
    expect(unit.workbench.writes()).toEqual([]);
    const unchecked = await unit.workbench.plan(exact(), { provider: { plan_checks: false } });
    expect((await refusal(unit.workbench.driver.apply(unchecked))).map(({ detail }) => detail).join()).toMatch(/beta|zed/);
    expect(await unit.there()).toEqual(["ann", "beta", "vip", "zed"]);
    const adopting = exact({ adopt_existing: true });
    const plan = await unit.workbench.plan(adopting);
    expect(plan.diagnostics.map(({ detail }) => detail).join()).toContain("segment beta, identity zed");
    await unit.workbench.driver.apply(plan);
    expect(await unit.there()).toEqual(["ann", "vip"]);
    expect((await unit.workbench.plan(adopting)).empty).toBe(true);
  });

  test("listed to exact where everything is listed writes nothing", async () => {
    await unit.workbench.apply(listed(OWN));
    expect(await unit.workbench.apply(exact())).toEqual([]);
    expect((await unit.workbench.plan(exact())).empty).toBe(true);
    await unit.others.apply(unit.workbench.stack(OTHERS));
    expect((await unit.workbench.plan(exact())).actions()).toEqual({ "flagform_environment_definition.d": "update" });
  });

  test("an own override that an exact set drops is refused by name too", async () => {
    await unit.workbench.apply(listed({ segments: { vip: ON, beta: ON } }));
    const [diagnostic] = await refusal(unit.workbench.plan(defined({ segments: { vip: ON } })));
    expect(diagnostic?.detail).toContain("segment beta");
  });
});
