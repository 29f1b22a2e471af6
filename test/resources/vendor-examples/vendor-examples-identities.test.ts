import { FlagsmithWorkbench, on } from "../../support/flagsmith-workbench";
import { IdentitiesByHand } from "../identity/identities-by-hand";

/** Each example of the vendor's page on direct access to the API that is about identities and traits, as a stack. */
let workbench: FlagsmithWorkbench;
afterEach(() => workbench.stop());

const start = async (identities: "core" | "edge"): Promise<IdentitiesByHand> => {
  workbench = await FlagsmithWorkbench.open({ identities });
  return new IdentitiesByHand(workbench, identities, workbench.production);
};
const environment = () => ({ environment: "production", environment_id: workbench.production.id });

test("send an identity with traits: one request, as an application's; what it is served follows from them", async () => {
  const hand = await start("core");
  const traits = { my_trait_key: { number: 123.5 }, my_other_key: { boolean: true } };
  const stack = { identity: { mine: { ...environment(), identity: "identifier_5", traits } } };
  expect(await workbench.apply(stack)).toEqual([
    {
      method: "PUT",
      path: "/api/v1/traits/bulk/",
      body: [
        { identity: { identifier: "identifier_5" }, trait_key: "my_other_key", trait_value: true },
        { identity: { identifier: "identifier_5" }, trait_key: "my_trait_key", trait_value: 123.5 },
      ],
    },
  ]);
  const answer = await fetch(`${workbench.server.url}/api/v1/identities/?identifier=identifier_5`, {
    headers: { "X-Environment-Key": workbench.production.key },
  });
  expect(await answer.json()).toMatchObject({
    traits: expect.arrayContaining([
      expect.objectContaining({ trait_key: "my_trait_key", trait_value: 123.5 }),
      expect.objectContaining({ trait_key: "my_other_key", trait_value: true }),
    ]) as unknown,
  });
  expect(await hand.find("identifier_5")).toBeDefined();
});

const blue = (settings: object = {}) => ({
  identity_override: {
    mine: {
      ...on(workbench.production, "production", "custom_background_colour"),
      identity: "my_user_id",
      enabled: true,
      serve: { value: { string: "blue" } },
      ...settings,
    },
  },
});

test("create an identity override on the hosted installation: the upsert of the page", async () => {
  const hand = await start("edge");
  const feature = Number(await workbench.flagByHand("custom_background_colour"));
  expect(await workbench.apply(blue())).toEqual([
    {
      method: "PUT",
      path: `/api/v1/environments/environments/${workbench.production.key}/edge-identities-featurestates`,
      body: { enabled: true, feature, feature_state_value: "blue", identifier: "my_user_id" },
    },
  ]);
  // It "will create the override if it doesn't exist, or update it if it does".
  expect(await workbench.apply(blue({ serve: { value: { string: "red" } } }))).toMatchObject([
    { method: "PUT", path: hand.upsertPath, body: { enabled: true, feature_state_value: "red" } },
  ]);
});

test("create and update an identity override on an installation of one's own: no id has to be looked up by hand", async () => {
  const hand = await start("core");
  const feature = Number(await workbench.flagByHand("custom_background_colour"));
  const identity = await hand.make("my_user_id");
  const states = `/api/v1/environments/${workbench.production.key}/identities/${identity}/featurestates/`;
  expect(await workbench.apply(blue({ enabled: false }))).toEqual([
    { method: "POST", path: states, body: { enabled: false, feature, feature_state_value: "blue" } },
  ]);
  const [update, ...more] = await workbench.apply(blue());
  expect(more).toEqual([]);
  expect(update).toMatchObject({ method: "PUT", body: { enabled: true, feature } });
  expect(update?.path).toMatch(new RegExp(`^${states}\\d+/$`));
});

test.each(["edge", "core"] as const)("delete an identity (%s): import it, and destroy it", async (identities) => {
  const hand = await start(identities);
  const id = await hand.make("my_user_id");
  const stack = { identity: { mine: { ...environment(), identity: "my_user_id", on_destroy: "delete" } } };
  await workbench.driver.import(workbench.stack(stack), "flagform_identity.mine", "production/my_user_id");
  await workbench.apply(stack);
  expect(await workbench.destroy(stack)).toMatchObject([{ method: "DELETE", path: `${hand.path}${id}/` }]);
  expect(await hand.find("my_user_id")).toBeUndefined();
});

test("bulk uploading identities and traits: the body of the page, a trait that is null being one that must not be there", async () => {
  const hand = await start("edge");
  await hand.setTrait("my_identifier_3", "this_trait_will_be_deleted", "x");
  const missing = "if this identity does not exist, it will be created by this request";
  const identity = (name: string, settings: object) => ({ ...environment(), identity: name, ...settings });
  const stack = {
    identity: {
      one: identity("my_identifier_1", { traits: { my_key_name: { string: "set from POST /bulk-identities" } } }),
      two: identity("my_identifier_2", { traits: { some_other_key_name: { string: missing } } }),
      three: identity("my_identifier_3", { absent_traits: ["this_trait_will_be_deleted"] }),
    },
  };
  const writes = await workbench.apply(stack);
  expect(new Set(writes.map(({ method, path }) => `${method} ${path}`))).toEqual(new Set(["POST /api/v1/bulk-identities"]));
  const rows = writes.flatMap(({ body }) => (body as { data: readonly { identifier: string }[] }).data);
  expect([...rows].sort((one, other) => (one.identifier < other.identifier ? -1 : 1))).toEqual([
    {
      identifier: "my_identifier_1",
      traits: [{ trait_key: "my_key_name", trait_value: "set from POST /bulk-identities" }],
    },
    { identifier: "my_identifier_2", traits: [{ trait_key: "some_other_key_name", trait_value: missing }] },
    { identifier: "my_identifier_3", traits: [{ trait_key: "this_trait_will_be_deleted", trait_value: null }] },
  ]);
  expect(await hand.traits("my_identifier_3")).toEqual({});
  expect((await workbench.plan(stack)).empty).toBe(true);
});

test.each(["edge", "core"] as const)(
  "iterate over identities (%s): a list, and one request for each",
  async (identities) => {
    const hand = await start(identities);
    const flag = await workbench.flagByHand("custom_background_colour", { initial_value: "white" });
    await workbench.overrideByHand(workbench.production, "custom_background_colour", workbench.beta);
    await hand.put(flag, "user-1", true, "blue");
    await hand.make("user-2");
    await hand.make("other");
    const identifiers = { ...environment(), search: "user", limit: 20, with_flags: true };
    const more = {
      data: { identities: { all: identifiers } },
      output: { seen: { value: "${data.flagform_identities.all}" } },
    };
    workbench.forget();
    const { outputs } = await workbench.driver.apply(workbench.stack({}, more));
    expect(outputs["seen"]).toMatchObject({
      identifiers: ["user-1", "user-2"],
      served: {
        "user-1": {
          flags: {
            custom_background_colour: { enabled: true, value: { string: "blue", integer: null }, overridden_by: "identity" },
          },
        },
        "user-2": {
          flags: { custom_background_colour: { enabled: false, value: { string: "white" }, overridden_by: null } },
        },
      },
    });
    const asked = workbench.requests().filter((line) => line.includes("identities/"));
    expect(new Set(asked).size).toBe(3);
    expect(asked.filter((line) => line.endsWith("featurestates/all/"))).not.toEqual([]);
  },
);
