import { FlagsmithWorkbench } from "../support/flagsmith-workbench";
import { type Bodies, refusal } from "../support/platform-workbench";

let workbench: FlagsmithWorkbench;
beforeAll(async () => {
  workbench = await FlagsmithWorkbench.open();
  workbench.server.seed({ users: [{ email: "ada@example.com" }], fields: [{ name: "Ticket", entities: ["feature"] }] });
  const flagsmith = { owners: ["ada@example.com"], metadata: { Ticket: "7" }, server_key_only: true };
  await workbench.apply({ feature_flag: { f: { key: "banner", description: "On top", tags: ["search"], flagsmith } } });
});
afterAll(() => workbench.stop());

async function look(data: Bodies, type: string) {
  const driver = workbench.newDriver();
  workbench.forget();
  await driver.apply(workbench.stack({}, { data }));
  return driver.instance(`data.flagform_${type}.x`)?.attributes;
}

test.each(["banner", "BANNER"])("a flag by its key %s", async (key) => {
  expect(await look({ feature_flag: { x: { key } } }, "feature_flag")).toMatchObject({
    id: workbench.attributes("feature_flag.f")["id"],
    description: "On top",
    tags: ["search"],
    archived: false,
    flagsmith: { server_key_only: true, owners: ["ada@example.com"], group_owners: [], metadata: { Ticket: "7" } },
  });
});

test("all environments", async () => {
  const found = await look({ environments: { x: {} } }, "environments");
  expect(found).toMatchObject({
    id: workbench.project,
    names: ["production", "staging"],
    environments: {
      production: { id: workbench.production.id, client_key: "production-key", requires_approval: false },
      staging: { id: workbench.staging.id, client_key: "staging-key" },
    },
  });
  expect(workbench.requests()).toHaveLength(2);
});

test("a project by name, or the provider's", async () => {
  for (const body of [{}, { name: "shop" }, { name: `id:${workbench.project}` }]) {
    expect(await look({ project: { x: body } }, "project")).toMatchObject({ id: workbench.project, title: "Shop" });
  }
});

test("the organisation, by name or the only one", async () => {
  for (const body of [{}, { name: "Acme" }, { name: String(workbench.server.organisationId) }]) {
    expect(await look({ organisation: { x: body } }, "organisation")).toMatchObject({
      id: String(workbench.server.organisationId),
      title: "Acme",
      projects: ["Shop"],
    });
  }
});

test.each([
  ["feature_flag", { key: "baner" }, ["key"], 'Did you mean "banner"'],
  ["project", { name: "Shopp" }, ["name"], 'Did you mean "Shop"'],
  ["organisation", { name: "Acm" }, ["name"], 'The API key can access "Acme"'],
  ["environments", { project: "Shopp" }, ["project"], 'Did you mean "Shop"'],
])("a %s that is not there is refused at plan", async (type, body, path, words) => {
  const [diagnostic] = await refusal(workbench.newDriver().plan(workbench.stack({}, { data: { [type]: { x: body } } })));
  expect(diagnostic).toMatchObject({ path, detail: expect.stringContaining(words) });
});
