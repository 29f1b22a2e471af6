import type { DefinitionUnit } from "../../../src/platforms/port/definition";
import { failure, writesOf } from "../../support/adapter-workbench";
import { plainAudience, serving, Workbench } from "./workbench";

const text = (value: string) => ({ kind: "string", value }) as const;

let workbench: Workbench;
let unit: DefinitionUnit;
let edge: string;
beforeEach(async () => {
  workbench = await Workbench.start({ identities: "edge" });
  unit = await workbench.unit("production", "banner", "hello");
  edge = `/api/v1/environments/${unit.environment.clientKey}/edge-identities/`;
});
afterEach(() => workbench.stop());

const upsertPath = () => `/api/v1/environments/environments/${unit.environment.clientKey}/edge-identities-featurestates`;
const byHand = (body: object) => workbench.api("PUT", upsertPath(), { feature: Number(unit.flag.id), ...body });
const overrides = () => workbench.platform().identityOverrides;
const bodies = (method: string) =>
  workbench.server
    .requests()
    .filter((each) => each.method === method)
    .map(({ body }) => body);

test("everything is said in every upsert, for what is left out would be reset", async () => {
  await overrides().put(unit, "user", { enabled: true, ...serving(text("x")) });
  workbench.server.resetRequests();
  await overrides().put(unit, "user", { enabled: false });
  await overrides().put(unit, "user", serving({ kind: "integer", value: 7 }));
  const feature = Number(unit.flag.id);
  expect(bodies("PUT")).toEqual([
    { identifier: "user", feature, enabled: false, feature_state_value: "x" },
    { identifier: "user", feature, enabled: false, feature_state_value: 7 },
  ]);
});

test("the weights of variants are sent back", async () => {
  const options = `/api/v1/projects/${workbench.project.id}/features/${unit.flag.id}/mv-options/`;
  const feature = Number(unit.flag.id);
  const option = await workbench.api("POST", options, { feature, default_percentage_allocation: 0, string_value: "a" });
  const weights = [{ multivariate_feature_option: option.id, percentage_allocation: 30 }];
  await byHand({ identifier: "user", enabled: true, feature_state_value: "x", multivariate_feature_state_values: weights });
  workbench.server.resetRequests();
  await overrides().put(unit, "user", { enabled: false });
  expect(bodies("PUT")).toMatchObject([{ enabled: false, multivariate_feature_state_values: weights }]);
});

test("a removal names the identity and the flag, and leaves the identity", async () => {
  await overrides().put(unit, "user", { enabled: true, ...serving(text("x")) });
  workbench.server.resetRequests();
  await overrides().remove(unit, "user");
  expect(bodies("DELETE")).toEqual([{ identifier: "user", feature: Number(unit.flag.id) }]);
  expect((await workbench.api("GET", edge)).results).toHaveLength(1);
});

test("a read that is late is repeated until it shows what was written", async () => {
  await byHand({ identifier: "user", enabled: true, feature_state_value: "old" });
  const platform = workbench.platform();
  workbench.server.fault({ kind: "stale", method: "GET", path: `${edge}*`, times: 5 });
  workbench.server.resetRequests();
  await platform.identityOverrides.put(unit, "user", { enabled: true, ...serving(text("new")) });
  expect(bodies("PUT")).toHaveLength(1);
  // The search and the look before; late ones, and the one that shows it.
  expect(bodies("GET").length).toBeGreaterThan(5);
});

test("a write that another writer's copy of the identity wiped out is sent again", async () => {
  const wipe = { method: "DELETE", path: upsertPath(), body: { identifier: "user", feature: Number(unit.flag.id) } };
  workbench.server.fault({ kind: "write", method: "PUT", commit: "after", write: wipe });
  workbench.server.resetRequests();
  await overrides().put(unit, "user", { enabled: true, ...serving(text("x")) });
  expect(bodies("PUT")).toHaveLength(2);
  const read = await overrides().read(unit, "user");
  expect(read && plainAudience(read)).toEqual({ enabled: true, value: text("x") });
});

test("a write that never appears is an error that says so, not a success", async () => {
  const wipe = { method: "DELETE", path: upsertPath(), body: { identifier: "user", feature: Number(unit.flag.id) } };
  workbench.server.fault({ kind: "write", method: "PUT", commit: "after", times: 0, write: wipe });
  workbench.server.resetRequests();
  const error = await failure(overrides().put(unit, "user", { enabled: true, ...serving(text("x")) }));
  expect(error.details).toMatchObject({ code: "unavailable", subject: "identity" });
  expect(bodies("PUT")).toHaveLength(3);
});

