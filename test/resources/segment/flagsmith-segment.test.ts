import { FlagsmithWorkbench, planIs, withWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

const SUMMARY = "Segments that are still used in overrides will be deleted";

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
  workbench.server.seed({ fields: [{ name: "Team", entities: ["segment"] }] });
});
afterEach(() => workbench.stop());

const segment = (flagsmith: object | null, more: object = {}) => ({
  segment: { s: { name: "pros", rules: planIs("pro"), ...(flagsmith && { flagsmith }), ...more } },
});
const own = () => `/api/v1/projects/${workbench.project}/segments/${String(workbench.attributes("segment.s")["id"])}/`;
const row = () => workbench.api("GET", own());
const values = async () => ((await row())["metadata"] as { field_value: string }[]).map((each) => each.field_value);

test("custom fields are set, changed alone, kept by other writes, and taken away", async () => {
  expect(await workbench.apply(segment({ metadata: { Team: "a" } }))).toHaveLength(1);
  expect(await values()).toEqual(["a"]);
  expect((await workbench.plan(segment({ metadata: { Team: "a" } }))).empty).toBe(true);
  expect(await workbench.apply(segment({ metadata: { Team: "b" } }))).toMatchObject([{ method: "PATCH", path: own() }]);
  await workbench.apply(segment(null, { rules: planIs("free") }));
  expect(await values()).toEqual(["b"]);
  await workbench.apply(segment({ metadata: { Team: "b" } }, { rules: planIs("free") }));
  await workbench.apply(segment({ metadata: {} }, { rules: planIs("free") }));
  expect(await values()).toEqual([]);
});

test("an edit of one condition is one write", async () => {
  const rules = (value: string) => [
    {
      match: "all",
      conditions: [
        { operator: "equal_to", trait: "plan", value: "pro" },
        { operator: "greater_than", trait: "version", value },
      ],
    },
  ];
  await workbench.apply(segment(null, { rules: rules("1.2.0:semver") }));
  expect((await workbench.plan(segment(null, { rules: rules("1.2.0:semver") }))).empty).toBe(true);
  expect(await workbench.apply(segment(null, { rules: rules("1.3.0:semver") }))).toMatchObject([
    { method: "PUT", path: own() },
  ]);
  expect((await workbench.plan(segment(null, { rules: rules("1.3.0:semver") }))).empty).toBe(true);
});

test("a segment of one flag is made for it, and stays with it", async () => {
  const id = await workbench.flagByHand("banner");
  await workbench.flagByHand("other");
  const [write] = await workbench.apply(segment({ flag: "banner" }));
  expect(write).toMatchObject({ method: "POST", body: { feature: Number(id) } });
  expect((await workbench.plan(segment({ flag: "banner" }))).empty).toBe(true);
  expect(await workbench.apply(segment({ flag: "BANNER" }))).toEqual([]);
  workbench.forget();
  const [diagnostic] = await refusal(workbench.plan(segment({ flag: "other" })));
  expect(diagnostic).toMatchObject({
    summary: "A segment cannot move to another flag",
    path: ["flagsmith", "flag"],
    detail: expect.stringMatching(/created for flag BANNER[^]*-replace=ADDRESS/),
  });
  const other = await workbench.api("GET", `/api/v1/projects/${workbench.project}/features/?search=other`);
  const [found] = other["results"] as { id: number }[];
  const [byId] = await refusal(workbench.apply(segment({ flag: `id:${String(found?.id)}` })));
  expect(byId).toMatchObject({ path: ["flagsmith", "flag"], detail: expect.stringContaining("created for another flag") });
  expect(workbench.writes()).toEqual([]);
});

test("a segment that is for all flags does not become one flag's", async () => {
  await workbench.flagByHand("banner");
  await workbench.apply(segment(null));
  const [diagnostic] = await refusal(workbench.apply(segment({ flag: "banner" })));
  expect(diagnostic).toMatchObject({
    path: ["flagsmith", "flag"],
    detail: expect.stringContaining("created for all flags"),
  });
});

test("a flag that is not there is named", async () => {
  await workbench.flagByHand("banner");
  const [diagnostic] = await refusal(workbench.apply(segment({ flag: "baner" })));
  expect(diagnostic?.detail).toMatch(/There is no flag "baner"[^]*"banner"/);
});

test("a segment goes with its flag when that is replaced, and is made anew", async () => {
  const stack = {
    feature_flag: { f: { key: "banner" } },
    ...segment({ flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" }),
  };
  await workbench.apply(stack);
  const before = workbench.attributes("segment.s")["id"];
  expect((await workbench.plan(stack)).empty).toBe(true);
  await workbench.driver.apply(
    await workbench.driver.plan(workbench.stack(stack), { replace: ["flagform_feature_flag.f"] }),
  );
  expect(workbench.attributes("segment.s")["id"]).not.toBe(before);
  expect(await row()).toMatchObject({ name: "pros", feature: Number(workbench.attributes("feature_flag.f")["id"]) });
  expect((await workbench.plan(stack)).empty).toBe(true);
});

test("import tells the custom fields, and the flag that a segment is for", async () => {
  const id = await workbench.flagByHand("banner");
  await workbench.apply(segment({ flag: "banner", metadata: { Team: "a" } }));
  workbench.driver = workbench.newDriver();
  await workbench.driver.import(workbench.stack(segment(null)), "flagform_segment.s", "pros");
  expect(workbench.attributes("segment.s")["flagsmith"]).toEqual({ flag: `id:${id}`, flag_id: id, metadata: { Team: "a" } });
});

test("deleting a segment that overrides use says where they are lost", async () => {
  const pros = segment(null);
  await workbench.apply(pros);
  const id = String(workbench.attributes("segment.s")["id"]);
  for (const name of ["banner", "search", "unused"]) await workbench.flagByHand(name);
  await workbench.overrideByHand(workbench.production, "banner", id);
  await workbench.overrideByHand(workbench.staging, "banner", id, { enabled: false });
  await workbench.overrideByHand(workbench.production, "search", id);
  const plan = await workbench.plan({});
  expect(plan.diagnostics).toMatchObject([{ severity: "warning", summary: SUMMARY }]);
  expect(plan.diagnostics[0]?.detail).toMatch(
    /Segment pros overrides (banner in staging and production|search in production)/,
  );
  expect(plan.diagnostics[0]?.detail).not.toContain("unused");
  workbench.forget();
  expect(await workbench.destroy(pros)).toMatchObject([{ method: "DELETE" }]);
});

test("a segment that nothing uses goes without a word, and so does one when the server does not answer", () =>
  withWorkbench({}, async (own) => {
    await own.flagByHand("banner");
    await own.apply(segment(null));
    expect((await own.plan({})).diagnostics).toEqual([]);
    own.server.fault({ kind: "status", status: 500, path: "/api/v1/projects/{project}/features/", times: 0 });
    const plan = await own.driver.plan(own.stack({}), { refresh: false });
    expect(plan.diagnostics).toEqual([]);
    expect(own.logged.join("\n")).toContain("could not check whether segment");
  }));

test("a custom field that the organisation demands is asked for by name", async () => {
  workbench.server.seed({ fields: [{ name: "Cost", entities: ["segment"], required: ["segment"] }] });
  const [diagnostic] = await refusal(workbench.apply(segment(null)));
  expect(diagnostic).toMatchObject({
    path: ["flagsmith", "metadata"],
    detail: expect.stringContaining('set flagsmith = { metadata = { "Cost" = … } }'),
  });
});
