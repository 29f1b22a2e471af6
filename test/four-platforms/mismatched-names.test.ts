import { PlatformWorkbench } from "../support/platform-workbench";

/** Where a name and an id say different things the id decides: a warning says so, and the plan is empty. */
describe.each(["flagsmith", "split", "vercel", "mixpanel"] as const)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  test("a wrong name beside the right id is warned of, and is no change", async () => {
    const flags = { feature_flag: { f: { key: "banner" }, g: { key: "other" } } };
    const unit = { environment: "production", flag: "other", flag_id: "${flagform_feature_flag.f.id}" };
    const after = { depends_on: ["flagform_environment_definition.d"] };
    const stack = {
      ...flags,
      environment_definition: { d: { ...unit, enabled: true } },
      segment_override: { s: { ...unit, segment: "beta", enabled: false, ...after } },
      identity_override: { i: { ...unit, identity: "user-1", enabled: false, ...after } },
    };
    await workbench.apply(flags);
    await workbench.apply(stack);
    const plan = await workbench.plan(stack);
    expect(plan.changes.filter(({ action }) => action !== "no-op")).toEqual([]);
    const [warning, ...others] = plan.diagnostics.map(({ summary }) => summary);
    expect(warning).toBe("`flag` and `flag_id` do not belong together");
    expect(new Set(others)).toEqual(new Set([warning]));
    await workbench.destroy(stack);
  });
});
