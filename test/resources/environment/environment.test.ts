import { FlagsmithWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterEach(() => workbench.stop());

const environment = (settings: object = {}) => ({
  environment: { canary: { name: "canary", description: "Some users", ...settings } },
});
const own = () => `/api/v1/environments/${String(workbench.attributes("environment.canary")["client_key"])}/`;

test("an environment is created in one request, plans empty, and is destroyed", async () => {
  expect(await workbench.apply(environment())).toEqual([
    {
      method: "POST",
      path: "/api/v1/environments/",
      body: { name: "canary", description: "Some users", project: Number(workbench.project) },
    },
  ]);
  const { id, client_key: key, scope } = workbench.attributes("environment.canary");
  expect(await workbench.api("GET", own())).toMatchObject({ id: Number(id), api_key: key, name: "canary" });
  expect(scope).toBe(`flagsmith:${new URL(workbench.server.url).host}/${workbench.project}`);
  expect((await workbench.plan(environment())).empty).toBe(true);
  const at = own();
  expect(await workbench.destroy(environment())).toEqual([{ method: "DELETE", path: at, body: null }]);
});

test.each([
  ["name", { name: "canaries" }],
  ["description", { description: "Few users" }],
  ["empty description", { description: "" }],
])("an update of the %s sends that alone", async (_name, change) => {
  await workbench.apply(environment());
  const at = own();
  expect(await workbench.apply(environment(change))).toEqual([
    { method: "PATCH", path: at, body: { ...change, metadata: [] } },
  ]);
  expect(workbench.attributes("environment.canary")).toMatchObject(change);
  expect((await workbench.plan(environment(change))).empty).toBe(true);
});

test("a description that is left out is not managed", async () => {
  const bare = environment({ description: null });
  expect((await workbench.apply(bare))[0]?.body).toEqual({ name: "canary", project: Number(workbench.project) });
  await workbench.api("PATCH", own(), { description: "theirs" });
  expect((await workbench.plan(bare)).empty).toBe(true);
  expect(await workbench.apply(environment({ description: null, name: "canaries" }))).toHaveLength(1);
  expect(await workbench.api("GET", own())).toMatchObject({ description: "theirs", name: "canaries" });
});

test.each([
  ["name", { name: "by hand" }, { name: "canary" }],
  ["description", { description: "by hand" }, { description: "Some users" }],
])("drift of the %s is shown, and put right", async (_name, byHand, right) => {
  await workbench.apply(environment());
  const at = own();
  await workbench.api("PATCH", at, byHand);
  const plan = await workbench.plan(environment());
  expect(plan.drift[0]?.after).toMatchObject(byHand);
  expect(plan.actions()).toEqual({ "flagform_environment.canary": "update" });
  expect(await workbench.apply(environment())).toEqual([{ method: "PATCH", path: at, body: { ...right, metadata: [] } }]);
});

test("a key that was changed outside is read, and does not make the environment another", async () => {
  await workbench.apply(environment());
  const { id } = workbench.attributes("environment.canary");
  await workbench.api("PATCH", own(), { api_key: "changed-key" });
  const plan = await workbench.plan(environment());
  expect(plan.drift[0]?.after).toMatchObject({ id, client_key: "changed-key" });
  expect(plan.actions()).toEqual({});
});

test("the data source finds an environment by name and by id, and says what is known of it", async () => {
  await workbench.apply(environment());
  const { id, client_key: key } = workbench.attributes("environment.canary");
  for (const name of ["canary", "CANARY", `id:${String(id)}`]) {
    const stack = workbench.stack({}, { data: { environment: { found: { name } } } });
    const driver = workbench.newDriver();
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
    workbench.newDriver().plan(workbench.stack({}, { data: { environment: { found: { name: "canari" } } } })),
  );
  expect(diagnostic).toMatchObject({
    summary: 'There is no environment "canari"',
    detail: expect.stringContaining('Did you mean "canary"'),
    path: ["name"],
  });
});
