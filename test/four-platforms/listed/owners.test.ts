import { type Bodies, PLATFORMS, refusal } from "../../support/platform-workbench";
import { defined, listed, NAMED, ON, OTHERS, OWN, SharedUnit } from "./shared-unit";

/** One override belongs to one resource, whether a definition lists it or it has a resource of its own. */
describe.each(PLATFORMS)("%s", (name) => {
  let unit: SharedUnit;
  beforeEach(async () => {
    unit = await SharedUnit.start(name);
    await unit.workbench.apply(listed({}));
  });
  afterEach(() => unit.stop());

  test.each([
    ["segment", { segment_override: { o: { ...NAMED, segment: "vip", ...ON } } }, 'segment_overrides["vip"]', "vip"],
    ["identity", { identity_override: { o: { ...NAMED, identity: "ann", ...ON } } }, 'identity_overrides["ann"]', "ann"],
  ])("one %s listed and with a resource of its own is refused at plan, naming both", async (noun, single, place, item) => {
    const [diagnostic] = await refusal(unit.workbench.plan({ ...listed(OWN), ...single }));
    expect(diagnostic?.summary).toBe(
      `The ${noun} override of flag checkout in environment production for ${item} is managed twice`,
    );
    expect(diagnostic?.detail).toContain(`${place} of flagform_environment_definition "production/checkout"`);
    expect(diagnostic?.detail).toContain(`flagform_${noun}_override "production/checkout/${item}"`);
    expect(diagnostic?.detail).toContain("Remove one of them");
  });

  test("other overrides of the unit may have resources of their own, in the same stack too", async () => {
    const mixed: Bodies = { ...listed(OWN), ...OTHERS };
    await unit.workbench.apply(mixed);
    expect(await unit.there()).toEqual(["ann", "beta", "vip", "zed"]);
    expect((await unit.workbench.plan(mixed)).empty).toBe(true);
    await unit.workbench.apply(listed(OWN));
    expect(await unit.there()).toEqual(["ann", "vip"]);
  });

  test("an exact set beside a resource of its own is refused as ever", async () => {
    const [diagnostic] = await refusal(unit.workbench.plan({ ...defined(OWN), ...OTHERS }));
    expect(diagnostic?.summary).toBe("Flag checkout in environment production has overrides in two places");
  });

  test("an unknown word is refused", async () => {
    const [diagnostic] = await refusal(unit.workbench.plan(defined(OWN, { overrides: "all" })));
    expect(diagnostic?.path).toEqual(["overrides"]);
  });
});
