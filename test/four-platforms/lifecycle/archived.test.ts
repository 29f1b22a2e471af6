import { type Bodies, PlatformWorkbench, refusal } from "../../support/platform-workbench";

/** Split's API archives no flag; Flagsmith's archived flags are served, and changed, like any other. */
describe.each(["vercel", "mixpanel"] as const)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  const IN = {
    flag: "${flagform_feature_flag.f.key}",
    flag_id: "${flagform_feature_flag.f.id}",
    environment: "production",
  };
  const AFTER = { depends_on: ["flagform_environment_definition.d"] };
  const flag = (archived: boolean) => ({ feature_flag: { f: { key: "checkout", type: "boolean", archived } } });
  const stack = (archived: boolean, enabled = true) => ({
    ...flag(archived),
    environment_definition: { d: { ...IN, enabled, on_destroy: "disable" } },
    segment_override: { s: { ...IN, segment: "beta", enabled: false, ...AFTER } },
    identity_override: { i: { ...IN, identity: "user-1", enabled: false, ...AFTER } },
  });

  beforeEach(async () => {
    await workbench.apply(stack(false));
    const { diagnostics } = await workbench.plan(stack(true));
    expect(diagnostics).toEqual([expect.objectContaining({ summary: "Archived flags are not served" })]);
    await workbench.apply(stack(true));
    expect((await workbench.plan(stack(true))).empty).toBe(true);
  });

  test("what hangs on an archived flag is let go with a word, and the plan is empty", async () => {
    const { warnings } = await workbench.driver.apply(await workbench.plan(flag(true)));
    expect(new Set(warnings.map(({ summary }) => summary))).toEqual(new Set(["Not removed, because the flag is archived"]));
    expect(warnings.map(({ detail }) => detail).sort()).toEqual([
      expect.stringMatching(/^The override of flag checkout in environment production for identity user-1: /),
      expect.stringMatching(/^The override of flag checkout in environment production for segment beta: /),
      expect.stringMatching(/^What flag checkout in environment production serves: /),
    ]);
    expect(workbench.driver.state.instances.map(({ address }) => address)).toEqual(["flagform_feature_flag.f"]);
    expect((await workbench.plan(flag(true))).empty).toBe(true);
  });

  test("the whole stack is destroyed", async () => {
    await workbench.destroy(stack(true));
    expect(workbench.driver.state.instances).toEqual([]);
    await workbench.apply(stack(false));
    await workbench.destroy(stack(false));
  });

  test("a flag that destroying archives is told where it is served", async () => {
    const resources = (archived: boolean) => ({
      feature_flag: { f: { ...flag(archived).feature_flag.f, on_destroy: "archive" } },
    });
    const ends = async () => {
      const { diagnostics } = await workbench.driver.plan(workbench.stack(resources(false)), { destroy: true });
      return diagnostics.map(({ summary, detail }) => `${summary}. ${detail}`);
    };
    await workbench.apply(resources(true));
    expect(await ends()).toEqual([]);
    await workbench.apply({ ...stack(false), ...resources(false) });
    const where = expect.stringMatching(
      /^Flags that are still served will be archived. Flag checkout is on in production, .*on_destroy = "keep"/,
    );
    expect(await ends()).toEqual([where]);
  });

  test("a change there, or something new, is refused at plan with what to do first", async () => {
    const more = {
      identity_override: { ...stack(true).identity_override, j: { ...IN, identity: "user-2", enabled: false } },
    };
    for (const each of [stack(true, false), { ...stack(true), ...more }]) {
      const [diagnostic] = await refusal(workbench.plan(each));
      expect(diagnostic).toMatchObject({
        path: ["flag"],
        detail: expect.stringMatching(/archived[^]+Set archived = false on the flag/) as string,
      });
    }
    await workbench.apply({ ...stack(false, false), ...more });
  });

  test("that it was switched on says nothing against an archived flag", async () => {
    const on = (archived: boolean) => ({
      ...flag(archived),
      environment_definition: { d: { ...IN, enabled: true, killed: false } },
    });
    await workbench.driver.destroy(workbench.stack(stack(true)));
    workbench.driver = workbench.newDriver();
    const key = (bodies: object): Bodies => JSON.parse(JSON.stringify(bodies).replaceAll("checkout", "search")) as Bodies;
    await workbench.apply(key(on(false)));
    await workbench.apply(key(on(true)));
    expect((await workbench.plan(key(on(true)))).empty).toBe(true);
    await workbench.destroy(key(on(true)));
  });
});
