import { renderPlan } from "../../../src/testing/render-plan";
import { FlagsmithWorkbench } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";

let workbench: FlagsmithWorkbench;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open();
});
afterEach(() => workbench.stop());

const key = (settings: object = {}) => ({ server_key: { k: { name: "ci", environment: "production", ...settings } } });
const path = (environment = "production-key") => `/api/v1/environments/${environment}/api-keys/`;
const state = () => workbench.attributes("server_key.k");
const keys = async (environment?: string) =>
  (await workbench.api("GET", path(environment))) as unknown as { id: number; name: string; key: string; active: boolean }[];

test("a key is made in one write, is in the state, plans empty, and is destroyed", async () => {
  expect(await workbench.apply(key())).toEqual([{ method: "POST", path: path(), body: { name: "ci" } }]);
  const [made] = await keys();
  expect(state()).toMatchObject({ id: String(made?.id), key: made?.key, active: null });
  expect(state()["key"]).toMatch(/^ser\./);
  expect((await workbench.plan(key())).empty).toBe(true);
  const at = `${path()}${String(made?.id)}/`;
  expect(await workbench.destroy(key())).toEqual([{ method: "DELETE", path: at, body: null }]);
  expect(await keys()).toEqual([]);
});

test("the key itself is not shown in a plan", async () => {
  await workbench.apply(key());
  const shown = renderPlan(await workbench.plan({}));
  expect(shown).toContain("flagform_server_key.k");
  expect(shown).not.toContain(String(state()["key"]));
});

test.each([
  ["the name", { name: "deploy" }, { name: "deploy" }],
  ["the switch", { active: false }, { active: false }],
])("a change of %s sends that alone, and keeps the key", async (_name, change, sent) => {
  await workbench.apply(key({ active: true }));
  const before = state()["key"];
  const changed = key({ active: true, ...change });
  expect(await workbench.apply(changed)).toMatchObject([{ method: "PATCH", body: sent }]);
  expect(state()["key"]).toBe(before);
  expect((await workbench.plan(changed)).empty).toBe(true);
});

test("drift is shown and put right, and a key that is gone is made anew", async () => {
  await workbench.apply(key({ active: true }));
  const [made] = await keys();
  await workbench.api("PATCH", `${path()}${String(made?.id)}/`, { active: false, name: "by hand" });
  expect((await workbench.plan(key({ active: true }))).drift[0]?.after).toMatchObject({ active: false, name: "by hand" });
  expect(await workbench.apply(key({ active: true }))).toMatchObject([{ body: { name: "ci", active: true } }]);
  await workbench.api("DELETE", `${path()}${String(made?.id)}/`);
  expect((await workbench.plan(key({ active: true }))).actions()).toEqual({ "flagform_server_key.k": "create" });
});

test("import by environment and name; other people's keys need an id where names are alike", async () => {
  for (const name of ["twin", "twin", "ci"]) await workbench.api("POST", path(), { name });
  await workbench.driver.import(workbench.stack(key()), "flagform_server_key.k", "production/ci");
  expect(state()).toMatchObject({ name: "ci", environment: "production", active: null });
  expect(state()["key"]).toMatch(/^ser\./);
  const given = key({ environment_id: workbench.production.id });
  expect((await workbench.plan(given)).empty).toBe(true);
  const other = workbench.newDriver();
  const twin = { server_key: { k: { name: "twin", environment: "production" } } };
  const [diagnostic] = await refusal(other.import(workbench.stack(twin), "flagform_server_key.k", "production/twin"));
  expect(diagnostic?.detail).toMatch(/2 server keys are named "twin"[^]*id:\d+ or id:\d+/);
});

test("a name that is taken is refused with the import id, or taken over and then kept", async () => {
  await workbench.api("POST", path(), { name: "ci" });
  workbench.forget();
  const [diagnostic] = await refusal(workbench.apply(key()));
  expect(diagnostic).toMatchObject({
    path: ["name"],
    detail: expect.stringContaining('import it with the id "production/ci"'),
  });
  expect(workbench.writes()).toEqual([]);
  await workbench.apply(key({ adopt_existing: true }));
  expect(await workbench.destroy(key({ adopt_existing: true }))).toEqual([]);
  expect(await keys()).toHaveLength(1);
});

test("a key that moves to another environment is another key there, and the old one goes", async () => {
  await workbench.apply(key());
  const before = state()["key"];
  const moved = key({ environment: "staging" });
  expect((await workbench.apply(moved)).map(({ method, path: at }) => `${method} ${at.split("/")[4] ?? ""}`)).toEqual([
    "POST staging-key",
    "DELETE production-key",
  ]);
  expect(state()["key"]).not.toBe(before);
  expect(await keys()).toEqual([]);
  expect((await workbench.plan(moved)).empty).toBe(true);
});

test("a key of a replaced environment is made in the new one", async () => {
  const stack = (name: string) => ({
    environment: { e: { name } },
    server_key: {
      k: { name: "ci", environment: "${flagform_environment.e.name}", environment_id: "${flagform_environment.e.id}" },
    },
  });
  await workbench.apply(stack("canary"));
  const { id, key: before } = state();
  const environment = String(workbench.attributes("environment.e")["client_key"]);
  await workbench.api("DELETE", `/api/v1/environments/${environment}/`);
  await workbench.apply(stack("canary"));
  expect(state()["id"]).not.toBe(id);
  expect(state()["key"]).not.toBe(before);
  expect((await workbench.plan(stack("canary"))).empty).toBe(true);
  // A rename is no replacement.
  await workbench.apply(stack("canaries"));
  expect((await workbench.plan(stack("canaries"))).empty).toBe(true);
});

test("protection is kept to, and an environment that is not there is named", async () => {
  await workbench.apply(key({ deletion_protection: true }));
  workbench.forget();
  const [diagnostic] = await refusal(workbench.plan({}));
  expect(diagnostic?.summary).toBe("Server key ci is protected against deletion");
  const [missing] = await refusal(workbench.newDriver().apply(workbench.stack(key({ environment: "prodution" }))));
  expect(missing).toMatchObject({
    path: ["environment"],
    detail: expect.stringContaining('There is no environment "prodution"'),
  });
  expect(workbench.writes()).toEqual([]);
  await workbench.apply(key({ deletion_protection: false }));
});
