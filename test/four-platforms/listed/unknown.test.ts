import { type Bodies, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";
import { defined, listed, ON } from "./shared-unit";

/** What is only known after apply. */
describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  const later = (value: unknown): Bodies => ({ terraform_data: { later: { input: value } } });
  const LATER = "${terraform_data.later.output}";
  const keys = () => {
    const { segment_overrides: segments, identity_overrides: identities } = workbench.attributes("environment_definition.d");
    return [segments, identities].flatMap((set) => Object.keys(set ?? {})).sort();
  };

  test("a whole map of keys", async () => {
    const stack = (names: object) => ({
      ...listed({ segments: { vip: ON }, identities: LATER as unknown as object }),
      ...later(names),
    });
    await workbench.apply(stack({ ann: ON }));
    expect(keys()).toEqual(["ann", "vip"]);
    expect((await workbench.plan(stack({ ann: ON }))).empty).toBe(true);
    await workbench.apply(stack({ bob: ON }));
    expect(keys()).toEqual(["bob", "vip"]);
    expect((await workbench.plan(stack({ bob: ON }))).empty).toBe(true);
  });

  test("what an override says", async () => {
    const stack = (on: boolean) => ({ ...listed({ segments: { vip: { enabled: LATER } } }), ...later(on) });
    await workbench.apply(stack(true));
    await workbench.apply(stack(false));
    expect((await workbench.plan(stack(false))).empty).toBe(true);
  });

  test("the mode itself", async () => {
    const stack = (mode: string) => ({ ...listed({ segments: { vip: ON } }, { overrides: LATER }), ...later(mode) });
    await workbench.apply(stack("listed"));
    expect((await workbench.plan(stack("listed"))).empty).toBe(true);
    await workbench.apply(stack("exact"));
    expect((await workbench.plan(stack("exact"))).empty).toBe(true);
  });

  test("whether an exact set may remove what it does not list", async () => {
    await workbench.apply(listed({ segments: { vip: ON, beta: ON } }));
    const exact = { ...defined({ segments: { vip: ON } }, { adopt_existing: LATER }), ...later(true) };
    const plan = await workbench.plan(exact);
    expect(plan.change("flagform_environment_definition.d")?.action).toBe("update");
    await workbench.driver.apply(plan);
    expect(keys()).toEqual(["vip"]);
    expect((await workbench.plan(exact)).empty).toBe(true);
  });
});
