import { FlagsmithWorkbench, on, planIs } from "../../support/flagsmith-workbench";
import { type Bodies, refusal } from "../../support/platform-workbench";

let workbench: FlagsmithWorkbench;
let other: FlagsmithWorkbench;
beforeEach(async () => {
  [workbench, other] = await Promise.all([FlagsmithWorkbench.open(), FlagsmithWorkbench.open()]);
  workbench.server.seed({ projects: [{ name: "Office", environments: [{ name: "production" }] }] });
  await workbench.apply(stack());
});
afterEach(() => Promise.all([workbench.stop(), other.stop()]));

/** By reference, so that all is made in its order; or by name, so that each is refused on its own. */
function stack(project?: string, byName = false): Bodies {
  const own = project === undefined ? {} : { project };
  const { flag, environment } = on(workbench.production, "production");
  const at = {
    ...own,
    environment,
    flag: byName ? flag : "${flagform_feature_flag.f.key}",
    serve: { value: { string: "x" } },
  };
  return {
    feature_flag: { f: { key: flag, type: "string", ...own } },
    environment: { e: { name: "canary", ...own } },
    segment: { s: { name: "pros", rules: planIs("pro"), ...own } },
    environment_definition: { d: { ...at, enabled: true } },
    segment_override: { o: { ...at, segment: byName ? "pros" : "${flagform_segment.s.name}" } },
    identity_override: { i: { ...at, identity: "user-1" } },
  };
}

test("another host: every resource refuses, nothing is planned as gone, nothing is written", async () => {
  const state = workbench.driver.state;
  const diagnostics = await refusal(
    workbench.plan(stack(undefined, true), { platform: { host: other.server.url, api_key: other.server.key } }),
  );
  expect(diagnostics).toHaveLength(6);
  for (const diagnostic of diagnostics) {
    expect(diagnostic.summary).toBe("The provider points at another project");
    expect(diagnostic.detail).toContain(`belongs to flagsmith:${new URL(workbench.server.url).host}/${workbench.project}`);
    expect(diagnostic.detail).toContain("FLAGFORM_ALLOW_SCOPE_CHANGE=1");
  }
  expect(workbench.driver.state).toEqual(state);
  expect(other.writes()).toEqual([]);
});

test("another project of the same host: the same, also for updates and destroys that do not refresh", async () => {
  const provider = { project: "Office" };
  workbench.forget();
  expect(await refusal(workbench.plan(stack(undefined, true), { provider }))).toHaveLength(6);
  const destroy = await workbench.driver.plan(workbench.stack(stack(), { provider }), { destroy: true, refresh: false });
  const diagnostics = await refusal(workbench.driver.apply(destroy));
  expect(diagnostics[0]?.summary).toBe("The provider points at another project");
  expect(workbench.writes()).toEqual([]);
});

test("another spelling of the same project is no change on the platform", async () => {
  for (const project of ["Shop", "shop", `id:${workbench.project}`]) {
    expect(await workbench.apply(stack(project))).toEqual([]);
    expect((await workbench.plan(stack(project), { provider: { project: "Office" } })).empty).toBe(true);
  }
});

test("a flag, an environment or a segment does not move to another project in place", async () => {
  for (const type of ["feature_flag", "environment", "segment"] as const) {
    const moved = { ...stack(), [type]: stack("Office")[type] ?? {} };
    workbench.forget();
    const [diagnostic] = await refusal(workbench.apply(moved));
    expect(diagnostic).toMatchObject({ summary: "It cannot move to another project in place", path: ["project"] });
    expect(diagnostic?.detail).toContain("-replace=ADDRESS");
    expect(workbench.writes()).toEqual([]);
  }
});
