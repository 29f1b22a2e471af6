import {
  type Bodies,
  ENVIRONMENTS,
  FALLBACK,
  type PlatformName,
  PLATFORMS,
  PlatformWorkbench,
  SEGMENTS,
} from "../../support/platform-workbench";

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

const PRINTS = process.env["FLAGFORM_PRINT_COUNTS"] !== undefined;
const FLAGS = PRINTS ? 50 : 3;
/** What the deletion of a flag costs, and the lists of the run: of a destroy's two plans and its apply. */
const BUDGET: Readonly<Record<PlatformName, { readonly perFlag: number; readonly lists: number }>> = {
  flagsmith: { perFlag: 1, lists: 20 },
  // Refused, taken out of each environment, deleted.
  split: { perFlag: 2 + ENVIRONMENTS.length, lists: 20 },
  // Read, archived, read again for its new ETag, deleted.
  vercel: { perFlag: 4, lists: 10 },
  // In each environment's project: read, turned off where it is on, deleted.
  mixpanel: { perFlag: 3 * ENVIRONMENTS.length, lists: 28 },
};

const CREATED = { "flagform_feature_flag.f": "create", "flagform_segment.s": "create" };

describe.each(PLATFORMS)("%s", (name) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name);
  });
  afterEach(() => workbench.stop());

  const rules = [{ match: "all", conditions: [{ operator: "equal_to", trait: "plan", value: "crew" }] }];
  const parents: Bodies = {
    ...FLAG,
    segment: { s: { name: "crew", ...(name === "split" ? { identities: ["ann"] } : { rules }) } },
  };
  const override = { crew: { segment_id: "${flagform_segment.s.id}", enabled: true } };
  const withSegment: Bodies = { ...parents, ...stack({ segment_overrides: override }) };

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

  test("of many flags, definitions and overrides, only the flags cost requests", async () => {
    const flags = Array.from({ length: FLAGS }, (_, index) => `f${String(index)}`);
    const many: Bodies = {
      feature_flag: Object.fromEntries(flags.map((key) => [key, { key, type: "boolean" }])),
      environment_definition: Object.fromEntries(
        flags.flatMap((flag) =>
          ENVIRONMENTS.map((environment) => [
            `${flag}-${environment}`,
            definition({
              flag: `\${flagform_feature_flag.${flag}.key}`,
              flag_id: `\${flagform_feature_flag.${flag}.id}`,
              environment,
              segment_overrides: Object.fromEntries(SEGMENTS.map((segment) => [segment, { enabled: true }])),
              identity_overrides: null,
            }),
          ]),
        ),
      ),
    };
    await workbench.apply(many);
    const requests = await workbench.requestsOf(() => workbench.destroy(many));
    if (PRINTS) process.stdout.write(`${name}: ${String(requests.length)} requests destroy ${String(FLAGS)} flags\n`);
    expect(requests.length).toBeLessThanOrEqual(FLAGS * BUDGET[name].perFlag + BUDGET[name].lists);
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
    await workbench.apply(withSegment);
    await workbench.destroy(withSegment);
    expect(workbench.driver.state.instances).toEqual([]);
    expect((await workbench.plan(parents)).actions()).toEqual(CREATED);
  });

  test("what an interrupted run left goes with the stack: nobody else uses what its definition left", async () => {
    await workbench.apply(parents);
    // Mixpanel's cohorts do not say when they were made.
    const forgotten = Object.keys(CREATED).filter((each) => name !== "mixpanel" || each !== "flagform_segment.s");
    for (const address of forgotten) workbench.driver.forget(address);
    await workbench.apply(withSegment);
    const plan = await workbench.driver.plan(workbench.stack(withSegment), { destroy: true });
    // Nothing is kept, which it would warn of.
    expect((await workbench.driver.apply(plan)).warnings).toEqual([]);
    await workbench.apply(parents);
  });
});
