import { IdentitiesByHand } from "../identity/identities-by-hand";
import { Lab, on, refusal } from "../lab";

/** Single overrides, where the project keeps its identities at the edge. */
let lab: Lab;
let flag: string;
let hand: IdentitiesByHand;
beforeEach(async () => {
  lab = await Lab.start({ identities: "edge" });
  flag = await lab.flagByHand("banner", { initial_value: "first", default_enabled: true });
  hand = new IdentitiesByHand(lab, "edge", lab.production);
});
afterEach(() => lab.stop());

const ADDRESS = "flagform_identity_override.o";
const override = (settings: object = {}, name = "o") => ({
  identity_override: {
    [name]: { ...on(lab.production, "production"), identity: "user-1", serve: { value: { string: "yours" } }, ...settings },
  },
});

test("an override is one upsert, which makes the identity; destroyed, it is one delete, and the identity stays", async () => {
  expect(await lab.apply(override())).toEqual([
    {
      method: "PUT",
      path: hand.upsertPath,
      body: { identifier: "user-1", feature: Number(flag), enabled: true, feature_state_value: "yours" },
    },
  ]);
  expect((await lab.plan(override())).empty).toBe(true);
  expect(await lab.destroy(override())).toEqual([
    { method: "DELETE", path: hand.upsertPath, body: { identifier: "user-1", feature: Number(flag) } },
  ]);
  expect(await hand.overrides(flag)).toEqual({});
  expect(await hand.find("user-1")).toBeDefined();
});

test("an update says what changes and what must be said beside it", async () => {
  await lab.apply(override());
  expect(await lab.apply(override({ enabled: false }))).toMatchObject([
    { method: "PUT", body: { enabled: false, feature_state_value: "yours" } },
  ]);
  await hand.put(flag, "user-1", false, "by hand");
  // Its value is no business of this one.
  const unmanaged = override({ enabled: true, serve: null });
  await lab.apply(unmanaged);
  expect(await hand.overrides(flag)).toEqual({ "user-1": [true, "by hand"] });
  expect((await lab.plan(unmanaged)).empty).toBe(true);
});

test("drift is shown and put right, also where the list is late", async () => {
  await lab.apply(override());
  await hand.put(flag, "user-1", false, "by hand");
  expect((await lab.plan(override())).drift).toHaveLength(1);
  lab.server.fault({ kind: "stale", path: "*edge-identity-overrides", times: 0 });
  await lab.apply(override());
  expect((await lab.plan(override())).empty).toBe(true);
});

test("a list that does not have it yet is no reason to make it again", async () => {
  lab.server.fault({ kind: "stale", path: "*edge-identity-overrides", times: 0 });
  await lab.apply(override());
  expect((await lab.plan(override())).empty).toBe(true);
});

test("one that somebody deleted is made again", async () => {
  await lab.apply(override());
  await hand.remove(flag, "user-1");
  expect((await lab.plan(override())).actions()).toEqual({ [ADDRESS]: "create" });
  await hand.delete("user-1");
  await lab.apply(override());
  expect(await hand.overrides(flag)).toEqual({ "user-1": [true, "yours"] });
});

test("several flags for one identity all arrive", async () => {
  const others = await Promise.all(["one", "two", "three"].map((name) => lab.flagByHand(name)));
  const all = ["banner", "one", "two", "three"].map((name) => override({ flag: name }, name).identity_override);
  const stack = { identity_override: Object.assign({}, ...all) as Record<string, object> };
  const writes = await lab.apply(stack);
  expect(writes).toHaveLength(4);
  for (const each of [flag, ...others]) expect(await hand.overrides(each)).toEqual({ "user-1": [true, "yours"] });
  lab.forget();
  expect((await lab.plan(stack)).empty).toBe(true);
  expect(lab.requests().filter((line) => line.includes("edge-"))).toHaveLength(1);
});

test("an override moves to another identity: put there, then removed here", async () => {
  await lab.apply(override());
  expect((await lab.apply(override({ identity: "user-2" }))).map(({ method }) => method)).toEqual(["PUT", "DELETE"]);
  expect(await hand.overrides(flag)).toEqual({ "user-2": [true, "yours"] });
});

test.each(['with "quotes"', '"quoted"', "with/slash", "ünïcode ☂", "per%cent", "mail+tag@example.com"])(
  "an identifier like %s works, also in an import",
  async (identity) => {
    await hand.make(`${identity}0`);
    await lab.apply(override({ identity }));
    expect((await lab.plan(override({ identity }))).empty).toBe(true);
    const driver = lab.newDriver();
    await driver.import(lab.stack(override({ identity })), ADDRESS, String(lab.attributes("identity_override.o")["id"]));
    expect(driver.instance(ADDRESS)?.attributes).toMatchObject({ identity, serve: { value: { string: "yours" } } });
  },
);

test("a flag that was deleted under a plan is an error that says so", async () => {
  const plan = await lab.plan(override());
  await lab.api("DELETE", `/api/v1/projects/${lab.project}/features/${flag}/`);
  const [diagnostic] = await refusal(lab.driver.apply(plan));
  expect(diagnostic?.detail).toMatch(/flag|banner/);
  expect(diagnostic?.path).toEqual(["flag"]);
});
