import { FlagsmithWorkbench, on, RUNGS } from "../../support/flagsmith-workbench";

describe.each(RUNGS)("$strategy", ({ options }) => {
  let workbench: FlagsmithWorkbench;
  let flag: string;
  beforeEach(async () => {
    workbench = await FlagsmithWorkbench.open(options);
    flag = await workbench.flagByHand("banner", { initial_value: "first", default_enabled: true });
  });
  afterEach(() => workbench.stop());

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
  const identities = () => `/api/v1/environments/${workbench.production.key}/identities/`;

  async function states(identifier = "user-1"): Promise<Record<string, unknown>[]> {
    const found = (await workbench.api("GET", `${identities()}?q="${identifier}"`))["results"] as { id: number }[];
    if (!found[0]) return [];
    const path = `${identities()}${String(found[0].id)}/featurestates/`;
    const { results } = (await workbench.api("GET", path)) as unknown as { results: Record<string, unknown>[] };
    return results.map((each) => ({ ...each, path: `${path}${String(each["id"])}/` }));
  }

  test("an identity that is not there yet is made, then its override; the identity stays when it is destroyed", async () => {
    const writes = await workbench.apply(override());
    expect(writes).toMatchObject([
      { method: "POST", path: identities(), body: { identifier: "user-1" } },
      { method: "POST", body: { feature: Number(flag), enabled: true, feature_state_value: "yours" } },
    ]);
    expect((await workbench.plan(override())).empty).toBe(true);
    const removed = await workbench.destroy(override());
    expect(removed.map(({ method }) => method)).toEqual(["DELETE"]);
    expect(await states()).toEqual([]);
    expect((await workbench.api("GET", `${identities()}?q="user-1"`))["results"]).toHaveLength(1);
  });

  test("an identity that is there is found, not made again, and one whose name contains it is not taken for it", async () => {
    await workbench.api("POST", identities(), { identifier: "user-11" });
    await workbench.api("POST", identities(), { identifier: "user-1" });
    expect((await workbench.apply(override())).map(({ path }) => path)).toEqual([expect.stringMatching(/featurestates\/$/)]);
    expect(await states("user-11")).toEqual([]);
  });

  test.each([
    ["enabled", { enabled: false }, { enabled: false }],
    ["serve", { serve: { value: { integer: 7 } } }, { feature_state_value: 7 }],
  ])("an update of %s sends that alone", async (_name, change, body) => {
    await workbench.apply(override());
    const writes = await workbench.apply(override(change));
    expect(writes).toMatchObject([{ method: "PUT", body: { feature: Number(flag), ...body } }]);
    expect(Object.keys(writes[0]?.body as object)).toHaveLength(2);
    expect((await workbench.plan(override(change))).empty).toBe(true);
  });

  test.each([
    ["enabled", { enabled: false }],
    ["the value", { feature_state_value: "by hand" }],
  ])("drift of %s is shown, and put right", async (_name, byHand) => {
    await workbench.apply(override());
    const [state] = await states();
    await workbench.api("PUT", String(state?.["path"]), { feature: Number(flag), ...byHand });
    const plan = await workbench.plan(override());
    expect(plan.drift).toHaveLength(1);
    expect(plan.actions()).toEqual({ "flagform_identity_override.o": "update" });
    await workbench.apply(override());
    expect(await states()).toMatchObject([{ enabled: true, feature_state_value: "yours" }]);
    expect((await workbench.plan(override())).empty).toBe(true);
  });

  test("an override that somebody deleted is made again; one already gone is destroyed without a word", async () => {
    await workbench.apply(override());
    await workbench.api("DELETE", String((await states())[0]?.["path"]));
    expect((await workbench.plan(override())).actions()).toEqual({ "flagform_identity_override.o": "create" });
    await workbench.apply(override());
    const plan = await workbench.driver.plan(workbench.stack(override()), { destroy: true });
    await workbench.api("DELETE", String((await states())[0]?.["path"]));
    await workbench.driver.apply(plan);
    expect(workbench.driver.state.instances).toEqual([]);
  });

  test("two flags for one identity that is not there yet: it is made once", async () => {
    await workbench.flagByHand("footer");
    const both = {
      identity_override: { ...override().identity_override, ...override({ flag: "footer" }, "f").identity_override },
    };
    const writes = await workbench.apply(both);
    expect(writes.filter(({ path }) => path === identities())).toHaveLength(1);
    expect(writes).toHaveLength(3);
    expect((await workbench.plan(both)).empty).toBe(true);
    expect(await workbench.destroy(both)).toHaveLength(2);
  });

  test("an override moves to another identity: put there, then removed here", async () => {
    await workbench.apply(override());
    await workbench.apply(override({ identity: "user-2" }));
    expect(await states()).toEqual([]);
    expect(await states("user-2")).toMatchObject([{ feature_state_value: "yours" }]);
    expect((await workbench.plan(override({ identity: "user-2" }))).empty).toBe(true);
  });

  test("an override that does not say what it serves takes the environment's value, and does not manage it", async () => {
    await workbench.apply(override({ serve: null, enabled: false }));
    expect(await states()).toMatchObject([{ enabled: false, feature_state_value: "first" }]);
    await workbench.api("PUT", String((await states())[0]?.["path"]), {
      feature: Number(flag),
      feature_state_value: "theirs",
    });
    expect((await workbench.plan(override({ serve: null, enabled: false }))).empty).toBe(true);
  });

  test.each(['with "quotes"', "with/slash", "ünïcode ☂", "per%cent", "a b", "mail+tag@example.com"])(
    "an identifier like %s works, also in an import",
    async (identity) => {
      await workbench.apply(override({ identity }));
      expect((await workbench.plan(override({ identity }))).empty).toBe(true);
      const driver = workbench.newDriver();
      const { id } = workbench.attributes("identity_override.o");
      await driver.import(workbench.stack(override({ identity })), "flagform_identity_override.o", String(id));
      expect(driver.instance("flagform_identity_override.o")?.attributes).toMatchObject({ identity, id });
    },
  );
});
