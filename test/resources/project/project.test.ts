import { FlagsmithWorkbench, withWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterEach(() => workbench.stop());

const project = (settings: object = {}) => ({ project: { p: { name: "Shelf", deletion_protection: false, ...settings } } });
const own = () => `/api/v1/projects/${String(workbench.attributes("project.p")["id"])}/`;

const ALL = {
  hide_disabled_flags: true,
  prevent_flag_defaults: true,
  enable_realtime_updates: true,
  only_allow_lower_case_feature_names: false,
  feature_name_regex: "[a-z-]+",
  stale_flags_limit_days: 0,
  enforce_feature_owners: true,
  minimum_change_request_approvals: "0",
};

test("a project is made in one write with its settings, plans empty, and is destroyed", async () => {
  expect(await workbench.apply(project({ flagsmith: ALL }))).toEqual([
    {
      method: "POST",
      path: "/api/v1/projects/",
      body: { name: "Shelf", organisation: workbench.server.organisationId, ...ALL, minimum_change_request_approvals: 0 },
    },
  ]);
  const { id, scope, uuid } = workbench.attributes("project.p");
  expect(await workbench.api("GET", own())).toMatchObject({ id: Number(id), uuid });
  expect(scope).toBe(`flagsmith:${new URL(workbench.server.url).host}/${String(id)}`);
  expect((await workbench.plan(project({ flagsmith: ALL }))).empty).toBe(true);
  const at = own();
  expect(await workbench.destroy(project({ flagsmith: ALL }))).toEqual([{ method: "DELETE", path: at, body: null }]);
});

test.each([
  [{ hide_disabled_flags: false }, { hide_disabled_flags: false }],
  [{ prevent_flag_defaults: false }, { prevent_flag_defaults: false }],
  [{ enable_realtime_updates: false }, { enable_realtime_updates: false }],
  [{ only_allow_lower_case_feature_names: true }, { only_allow_lower_case_feature_names: true }],
  [{ feature_name_regex: "" }, { feature_name_regex: null }],
  [{ stale_flags_limit_days: 7 }, { stale_flags_limit_days: 7 }],
  [{ enforce_feature_owners: false }, { enforce_feature_owners: false }],
  [{ minimum_change_request_approvals: "off" }, { minimum_change_request_approvals: null }],
])("%j is sent alone", async (change, sent) => {
  await workbench.apply(project({ flagsmith: ALL }));
  const changed = project({ flagsmith: { ...ALL, ...change } });
  expect(await workbench.apply(changed)).toEqual([{ method: "PATCH", path: own(), body: sent }]);
  expect((await workbench.plan(changed)).empty).toBe(true);
});

test("it is protected unless it says otherwise, and kept if it says so", async () => {
  const silent = { project: { p: { name: "Shelf" } } };
  await workbench.apply(silent);
  workbench.forget();
  const [diagnostic] = await refusal(workbench.plan({}));
  expect(diagnostic).toMatchObject({
    summary: "Project Shelf is protected against deletion",
    detail: expect.stringContaining("Set deletion_protection = false on it"),
  });
  const kept = { project: { p: { name: "Shelf", on_destroy: "keep" } } };
  await workbench.apply(kept);
  expect(await workbench.destroy(kept)).toEqual([]);
});

test("drift is shown and put right, and what is left out is not looked at", async () => {
  await workbench.apply(project({ flagsmith: { stale_flags_limit_days: 7 } }));
  await workbench.api("PATCH", own(), { name: "by hand", stale_flags_limit_days: 8, hide_disabled_flags: true });
  const stack = project({ flagsmith: { stale_flags_limit_days: 7 } });
  expect((await workbench.plan(stack)).drift[0]?.after).toMatchObject({
    name: "by hand",
    flagsmith: { stale_flags_limit_days: 8 },
  });
  expect(await workbench.apply(stack)).toMatchObject([{ body: { name: "Shelf", stale_flags_limit_days: 7 } }]);
  expect(await workbench.api("GET", own())).toMatchObject({ hide_disabled_flags: true });
});

test("one that is gone is made anew; import finds it by name", async () => {
  await workbench.apply(project());
  await workbench.api("DELETE", own());
  expect((await workbench.plan(project())).actions()).toEqual({ "flagform_project.p": "create" });
  await workbench.apply(project({ flagsmith: { stale_flags_limit_days: 7 } }));
  workbench.driver = workbench.newDriver();
  await workbench.driver.import(workbench.stack(project()), "flagform_project.p", "Shelf");
  expect(workbench.attributes("project.p")).toMatchObject({ name: "Shelf", flagsmith: { stale_flags_limit_days: 7 } });
});

test("one that is there is refused with the import id, or taken over and then kept", async () => {
  const shop = { project: { p: { name: "Shop" } } };
  const [diagnostic] = await refusal(workbench.apply(shop));
  expect(diagnostic).toMatchObject({ path: ["name"], detail: expect.stringContaining('import it with the id "Shop"') });
  const adopted = { project: { p: { name: "Shop", adopt_existing: true, flagsmith: { hide_disabled_flags: true } } } };
  expect(await workbench.apply(adopted)).toMatchObject([{ method: "PATCH", body: { hide_disabled_flags: true } }]);
  expect(await workbench.destroy(adopted)).toEqual([]);
});

test("what is in it is made in the same run", async () => {
  const stack = {
    ...project(),
    environment: { e: { name: "live", project: "${flagform_project.p.name}" } },
    feature_flag: { f: { key: "banner", project: "${flagform_project.p.name}", on_destroy: "delete" } },
  };
  await workbench.apply(stack);
  expect((await workbench.plan(stack)).empty).toBe(true);
  await workbench.destroy(stack);
  expect(workbench.driver.state.instances).toEqual([]);
});

test("what the plan does not include is an error that names it", () =>
  withWorkbench({ plan: "free" }, async (free) => {
    const adopted = { project: { p: { name: "Shop", adopt_existing: true, flagsmith: { stale_flags_limit_days: 7 } } } };
    const [diagnostic] = await refusal(free.apply(adopted));
    expect(diagnostic).toMatchObject({
      path: ["flagsmith", "stale_flags_limit_days"],
      detail: expect.stringMatching(/kept 30[^]*plan does not include it/),
    });
    const [second] = await refusal(free.apply({ project: { p: { name: "Shelf" } } }));
    expect(second?.summary).toBe("No permission to create project Shelf");
  }));

test.each([
  [{ organisation: "Acmee" }, ["organisation"], /no organisation "Acmee"[^]*"Acme"/],
  [{ name: "Shelf " }, ["name"], /white space at its start or end/],
])("%j is refused", async (settings, path, words) => {
  const [diagnostic] = await refusal(workbench.apply(project(settings)));
  expect(diagnostic).toMatchObject({ path, detail: expect.stringMatching(words) });
  expect(workbench.writes()).toEqual([]);
});

test("another server is not where it is looked for", async () => {
  await workbench.apply(project());
  await withWorkbench({}, async (other) => {
    const [diagnostic] = await refusal(workbench.driver.plan(other.stack(project())));
    expect(diagnostic?.summary).toBe("The provider points at another server");
    expect(other.writes()).toEqual([]);
  });
});
