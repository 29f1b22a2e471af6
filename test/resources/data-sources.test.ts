import { Lab, refusal, type Bodies } from "./lab";

let lab: Lab;
beforeAll(async () => {
  lab = await Lab.start();
  lab.server.seed({ users: [{ email: "ada@example.com" }], fields: [{ name: "Ticket", entities: ["feature"] }] });
  const flagsmith = { owners: ["ada@example.com"], metadata: { Ticket: "7" }, server_key_only: true };
  await lab.apply({ feature_flag: { f: { key: "banner", description: "On top", tags: ["search"], flagsmith } } });
});
afterAll(() => lab.stop());

async function look(data: Bodies, type: string) {
  const driver = lab.newDriver();
  lab.forget();
  await driver.apply(lab.stack({}, { data }));
  return driver.instance(`data.flagform_${type}.x`)?.attributes;
}

test.each(["banner", "BANNER"])("a flag by its key %s", async (key) => {
  expect(await look({ feature_flag: { x: { key } } }, "feature_flag")).toMatchObject({
    id: lab.attributes("feature_flag.f")["id"],
    description: "On top",
    tags: ["search"],
    archived: false,
    flagsmith: { server_key_only: true, owners: ["ada@example.com"], group_owners: [], metadata: { Ticket: "7" } },
  });
});

test("all environments", async () => {
  const found = await look({ environments: { x: {} } }, "environments");
  expect(found).toMatchObject({
    id: lab.project,
    names: ["production", "staging"],
    environments: {
      production: { id: lab.production.id, client_key: "production-key", requires_approval: false },
      staging: { id: lab.staging.id, client_key: "staging-key" },
    },
  });
  expect(lab.requests()).toHaveLength(2);
});

test("a project by name, or the provider's", async () => {
  for (const body of [{}, { name: "shop" }, { name: `id:${lab.project}` }]) {
    expect(await look({ project: { x: body } }, "project")).toMatchObject({ id: lab.project, title: "Shop" });
  }
});

test("the organisation, by name or the only one", async () => {
  for (const body of [{}, { name: "Acme" }, { name: String(lab.server.organisationId) }]) {
    expect(await look({ organisation: { x: body } }, "organisation")).toMatchObject({
      id: String(lab.server.organisationId),
      title: "Acme",
      projects: ["Shop"],
    });
  }
});

test.each([
  ["feature_flag", { key: "baner" }, ["key"], 'Did you mean "banner"'],
  ["project", { name: "Shopp" }, ["name"], 'Did you mean "Shop"'],
  ["organisation", { name: "Acm" }, ["name"], 'The API key sees "Acme"'],
  ["environments", { project: "Shopp" }, ["project"], 'Did you mean "Shop"'],
])("a %s that is not there is refused at plan", async (type, body, path, words) => {
  const [diagnostic] = await refusal(lab.newDriver().plan(lab.stack({}, { data: { [type]: { x: body } } })));
  expect(diagnostic).toMatchObject({ path, detail: expect.stringContaining(words) });
});