test("a read-back that fails makes a confirmed write no failure, and is told", async () => {
  const platform = workbench.platform();
  await platform.identityOverrides.put(unit, "user", { enabled: true, ...serving(text("x")) });
  workbench.server.fault({ kind: "status", status: 500, method: "GET", path: `${edge}*`, nth: 2, times: 0 });
  await platform.identityOverrides.put(unit, "user", { enabled: false });
  expect(workbench.logged.some((line) => line.includes("could not be read back"))).toBe(true);
});

test("writes for one identity take turns, those for others do not wait for them", async () => {
  const platform = workbench.platform();
  const flags = [unit.flag, await workbench.flag("one"), await workbench.flag("two")];
  await Promise.all(
    flags.map((flag) => platform.identityOverrides.put({ ...unit, flag }, "user", { enabled: true, ...serving(text("x")) })),
  );
  const sent = workbench.server.requests().filter(({ path }) => path.includes("edge-identities"));
  const methods = sent.map(({ method }) => method);
  // Between two upserts lies the look that found the first of them.
  expect(methods.join(" ")).not.toContain("PUT PUT");
  expect(methods.filter((method) => method === "PUT")).toHaveLength(3);
});

test("one request sweeps the overrides of a whole environment", async () => {
  const other = await workbench.flag("other");
  await byHand({ identifier: "a", enabled: true, feature_state_value: "x" });
  await byHand({ identifier: "b", feature: Number(other.id), enabled: true, feature_state_value: "y" });
  const { identityOverrides } = workbench.platform();
  workbench.server.resetRequests();
  expect(await identityOverrides.sweep(unit, "a")).toBeDefined();
  expect(await identityOverrides.sweep(unit, "b")).toBeUndefined();
  expect([...((await identityOverrides.sweepAll({ ...unit, flag: other })) ?? [])].map(([name]) => name)).toEqual(["b"]);
  const asked = workbench.server.requests().filter(({ path }) => path.includes("edge-identity-overrides"));
  expect(asked).toHaveLength(1);
});

test("where the list cannot tell, it does not; exact reads go on", async () => {
  await byHand({ identifier: "a", enabled: true, feature_state_value: "x" });
  const { identityOverrides } = workbench.platform();
  workbench.server.fault({
    kind: "status",
    status: 400,
    path: "*edge-identity-overrides",
    body: { detail: "not migrated" },
  });
  expect(await identityOverrides.sweep(unit, "a")).toBeUndefined();
  expect(await identityOverrides.sweepAll(unit)).toBeUndefined();
  expect(await identityOverrides.read(unit, "a")).toBeDefined();
});

test("the list is late: whoever is not in it as expected is read exactly", async () => {
  await byHand({ identifier: "stays", enabled: true, feature_state_value: "x" });
  await byHand({ identifier: "goes", enabled: true, feature_state_value: "x" });
  workbench.server.fault({ kind: "stale", path: "*edge-identity-overrides", times: 0 });
  await byHand({ identifier: "comes", enabled: true, feature_state_value: "x" });
  await workbench.api("DELETE", upsertPath(), { identifier: "goes", feature: Number(unit.flag.id) });
  const listed = await overrides().list(unit);
  expect([...(listed ?? [])].map(([name]) => name)).toEqual(["stays", "goes"]);
  const expected = new Map([
    ["stays", () => true],
    ["comes", () => true],
  ]);
  const { identityOverrides } = workbench.platform();
  workbench.server.resetRequests();
  const exact = await identityOverrides.list(unit, expected);
  expect([...(exact ?? [])].map(([name]) => name).sort()).toEqual(["comes", "stays"]);
  // Two doubtful ones: a search and a look each.
  expect(bodies("GET").length).toBeLessThanOrEqual(6);
});

test("an identifier that no index takes is refused before anything is sent", async () => {
  workbench.server.resetRequests();
  const error = await failure(overrides().put(unit, "ü".repeat(513), { enabled: true }));
  expect(error.details).toMatchObject({ code: "invalid", subject: "identity" });
  expect(writesOf(workbench.server.counts())).toBe(0);
});

test("a crash that is not about a missing flag stays what it is", async () => {
  workbench.server.fault({ kind: "status", status: 500, method: "PUT" });
  const error = await failure(overrides().put(unit, "user", { enabled: true, ...serving(text("x")) }));
  expect(error.details).toMatchObject({ code: "unavailable", status: 500 });
});
