import { FlagsmithWorkbench } from "../../support/flagsmith-workbench";

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterEach(() => workbench.stop());

const FULL = {
  key: "banner",
  type: "string",
  description: "The banner on top",
  tags: ["search", "payments"],
  archived: false,
  flagsmith: { initial_enabled: true, initial_value: { string: "hello" }, server_key_only: true },
};

const flag = (settings: object = {}) => ({ feature_flag: { banner: { ...FULL, ...settings } } });
const path = () => `/api/v1/projects/${workbench.project}/features/`;
const own = () => `${path()}${String(workbench.attributes("feature_flag.banner")["id"])}/`;

async function tagId(label: string): Promise<number> {
  const tags = (await workbench.api("GET", `/api/v1/projects/${workbench.project}/tags/`)) as unknown as {
    results: { id: number; label: string }[];
  };
  return tags.results.find((each) => each.label === label)?.id ?? 0;
}

test("a flag with everything is created in one request, and plans empty", async () => {
  const writes = await workbench.apply(flag());
  expect(writes).toEqual([
    {
      method: "POST",
      path: path(),
      body: {
        name: "banner",
        description: "The banner on top",
        tags: [await tagId("payments"), await tagId("search")],
        is_archived: false,
        is_server_key_only: true,
        default_enabled: true,
        initial_value: "hello",
      },
    },
  ]);
  expect((await workbench.plan(flag())).empty).toBe(true);
  expect(await workbench.destroy(flag())).toEqual([{ method: "DELETE", path: expect.stringContaining(path()), body: null }]);
  expect(workbench.driver.state.instances).toEqual([]);
});

test("of a flag that says nothing but its key, nothing else is sent or managed", async () => {
  const bare = { feature_flag: { banner: { key: "banner" } } };
  expect((await workbench.apply(bare))[0]?.body).toEqual({ name: "banner" });
  const others = { description: "theirs", is_archived: true, tags: [await tagId("search")], is_server_key_only: true };
  await workbench.api("PATCH", own(), others);
  expect((await workbench.plan(bare)).empty).toBe(true);
  expect(await workbench.apply({ feature_flag: { banner: { key: "banner", on_destroy: "keep" } } })).toEqual([]);
  expect(await workbench.api("GET", own())).toMatchObject(others);
});

test.each([
  ["description", { description: "Another" }, { description: "Another" }],
  ["an empty description", { description: "" }, { description: "" }],
  ["archived", { archived: true }, { is_archived: true }],
  [
    "server_key_only",
    { flagsmith: { initial_enabled: true, initial_value: { string: "hello" }, server_key_only: false } },
    { is_server_key_only: false },
  ],
  ["no tags", { tags: [] }, { tags: [] }],
])("an update of %s sends that and nothing else", async (_name, change, body) => {
  await workbench.apply(flag());
  const at = own();
  expect(await workbench.apply(flag(change))).toEqual([{ method: "PATCH", path: at, body: { ...body, metadata: [] } }]);
  expect((await workbench.plan(flag(change))).empty).toBe(true);
});

test.each([
  ["the initial value", { flagsmith: { initial_enabled: true, initial_value: { string: "other" }, server_key_only: true } }],
  ["on_destroy", { on_destroy: "archive" }],
  ["deletion_protection", { deletion_protection: true }],
  ["the order of the tags", { tags: ["payments", "search"] }],
  ["a description that is no longer managed", { description: null }],
  ["tags that are no longer managed", { tags: null }],
  ["archived that is no longer managed", { archived: null }],
])("a change of %s sends nothing", async (_name, change) => {
  await workbench.apply(flag());
  expect(await workbench.apply(flag(change))).toEqual([]);
  expect((await workbench.plan(flag(change))).empty).toBe(true);
  expect(await workbench.api("GET", own())).toMatchObject({ description: "The banner on top", is_archived: false });
});

test.each([
  ["description", { description: "by hand" }, { description: "The banner on top" }],
  ["archived", { is_archived: true }, { is_archived: false }],
  ["server_key_only", { is_server_key_only: false }, { is_server_key_only: true }],
])("drift of %s is shown, and put right", async (name, byHand, body) => {
  await workbench.apply(flag());
  const at = own();
  await workbench.api("PATCH", at, byHand);
  const plan = await workbench.plan(flag());
  expect(plan.drift.map(({ address }) => address)).toEqual(["flagform_feature_flag.banner"]);
  expect(plan.actions()).toEqual({ "flagform_feature_flag.banner": "update" });
  expect(JSON.stringify(plan.drift[0]?.after)).toContain(name);
  expect(await workbench.apply(flag())).toEqual([{ method: "PATCH", path: at, body: { ...body, metadata: [] } }]);
  expect((await workbench.plan(flag())).empty).toBe(true);
});

test("drift of the tags is shown, and put right", async () => {
  await workbench.apply(flag());
  const at = own();
  await workbench.api("PATCH", at, { tags: [await tagId("search")] });
  expect((await workbench.plan(flag())).actions()).toEqual({ "flagform_feature_flag.banner": "update" });
  const [write] = await workbench.apply(flag());
  expect(write?.body).toMatchObject({ tags: [await tagId("payments"), await tagId("search")] });
});

test("a changed key replaces the flag; a changed type, of which Flagsmith knows nothing, does not", async () => {
  await workbench.apply(flag());
  const plan = await workbench.plan(flag({ key: "other" }));
  expect(plan.change("flagform_feature_flag.banner")).toMatchObject({ action: "replace", replacePaths: [["key"]] });
  const json = await workbench.plan(flag({ type: "json", flagsmith: { initial_value: { json: "{}" } } }));
  expect(json.change("flagform_feature_flag.banner")).toMatchObject({ action: "update", replacePaths: [] });
  const writes = await workbench.apply(flag({ key: "other" }));
  expect(writes.map(({ method }) => method)).toEqual(["DELETE", "POST"]);
  expect((await workbench.plan(flag({ key: "other" }))).empty).toBe(true);
});

test("the revision changes with what is configured, and not with drift", async () => {
  await workbench.apply(flag());
  const before = workbench.attributes("feature_flag.banner")["revision"];
  await workbench.api("PATCH", own(), { description: "by hand" });
  expect((await workbench.plan(flag())).change("flagform_feature_flag.banner")?.after?.["revision"]).toBe(before);
  const changed = await workbench.plan(flag({ description: "Another" }));
  expect(changed.change("flagform_feature_flag.banner")?.after?.["revision"]).toEqual(expect.any(String));
  expect(changed.change("flagform_feature_flag.banner")?.after?.["revision"]).not.toBe(before);
});
