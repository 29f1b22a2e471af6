import { type Bodies, FALLBACK, type PlatformName, PLATFORMS, PlatformWorkbench } from "../../support/platform-workbench";

/** `on_destroy = "with_flag"`: a definition and its overrides end with their flag, so nothing is sent for them. */

const PARENT = { flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" };
const FLAG: Bodies = { feature_flag: { f: { key: "checkout", type: "boolean" } } };
const definition = (settings: object = {}) => ({
  ...PARENT,
  environment: "production",
  enabled: false,
  segment_overrides: { beta: { enabled: true } },
  identity_overrides: { ann: { enabled: true } },
  on_destroy: "with_flag",
  ...settings,
});
const stack = (settings: object = {}): Bodies => ({ ...FLAG, environment_definition: { d: definition(settings) } });
const SUMMARY = "Definitions end with their flags: they and their overrides stay served, unless the flags are deleted too";

/** How each platform's flag is deleted, with what is still in it. */
const DELETION: Readonly<Record<PlatformName, readonly string[]>> = {
  flagsmith: ["DELETE "],
  // Split may refuse to delete a flag that has a definition; then that goes first.
  split: ["DELETE environments", "DELETE "],
  // Archived first.
  vercel: ["PATCH ", "DELETE "],
  // Turned off first, where it is on; then its copy in each environment's project.
  mixpanel: ["PUT ", "DELETE ", "DELETE ", "DELETE "],
};

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  const served = async (identity: string) => workbench.evaluate("production", "checkout", { identity });
  const everyone = async () => [await served("ann"), await served("bob")];
  // Where "off" is not to be in the rollout, the code's fallback.
  const off = name === "mixpanel" ? FALLBACK : false;

  test("destroyed together, only the flag's own deletion is sent", async () => {
    await workbench.apply(stack());
    const writes = await workbench.destroy(stack());
    expect(
      writes.map(({ method, path }) => `${method} ${path.replace(/^.*?(\/(environments|archive)\b.*)?$/, "$2")}`),
    ).toEqual(DELETION[name]);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("alone, it leaves everything served, and the plan says what in one line", async () => {
    await workbench.apply(stack());
    const before = await everyone();
    const plan = await workbench.plan(FLAG);
    expect(plan.diagnostics).toEqual([
      expect.objectContaining({
        severity: "warning",
        summary: SUMMARY,
        detail:
          "Flag checkout in environment production: off, with the overrides for segment beta, identity ann. " +
          'To turn it off and remove them instead, set on_destroy = "disable" and apply that first.',
      }),
    ]);
    workbench.forget();
    await workbench.driver.apply(plan);
    expect(workbench.writes()).toEqual([]);
    expect(await everyone()).toEqual(before);
    expect(before).toEqual([true, off]);
    expect((await workbench.plan(FLAG)).empty).toBe(true);
  });

  test("a resource that takes an override over changes it, and the rest stays", async () => {
    await workbench.apply(stack());
    await workbench.apply({
      ...FLAG,
      identity_override: { ann: { ...PARENT, environment: "production", identity: "ann", enabled: false } },
    });
    expect(await everyone()).toEqual([false, off]);
    if (name === "split" || name === "mixpanel") expect(await served("b1")).toBe(true);
    else expect(await workbench.evaluate("production", "checkout", { identity: "b1", traits: { plan: "beta" } })).toBe(true);
  });

  test("a new flag in place of the old one is served as its definition says", async () => {
    if (name === "mixpanel") return;
    await workbench.apply(stack());
    const plan = await workbench.driver.plan(workbench.stack(stack()), { replace: ["flagform_feature_flag.f"] });
    await workbench.driver.apply(plan);
    expect(await everyone()).toEqual([true, off]);
    expect((await workbench.plan(stack())).empty).toBe(true);
  });

  test("the state decides, and the provider's default where it says nothing", async () => {
    await workbench.apply(stack({ on_destroy: "disable" }));
    await workbench.destroy(stack());
    expect(workbench.driver.state.instances).toEqual([]);
    const provider = { defaults: { definition_on_destroy: "with_flag" } };
    const kept = stack({ on_destroy: null });
    await workbench.apply(kept, { provider });
    workbench.forget();
    await workbench.apply(FLAG, { provider });
    expect(workbench.writes()).toEqual([]);
    expect(await everyone()).toEqual([true, off]);
  });

  test("a segment of the same stack goes too, whichever is deleted first", async () => {
    const rules = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "crew" }] }];
    const members = name === "split" ? { identities: ["ann"] } : { rules };
    const override = { crew: { segment_id: "${flagform_segment.s.id}", enabled: true } };
    const own: Bodies = { ...stack({ segment_overrides: override }), segment: { s: { name: "crew", ...members } } };
    await workbench.apply(own);
    await workbench.destroy(own);
    expect(workbench.driver.state.instances).toEqual([]);
    expect((await workbench.plan(own)).actions()).toMatchObject({ "flagform_segment.s": "create" });
  });

  test("what an interrupted run left goes with the stack, with the overrides that its definition left", async () => {
    await workbench.apply(FLAG);
    workbench.driver.forget("flagform_feature_flag.f");
    await workbench.apply(stack());
    await workbench.destroy(stack());
    expect((await workbench.plan(FLAG)).actions()).toEqual({ "flagform_feature_flag.f": "create" });
  });
});

test.each(["flagsmith", "split"] as const)("%s: what was taken over around it goes too", async (name) => {
  const workbench = await PlatformWorkbench.start(name);
  try {
    const parents: Bodies = {
      environment: { e: { name: "canary" } },
      segment: {
        s: {
          name: "crew",
          ...(name === "split"
            ? { identities: ["ann"], depends_on: ["flagform_environment.e"] }
            : { rules: [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "crew" }] }] }),
        },
      },
      ...FLAG,
    };
    const own: Bodies = {
      ...parents,
      environment_definition: {
        d: definition({
          environment: "${flagform_environment.e.name}",
          environment_id: "${flagform_environment.e.id}",
          enabled: true,
          segment_overrides: { crew: { segment_id: "${flagform_segment.s.id}", enabled: true } },
        }),
      },
    };
    await workbench.apply(parents);
    for (const address of ["environment.e", "segment.s", "feature_flag.f"]) workbench.driver.forget(`flagform_${address}`);
    await workbench.apply(own);
    await workbench.destroy(own);
    const create = {
      "flagform_environment.e": "create",
      "flagform_segment.s": "create",
      "flagform_feature_flag.f": "create",
    };
    expect((await workbench.plan(parents)).actions()).toEqual(create);
  } finally {
    await workbench.stop();
  }
});
