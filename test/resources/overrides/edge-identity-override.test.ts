import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import { refusal } from "../../support/platform-workbench";
import { IdentitiesByHand } from "../identity/identities-by-hand";

/** Single overrides, where the project keeps its identities at the edge. */
let workbench: FlagsmithWorkbench;
let flag: string;
let hand: IdentitiesByHand;
beforeEach(async () => {
  workbench = await FlagsmithWorkbench.open({ identities: "edge" });
  flag = await workbench.flagByHand("banner", { initial_value: "first", default_enabled: true });
  hand = new IdentitiesByHand(workbench, "edge", workbench.production);
});
afterEach(() => workbench.stop());

const ADDRESS = "flagform_identity_override.o";
const override = (settings: object = {}, name = "o") => ({
  identity_override: {
    [name]: {
      ...on(workbench.production, "production"),
      identity: "user-1",
      serve: { value: { string: "yours" } },
      ...settings,
    },
  },
});

test("an override is one upsert, which makes the identity; destroyed, it is one delete, and the identity stays", async () => {
  expect(await workbench.apply(override())).toEqual([
    {
      method: "PUT",
      path: hand.upsertPath,
      body: { identifier: "user-1", feature: Number(flag), enabled: true, feature_state_value: "yours" },
    },
  ]);
  expect((await workbench.plan(override())).empty).toBe(true);
  expect(await workbench.destroy(override())).toEqual([
    { method: "DELETE", path: hand.upsertPath, body: { identifier: "user-1", feature: Number(flag) } },
  ]);
  expect(await hand.overrides(flag)).toEqual({});
  expect(await hand.find("user-1")).toBeDefined();
});

test("an update says what changes and what must be said beside it", async () => {
  await workbench.apply(override());
  expect(await workbench.apply(override({ enabled: false }))).toMatchObject([
    { method: "PUT", body: { enabled: false, feature_state_value: "yours" } },
  ]);
  await hand.put(flag, "user-1", false, "by hand");
  // Its value is no business of this one.
  const unmanaged = override({ enabled: true, serve: null });
  await workbench.apply(unmanaged);
  expect(await hand.overrides(flag)).toEqual({ "user-1": [true, "by hand"] });
  expect((await workbench.plan(unmanaged)).empty).toBe(true);
});

test("drift is shown and put right, also where the list is late", async () => {
  await workbench.apply(override());
  await hand.put(flag, "user-1", false, "by hand");
  expect((await workbench.plan(override())).drift).toHaveLength(1);
  workbench.server.fault({ kind: "stale", path: "*edge-identity-overrides", times: 0 });
  await workbench.apply(override());
  expect((await workbench.plan(override())).empty).toBe(true);
});

test("a list that does not have it yet is no reason to make it again", async () => {
  workbench.server.fault({ kind: "stale", path: "*edge-identity-overrides", times: 0 });
  await workbench.apply(override());
  expect((await workbench.plan(override())).empty).toBe(true);
});

test("one that somebody deleted is made again", async () => {
  await workbench.apply(override());
  await hand.remove(flag, "user-1");
  expect((await workbench.plan(override())).actions()).toEqual({ [ADDRESS]: "create" });
  await hand.delete("user-1");
  await workbench.apply(override());
  expect(await hand.overrides(flag)).toEqual({ "user-1": [true, "yours"] });
});

test("several flags for one identity all arrive", async () => {
  const others = await Promise.all(["one", "two", "three"].map((name) => workbench.flagByHand(name)));
  const all = ["banner", "one", "two", "three"].map((name) => override({ flag: name }, name).identity_override);
  const stack = { identity_override: Object.assign({}, ...all) as Record<string, object> };
  const writes = await workbench.apply(stack);
  expect(writes).toHaveLength(4);
  for (const each of [flag, ...others]) expect(await hand.overrides(each)).toEqual({ "user-1": [true, "yours"] });
  workbench.forget();
  expect((await workbench.plan(stack)).empty).toBe(true);
  expect(workbench.requests().filter((line) => line.includes("edge-"))).toHaveLength(1);
});

test("an override moves to another identity: put there, then removed here", async () => {
  await workbench.apply(override());
  expect((await workbench.apply(override({ identity: "user-2" }))).map(({ method }) => method)).toEqual(["PUT", "DELETE"]);
  expect(await hand.overrides(flag)).toEqual({ "user-2": [true, "yours"] });
});

test.each(['with "quotes"', '"quoted"', "with/slash", "ünïcode ☂", "per%cent", "mail+tag@example.com"])(
  "an identifier like %s works, also in an import",
  async (identity) => {
    await hand.make(`${identity}0`);
    await workbench.apply(override({ identity }));
    expect((await workbench.plan(override({ identity }))).empty).toBe(true);
    const driver = workbench.newDriver();
    await driver.import(
      workbench.stack(override({ identity })),
      ADDRESS,
      String(workbench.attributes("identity_override.o")["id"]),
    );
    expect(driver.instance(ADDRESS)?.attributes).toMatchObject({ identity, serve: { value: { string: "yours" } } });
  },
);

test("a flag that was deleted under a plan is an error that says so", async () => {
  const plan = await workbench.plan(override());
  await workbench.api("DELETE", `/api/v1/projects/${workbench.project}/features/${flag}/`);
  const [diagnostic] = await refusal(workbench.driver.apply(plan));
  expect(diagnostic?.detail).toMatch(/flag|banner/);
  expect(diagnostic?.path).toEqual(["flag"]);
});
