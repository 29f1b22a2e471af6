import { type Answer, FlagsmithWorkbench, withWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

const PEOPLE = {
  users: [{ email: "ada@example.com" }, { email: "bob@example.com" }, { email: "cy@example.com" }],
  groups: [{ name: "Payments" }, { name: "Search" }],
  fields: [
    { name: "Ticket", type: "url", entities: ["feature"] },
    { name: "Reviewed", type: "bool", entities: ["feature", "segment"] },
    { name: "Region", entities: ["environment"] },
  ],
};

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
  workbench.server.seed(PEOPLE);
});
afterEach(() => workbench.stop());

const flag = (flagsmith: object | null, more: object = {}) => ({
  feature_flag: { f: { key: "banner", ...(flagsmith && { flagsmith }), ...more } },
});
const own = () => `/api/v1/projects/${workbench.project}/features/${String(workbench.attributes("feature_flag.f")["id"])}/`;
const row = () => workbench.api("GET", own());
const emails = (answer: Answer) => (answer["owners"] as { email: string }[]).map(({ email }) => email).sort();
const groups = (answer: Answer) => (answer["group_owners"] as { name: string }[]).map(({ name }) => name).sort();
const values = (answer: Answer) => (answer["metadata"] as { field_value: string }[]).map((each) => each.field_value).sort();
const shapes = (writes: readonly { method: string; path: string }[]) =>
  writes.map(({ method, path }) => `${method} ${path.replace(own(), "")}`);
const settings = () => workbench.attributes("feature_flag.f")["flagsmith"];

const ALL = {
  server_key_only: true,
  owners: ["bob@example.com", "ada@example.com"],
  group_owners: ["Payments"],
  metadata: { Ticket: "https://tickets.example/1", Reviewed: "false" },
};

test("a flag is created with its owners and custom fields in one write, and plans empty", async () => {
  expect(await workbench.apply(flag(ALL))).toHaveLength(1);
  expect(emails(await row())).toEqual(["ada@example.com", "bob@example.com"]);
  expect(groups(await row())).toEqual(["Payments"]);
  expect(values(await row())).toEqual(["false", "https://tickets.example/1"]);
  expect((await workbench.plan(flag(ALL))).empty).toBe(true);
});

test.each([
  ["owners", { owners: ["cy@example.com", "ada@example.com"] }, ["POST add-owners/", "POST remove-owners/"]],
  ["no owners", { owners: [] }, ["POST remove-owners/"]],
  ["groups", { group_owners: ["Payments", "Search"] }, ["POST add-group-owners/"]],
  ["no groups", { group_owners: [] }, ["POST remove-group-owners/"]],
  ["custom fields", { metadata: { Ticket: "https://tickets.example/2" } }, ["PATCH "]],
  ["no custom fields", { metadata: {} }, ["PATCH "]],
  ["the switch", { server_key_only: false }, ["PATCH "]],
])("a change of %s sends that alone", async (_name, change, requests) => {
  await workbench.apply(flag(ALL));
  const changed = { ...ALL, ...change };
  expect(shapes(await workbench.apply(flag(changed)))).toEqual(requests);
  expect(emails(await row())).toEqual([...changed.owners].sort());
  expect(groups(await row())).toEqual([...changed.group_owners].sort());
  expect(values(await row())).toEqual(Object.values(changed.metadata).sort());
  expect((await workbench.plan(flag(changed))).empty).toBe(true);
});

test("what is left out is kept by every write", async () => {
  await workbench.apply(flag(ALL));
  const before = await row();
  await workbench.apply(flag(null, { description: "On top" }));
  const after = await row();
  expect([emails(after), groups(after), values(after)]).toEqual([emails(before), groups(before), values(before)]);
  expect((await workbench.plan(flag(null, { description: "On top" }))).empty).toBe(true);
});

test("the spelling of an address is no change, and another owner by hand is", async () => {
  const loud = flag({ owners: ["ADA@example.com"] });
  await workbench.apply(loud);
  expect((await workbench.plan(loud)).empty).toBe(true);
  const bob = (
    (await workbench.api("GET", `/api/v1/organisations/${workbench.server.organisationId}/users/`)) as unknown as {
      id: number;
      email: string;
    }[]
  ).find(({ email }) => email === "bob@example.com");
  await workbench.api("POST", `${own()}add-owners/`, { user_ids: [bob?.id] });
  const plan = await workbench.plan(loud);
  expect(plan.drift[0]?.after).toMatchObject({ flagsmith: { owners: ["ADA@example.com", "bob@example.com"] } });
  expect(shapes(await workbench.apply(loud))).toEqual(["POST remove-owners/"]);
});

