import { Lab, planIs, refusal, withLab } from "../lab";

const SUMMARY = "Segments that overrides still use will be deleted";

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.start();
  lab.server.seed({ fields: [{ name: "Team", entities: ["segment"] }] });
});
afterEach(() => lab.stop());

const segment = (flagsmith: object | null, more: object = {}) => ({
  segment: { s: { name: "pros", rules: planIs("pro"), ...(flagsmith && { flagsmith }), ...more } },
});
const own = () => `/api/v1/projects/${lab.project}/segments/${String(lab.attributes("segment.s")["id"])}/`;
const row = () => lab.api("GET", own());
const values = async () => ((await row())["metadata"] as { field_value: string }[]).map((each) => each.field_value);

test("custom fields are set, changed alone, kept by other writes, and taken away", async () => {
  expect(await lab.apply(segment({ metadata: { Team: "a" } }))).toHaveLength(1);
  expect(await values()).toEqual(["a"]);
  expect((await lab.plan(segment({ metadata: { Team: "a" } }))).empty).toBe(true);
  expect(await lab.apply(segment({ metadata: { Team: "b" } }))).toMatchObject([{ method: "PATCH", path: own() }]);
  await lab.apply(segment(null, { rules: planIs("free") }));
  expect(await values()).toEqual(["b"]);
  await lab.apply(segment({ metadata: { Team: "b" } }, { rules: planIs("free") }));
  await lab.apply(segment({ metadata: {} }, { rules: planIs("free") }));
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
  await lab.apply(segment(null, { rules: rules("1.2.0:semver") }));
  expect((await lab.plan(segment(null, { rules: rules("1.2.0:semver") }))).empty).toBe(true);
  expect(await lab.apply(segment(null, { rules: rules("1.3.0:semver") }))).toMatchObject([{ method: "PUT", path: own() }]);
  expect((await lab.plan(segment(null, { rules: rules("1.3.0:semver") }))).empty).toBe(true);
});

test("a segment of one flag is made for it, and stays with it", async () => {
  const id = await lab.flagByHand("banner");
  await lab.flagByHand("other");
  const [write] = await lab.apply(segment({ flag: "banner" }));
  expect(write).toMatchObject({ method: "POST", body: { feature: Number(id) } });
  expect((await lab.plan(segment({ flag: "banner" }))).empty).toBe(true);
  expect(await lab.apply(segment({ flag: "BANNER" }))).toEqual([]);
  lab.forget();
  const [diagnostic] = await refusal(lab.plan(segment({ flag: "other" })));
  expect(diagnostic).toMatchObject({
    summary: "A segment stays with its flag",
    path: ["flagsmith", "flag"],
    detail: expect.stringMatching(/made for flag BANNER[^]*-replace=ADDRESS/),
  });
  const other = await lab.api("GET", `/api/v1/projects/${lab.project}/features/?search=other`);
  const [found] = other["results"] as { id: number }[];
  const [byId] = await refusal(lab.apply(segment({ flag: `id:${String(found?.id)}` })));
  expect(byId).toMatchObject({ path: ["flagsmith", "flag"], detail: expect.stringContaining("made for another flag") });
  expect(lab.writes()).toEqual([]);
});

test("a segment that is for all flags does not become one flag's", async () => {
  await lab.flagByHand("banner");
  await lab.apply(segment(null));
  const [diagnostic] = await refusal(lab.apply(segment({ flag: "banner" })));
  expect(diagnostic).toMatchObject({ path: ["flagsmith", "flag"], detail: expect.stringContaining("made for all flags") });
});

test("a flag that is not there is named", async () => {
  await lab.flagByHand("banner");
  const [diagnostic] = await refusal(lab.apply(segment({ flag: "baner" })));
  expect(diagnostic?.detail).toMatch(/There is no flag "baner"[^]*"banner"/);
});

test("a segment goes with its flag when that is replaced, and is made anew", async () => {
  const stack = {
    feature_flag: { f: { key: "banner" } },
    ...segment({ flag: "${flagform_feature_flag.f.key}", flag_id: "${flagform_feature_flag.f.id}" }),
  };
  await lab.apply(stack);
  const before = lab.attributes("segment.s")["id"];
  expect((await lab.plan(stack)).empty).toBe(true);
  await lab.driver.apply(await lab.driver.plan(lab.stack(stack), { replace: ["flagform_feature_flag.f"] }));
  expect(lab.attributes("segment.s")["id"]).not.toBe(before);
  expect(await row()).toMatchObject({ name: "pros", feature: Number(lab.attributes("feature_flag.f")["id"]) });
  expect((await lab.plan(stack)).empty).toBe(true);
});

test("import tells the custom fields, and the flag that a segment is for", async () => {
  const id = await lab.flagByHand("banner");
  await lab.apply(segment({ flag: "banner", metadata: { Team: "a" } }));
  lab.driver = lab.newDriver();
  await lab.driver.import(lab.stack(segment(null)), "flagform_segment.s", "pros");
  expect(lab.attributes("segment.s")["flagsmith"]).toEqual({ flag: `id:${id}`, flag_id: id, metadata: { Team: "a" } });
});

test("deleting a segment that overrides use says where they are lost", async () => {
  const pros = segment(null);
  await lab.apply(pros);
  const id = String(lab.attributes("segment.s")["id"]);
  for (const name of ["banner", "search", "unused"]) await lab.flagByHand(name);
  await lab.overrideByHand(lab.production, "banner", id);
  await lab.overrideByHand(lab.staging, "banner", id, { enabled: false });
  await lab.overrideByHand(lab.production, "search", id);
  const plan = await lab.plan({});
  expect(plan.diagnostics).toMatchObject([{ severity: "warning", summary: SUMMARY }]);
  expect(plan.diagnostics[0]?.detail).toMatch(
    /Segment pros overrides (banner in staging and production|search in production)/,
  );
  expect(plan.diagnostics[0]?.detail).not.toContain("unused");
  lab.forget();
  expect(await lab.destroy(pros)).toMatchObject([{ method: "DELETE" }]);
});

test("a segment that nothing uses goes without a word, and so does one when the server does not answer", () =>
  withLab({}, async (own) => {
    await own.flagByHand("banner");
    await own.apply(segment(null));
    expect((await own.plan({})).diagnostics).toEqual([]);
    own.server.fault({ kind: "status", status: 500, path: "/api/v1/projects/{project}/features/", times: 0 });
    const plan = await own.driver.plan(own.stack({}), { refresh: false });
    expect(plan.diagnostics).toEqual([]);
    expect(own.logged.join("\n")).toContain("is still used could not be looked up");
  }));

test("a custom field that the organisation demands is asked for by name", async () => {
  lab.server.seed({ fields: [{ name: "Cost", entities: ["segment"], required: ["segment"] }] });
  const [diagnostic] = await refusal(lab.apply(segment(null)));
  expect(diagnostic).toMatchObject({
    path: ["flagsmith", "metadata"],
    detail: expect.stringContaining('set flagsmith = { metadata = { "Cost" = … } }'),
  });
});
