import { Lab, refusal } from "../lab";

let lab: Lab;
beforeEach(async () => {
  lab = await Lab.start();
});
afterEach(() => lab.stop());

const environment = (settings: object = {}) => ({
  environment: { canary: { name: "canary", description: "Some users", ...settings } },
});
const own = () => `/api/v1/environments/${String(lab.attributes("environment.canary")["client_key"])}/`;

test("an environment is created in one request, plans empty, and is destroyed", async () => {
  expect(await lab.apply(environment())).toEqual([
    {
      method: "POST",
      path: "/api/v1/environments/",
      body: { name: "canary", description: "Some users", project: Number(lab.project) },
    },
  ]);
  const { id, client_key: key, scope } = lab.attributes("environment.canary");
  expect(await lab.api("GET", own())).toMatchObject({ id: Number(id), api_key: key, name: "canary" });
  expect(scope).toBe(`flagsmith:${new URL(lab.server.url).host}/${lab.project}`);
  expect((await lab.plan(environment())).empty).toBe(true);
  const at = own();
  expect(await lab.destroy(environment())).toEqual([{ method: "DELETE", path: at, body: null }]);
});

test.each([
  ["name", { name: "canaries" }],
  ["description", { description: "Few users" }],
  ["empty description", { description: "" }],
])("an update of the %s sends that alone", async (_name, change) => {
  await lab.apply(environment());
  const at = own();
  expect(await lab.apply(environment(change))).toEqual([{ method: "PATCH", path: at, body: { ...change, metadata: [] } }]);
  expect(lab.attributes("environment.canary")).toMatchObject(change);
  expect((await lab.plan(environment(change))).empty).toBe(true);
});

test("a description that is left out is not managed", async () => {
  const bare = environment({ description: null });
  expect((await lab.apply(bare))[0]?.body).toEqual({ name: "canary", project: Number(lab.project) });
  await lab.api("PATCH", own(), { description: "theirs" });
  expect((await lab.plan(bare)).empty).toBe(true);
  expect(await lab.apply(environment({ description: null, name: "canaries" }))).toHaveLength(1);
  expect(await lab.api("GET", own())).toMatchObject({ description: "theirs", name: "canaries" });
});

test.each([
  ["name", { name: "by hand" }, { name: "canary" }],
  ["description", { description: "by hand" }, { description: "Some users" }],
])("drift of the %s is shown, and put right", async (_name, byHand, right) => {
  await lab.apply(environment());
  const at = own();
  await lab.api("PATCH", at, byHand);
  const plan = await lab.plan(environment());
  expect(plan.drift[0]?.after).toMatchObject(byHand);
  expect(plan.actions()).toEqual({ "flagform_environment.canary": "update" });
  expect(await lab.apply(environment())).toEqual([{ method: "PATCH", path: at, body: { ...right, metadata: [] } }]);
});

test("a key that was changed outside is read, and does not make the environment another", async () => {
  await lab.apply(environment());
  const { id } = lab.attributes("environment.canary");
  await lab.api("PATCH", own(), { api_key: "changed-key" });
  const plan = await lab.plan(environment());
  expect(plan.drift[0]?.after).toMatchObject({ id, client_key: "changed-key" });
  expect(plan.actions()).toEqual({});
});

test("the data source finds an environment by name and by id, and says what is known of it", async () => {
  await lab.apply(environment());
  const { id, client_key: key } = lab.attributes("environment.canary");
  for (const name of ["canary", "CANARY", `id:${String(id)}`]) {
    const stack = lab.stack({}, { data: { environment: { found: { name } } } });
    const driver = lab.newDriver();
    await driver.apply(stack);
    expect(driver.instance("data.flagform_environment.found")?.attributes).toMatchObject({
      name,
      id,
      client_key: key,
      description: "Some users",
      requires_approval: false,
    });
  }
  const [diagnostic] = await refusal(
    lab.newDriver().plan(lab.stack({}, { data: { environment: { found: { name: "canari" } } } })),
  );
  expect(diagnostic).toMatchObject({
    summary: 'There is no environment "canari"',
    detail: expect.stringContaining('Did you mean "canary"'),
    path: ["name"],
  });
});
