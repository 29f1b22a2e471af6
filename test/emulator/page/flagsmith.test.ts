import type { PageAnswer, PageFlags } from "../../../src/emulator/page/view-model";
import { type EmulatorClient, openClient, stopAll } from "../flagsmith/client";

/** What only Flagsmith has: identities at the edge, stored traits, hidden flags, versions, flags for servers, values beside "off". */

afterEach(stopAll);

async function answersOf(client: EmulatorClient, identity: string, traits: object = {}): Promise<readonly PageAnswer[]> {
  const question = { project: String(client.project), environment: String(client.environment.id), identity, traits };
  const response = await fetch(`${client.emulator.url}/__emulator_page__/served`, {
    method: "POST",
    body: JSON.stringify(question),
  });
  return ((await response.json()) as { readonly answers: readonly PageAnswer[] }).answers;
}

/** The page's answers as the API's, asked with a server-side key and storing nobody. */
async function expectSame(client: EmulatorClient, identity: string, traits: Readonly<Record<string, unknown>> = {}) {
  const path = `/api/v1/environments/${client.environment.key}/api-keys/`;
  const { key } = (await client.call("POST", path, { name: "backend" })).body as { readonly key: string };
  const sent = Object.entries(traits).map(([name, value]) => ({ trait_key: name, trait_value: value }));
  const body = { identifier: identity, transient: true, traits: sent };
  const { flags } = (await client.call("POST", "/api/v1/identities/", body, { "x-environment-key": key })).body as {
    readonly flags: readonly {
      feature: { name: string };
      enabled: boolean;
      feature_state_value: unknown;
      variant: unknown;
    }[];
  };
  const answers = await answersOf(client, identity, traits);
  const served = answers.filter((each) => "value" in each);
  expect(served.map(({ flag, isOn, value, variant }) => [flag, isOn, value, variant])).toEqual(
    flags.map((each) => [each.feature.name, each.enabled, each.feature_state_value, each.variant]),
  );
  return answers;
}

async function override(client: EmulatorClient, feature: number, enabled: boolean, value: string): Promise<void> {
  const path = `/api/v1/environments/${client.environment.key}/edge-identities/`;
  const { identity_uuid: id } = (await client.call("POST", path, { identifier: "ada" })).body as {
    readonly identity_uuid: string;
  };
  const body = { feature, enabled, feature_state_value: value };
  const answer = await client.call("POST", `${path}${id}/edge-featurestates/`, body);
  expect(answer.status).toBeLessThan(300);
}

test("identities at the edge have overrides too, shown and counted", async () => {
  const client = await openClient({ identities: "edge" });
  await override(client, await client.feature("banner", "red"), true, "blue");
  const [answer] = await expectSame(client, "ada");
  expect(answer).toMatchObject({ isOn: true, value: "blue", reason: { kind: "identity override" } });
  expect((await expectSame(client, "bob"))[0]).toMatchObject({ isOn: false, value: "red", reason: { kind: "off" } });
  const response = await fetch(`${client.emulator.url}/__emulator_page__/flags`);
  const { flags } = (await response.json()) as PageFlags;
  expect(flags[0]?.definitions[0]).toMatchObject({
    state: "off",
    serves: [{ text: '"red"' }],
    audiences: [{ kind: "identity", name: "ada", isOn: true, serves: [{ text: '"blue"' }] }],
  });
});

test.each(["core", "edge"] as const)(
  "flags that the project hides while they are off (identities: %s)",
  async (identities) => {
    const client = await openClient({ identities });
    await client.call("PATCH", `/api/v1/projects/${client.project}/`, { name: "Shop", hide_disabled_flags: true });
    const feature = await client.feature("banner", "red");
    await client.feature("other", "x");
    if (identities === "edge") await override(client, feature, true, "blue");
    const answers = await expectSame(client, "ada");
    expect(answers).toHaveLength(2);
    expect(answers[1]).toMatchObject({ flag: "other", isOn: false, reason: { kind: "off" } });
    expect(answers[1]?.reason.text).toContain("hides flags");
  },
);

test("traits that are stored count, and those of the question replace them", async () => {
  const client = await openClient();
  const [feature, segment] = [await client.feature("banner"), await client.segment("GB")];
  const place = { feature, environment: client.environment.id };
  const link = await client.call("POST", "/api/v1/features/feature-segments/", { ...place, segment });
  const state = { ...place, feature_segment: (link.body as { readonly id: number }).id, enabled: true };
  const value = { type: "unicode", string_value: "for GB" };
  await client.call("POST", "/api/v1/features/featurestates/", { ...state, feature_state_value: value });
  await client.served("ada", { country: "GB" });
  const kinds = async (traits: Readonly<Record<string, unknown>>) =>
    (await expectSame(client, "ada", traits)).map((each) => each.reason.kind);
  const stored = await kinds({});
  const replaced = await kinds({ country: "US" });
  expect([stored, replaced]).toEqual([["segment override"], ["off"]]);
});

test.each([{ versioning: true }, { versioning: false }])("what is served is what is published: %j", async (options) => {
  const client = await openClient(options);
  const feature = await client.feature("banner", "one");
  await client.call("PATCH", client.flagPath(feature), { enabled: true });
  await expectSame(client, "ada");
});

test("traits of every type are read as the API reads them", async () => {
  const client = await openClient();
  await client.feature("banner");
  await expectSame(client, "ada", { a: "1.50", b: 1, c: 1.5, d: true, e: ["x", "y"] });
});

test("flags for servers are marked", async () => {
  const client = await openClient();
  const feature = await client.feature("secret-sauce");
  const path = `/api/v1/projects/${client.project}/features/${feature}/`;
  await client.call("PATCH", path, { is_server_key_only: true, is_archived: true });
  await expectSame(client, "ada");
  const { flags } = (await (await fetch(`${client.emulator.url}/__emulator_page__/flags`)).json()) as PageFlags;
  expect(flags[0]).toMatchObject({ isArchived: true, definitions: [{ notes: ["Only for server-side keys"] }] });
});

test("a question that crashes the real server says so", async () => {
  const client = await openClient();
  await client.call("POST", `/api/v1/projects/${client.project}/segments/`, {
    name: "odd",
    rules: [{ type: "ALL", rules: [], conditions: [{ operator: "MODULO", property: "n", value: "0|1" }] }],
  });
  const question = {
    project: String(client.project),
    environment: String(client.environment.id),
    identity: "ada",
    traits: { n: 1 },
  };
  const response = await fetch(`${client.emulator.url}/__emulator_page__/served`, {
    method: "POST",
    body: JSON.stringify(question),
  });
  expect([response.status, await response.text()]).toEqual([422, expect.stringContaining("answers 500")]);
});

test("many overrides are counted, the first ones listed", async () => {
  const client = await openClient();
  const feature = await client.feature("banner");
  const path = `/api/v1/environments/${client.environment.key}/identities/`;
  for (let at = 0; at < 60; at += 1) {
    const { id } = (await client.call("POST", path, { identifier: `user-${at}` })).body as { readonly id: number };
    await client.call("POST", `${path}${id}/featurestates/`, { feature, enabled: true });
  }
  const { flags } = (await (await fetch(`${client.emulator.url}/__emulator_page__/flags`)).json()) as PageFlags;
  expect(flags[0]?.definitions[0]?.audiences).toHaveLength(50);
  expect(flags[0]?.definitions[0]?.unlisted).toBe(10);
});