test("tags that are missing are made once, for all the flags that want them", async () => {
  const keys = ["a", "b", "c", "d"];
  const bodies = keys.map((key) => [key, { key, tags: ["team-x", "payments"], flagsmith: { create_tags: true } }]);
  const stack = { feature_flag: Object.fromEntries(bodies) as Record<string, object> };
  const writes = await workbench.apply(stack);
  expect(writes.filter(({ path }) => path.endsWith("/tags/"))).toMatchObject([{ body: { label: "team-x" } }]);
  expect(writes).toHaveLength(5);
  expect((await workbench.plan(stack)).empty).toBe(true);
  await workbench.destroy(stack);
  const { results } = await workbench.api("GET", `/api/v1/projects/${workbench.project}/tags/`);
  expect((results as { label: string }[]).map(({ label }) => label).sort()).toEqual(["payments", "search", "team-x"]);
});

test("a tag is made for a change too, and not without a word", async () => {
  await workbench.apply(flag(null, { tags: ["payments"] }));
  const [diagnostic] = await refusal(workbench.apply(flag(null, { tags: ["team-x"] })));
  expect(diagnostic).toMatchObject({ path: ["tags"], detail: expect.stringContaining("create_tags = true") });
  const writes = await workbench.apply(flag({ create_tags: true }, { tags: ["team-x"] }));
  expect(writes.map(({ method }) => method)).toEqual(["POST", "PATCH"]);
  expect((await workbench.plan(flag({ create_tags: true }, { tags: ["team-x"] }))).empty).toBe(true);
});

test("import tells owners, groups and custom fields", async () => {
  await workbench.apply(flag(ALL));
  workbench.driver = workbench.newDriver();
  await workbench.driver.import(workbench.stack(flag(ALL)), "flagform_feature_flag.f", "banner");
  expect(settings()).toMatchObject({ ...ALL, owners: ["ada@example.com", "bob@example.com"] });
  expect((await workbench.plan(flag(ALL))).empty).toBe(true);
});

test.each([
  [{ owners: ["bobb@example.com"] }, "owners", /no user with the e-mail address "bobb@[^]*Did you mean "bob@example.com"/],
  [{ group_owners: ["Payment"] }, "group_owners", /no group "Payment"[^]*Did you mean "Payments"/],
  [{ metadata: { Tickets: "x" } }, "metadata", /There is no custom field "Tickets"[^]*Did you mean "Ticket"/],
  [{ metadata: { Region: "x" } }, "metadata", /"Region" does not apply to flags/],
  [{ metadata: { Ticket: "x" } }, "metadata", /Invalid value for field Ticket/],
])("%j is refused by name, and nothing is written", async (flagsmith, name, words) => {
  workbench.forget();
  const [diagnostic] = await refusal(workbench.apply(flag(flagsmith)));
  expect(diagnostic).toMatchObject({ path: ["flagsmith", name], detail: expect.stringMatching(words) });
  await workbench.apply(flag(null));
  workbench.forget();
  await refusal(workbench.apply(flag(flagsmith)));
  expect(workbench.writes()).toEqual([]);
});

test("a custom field that the organisation demands is asked for by name, on updates too", () =>
  withWorkbench({}, async (demanding) => {
    await demanding.apply(flag(null));
    demanding.server.seed({ fields: [{ name: "Ticket", entities: ["feature"], required: ["feature"] }] });
    const [diagnostic] = await refusal(demanding.apply(flag(null, { description: "x" })));
    expect(diagnostic).toMatchObject({
      path: ["flagsmith", "metadata"],
      detail: expect.stringContaining('set flagsmith = { metadata = { "Ticket" = … } }'),
    });
    await demanding.apply(flag({ metadata: { Ticket: "7" } }, { description: "x" }));
    expect((await demanding.plan(flag({ metadata: { Ticket: "7" } }, { description: "x" }))).empty).toBe(true);
  }));

test("custom fields cost one list for any number of flags, and none where there are none", async () => {
  const many = (count: number, flagsmith: object | null) => ({
    feature_flag: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`f${index}`, { key: `f${index}`, ...(flagsmith && { flagsmith }) }]),
    ) as Record<string, object>,
  });
  await workbench.apply(many(6, null));
  workbench.forget();
  await workbench.plan(many(6, null));
  expect(workbench.requests().filter((each) => each.includes("metadata"))).toEqual([]);
  const field = { metadata: { Ticket: "https://tickets.example/1" } };
  await workbench.apply(many(6, field));
  workbench.forget();
  expect((await workbench.plan(many(6, field))).empty).toBe(true);
  expect(workbench.requests().filter((each) => each.includes("metadata"))).toHaveLength(1);
});
