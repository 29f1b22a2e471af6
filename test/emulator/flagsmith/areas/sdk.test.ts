import type { EmulatorClient } from "../client";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

const text = (value: string): object => ({ type: "string", value });

async function override(
  client: EmulatorClient,
  feature: number,
  segment: number,
  priority: number,
  value: string,
): Promise<void> {
  await client.call("PATCH", client.flagPath(feature), {
    segment_overrides: [{ segment: { id: segment }, priority, enabled: true, value: text(value) }],
  });
}

test("an identity's own override comes before segments, the smallest priority before others, the default last", async () => {
  const client = await openClient();
  const feature = await client.feature("banner", "default");
  const [gb, british] = [await client.segment("GB"), await client.segment("GB")];
  await override(client, feature, gb, 5, "second");
  await override(client, feature, british, 2, "first");
  expect((await client.served("bob", { country: "US" })).banner).toMatchObject({
    feature_state_value: "default",
    enabled: false,
  });
  expect((await client.served("anna", { country: "GB" })).banner).toMatchObject({
    feature_state_value: "first",
    enabled: true,
  });
  const identities = `/api/v1/environments/${client.environment.key}/identities/`;
  const { results } = (await client.call("GET", `${identities}?q=%22anna%22`)).body as { results: { id: number }[] };
  await client.call("POST", `${identities}${results[0]?.id}/featurestates/`, {
    feature,
    enabled: true,
    feature_state_value: "for anna",
  });
  expect((await client.served("anna")).banner).toMatchObject({ feature_state_value: "for anna" });
});

test("remembers traits, forgets those that become null, and stores nobody who is transient", async () => {
  const client = await openClient();
  const headers = { "x-environment-key": client.environment.key };
  const identify = (body: object): ReturnType<EmulatorClient["call"]> =>
    client.call("POST", "/api/v1/identities/", body, headers);
  await client.served("anna", { country: "GB", age: 42, score: 1.5, vip: true });
  const read = await client.call("GET", "/api/v1/identities/?identifier=anna", undefined, headers);
  expect(read.body).toMatchObject({
    traits: [{ trait_value: "GB" }, { trait_value: 42 }, { trait_value: 1.5 }, { trait_value: true }],
  });
  await identify({ identifier: "anna", traits: [{ trait_key: "age", trait_value: null }] });
  await identify({ identifier: "zoe", transient: true, traits: [] });
  expect((await client.call("GET", "/api/v1/identities/?identifier=anna", undefined, headers)).body).toMatchObject({
    traits: [{ trait_key: "country" }, { trait_key: "score" }, { trait_key: "vip" }],
  });
  const list = await client.call("GET", `/api/v1/environments/${client.environment.key}/identities/`);
  expect((list.body as { results: unknown[] }).results).toHaveLength(1);
});

test("a share of identities gets each variant, the same one every time, also after the flag has changed", async () => {
  const client = await openClient({ versioning: true });
  const feature = await client.feature("button", "control value");
  const options = `/api/v1/projects/${client.project}/features/${feature}/mv-options/`;
  for (const key of ["red", "blue"]) {
    await client.call("POST", options, {
      feature,
      type: "unicode",
      string_value: key,
      default_percentage_allocation: 25,
      key,
    });
  }
  const variants = async (): Promise<(string | null | undefined)[]> =>
    Promise.all(Array.from({ length: 80 }, async (_each, index) => (await client.served(`user-${index}`)).button?.variant));
  const before = await variants();
  const count = (key: string): number => before.filter((each) => each === key).length;
  expect(count("red") + count("blue") + count("control")).toBe(80);
  for (const key of ["red", "blue"]) {
    expect(count(key)).toBeGreaterThan(8);
    expect(count(key)).toBeLessThan(32);
  }
  await client.call("PATCH", client.flagPath(feature), { environment_default: { enabled: true } });
  expect(await variants()).toEqual(before);
});

test("hides disabled flags when told to, and flags for servers from clients", async () => {
  const client = await openClient();
  await client.feature("off");
  const server = await client.feature("server only");
  await client.call("PATCH", `/api/v1/projects/${client.project}/features/${server}/`, { is_server_key_only: true });
  const path = `/api/v1/environments/${client.environment.key}/`;
  const { key } = (await client.call("POST", `${path}api-keys/`, { name: "ci" })).body as { key: string };
  const names = async (environmentKey: string): Promise<string[]> => {
    const answer = await client.call("GET", "/api/v1/flags/", undefined, { "x-environment-key": environmentKey });
    return (answer.body as { feature: { name: string } }[]).map((each) => each.feature.name);
  };
  expect(await names(client.environment.key)).toEqual(["off"]);
  expect(await names(key)).toEqual(["off", "server only"]);
  await client.call("PATCH", path, { hide_disabled_flags: true });
  expect(await names(key)).toEqual([]);
});

test("the document says when it has not changed", async () => {
  let now = Date.parse("2026-11-21T12:00:00Z");
  const client = await openClient({ clock: () => new Date(now) });
  const feature = await client.feature("banner");
  const { key } = (await client.call("POST", `/api/v1/environments/${client.environment.key}/api-keys/`, { name: "ci" }))
    .body as { key: string };
  const read = (headers: Readonly<Record<string, string>>): ReturnType<EmulatorClient["call"]> =>
    client.call("GET", "/api/v1/environment-document/", undefined, { "x-environment-key": key, ...headers });
  const modified = (await read({})).headers.get("last-modified") ?? "";
  expect((await read({ "if-modified-since": modified })).status).toBe(304);
  now += 1000;
  await client.call("PATCH", client.flagPath(feature), { environment_default: { enabled: true } });
  expect((await read({ "if-modified-since": modified })).status).toBe(200);
});

test("the overrides of an identity at the edge are served", async () => {
  const client = await openClient({ identities: "edge" });
  await client.feature("banner", "default");
  const path = `/api/v1/environments/environments/${client.environment.key}/edge-identities-featurestates`;
  await client.call("PUT", path, {
    identifier: "anna",
    feature: "banner",
    enabled: true,
    feature_state_value: " untrimmed ",
  });
  expect((await client.served("anna")).banner).toMatchObject({ enabled: true, feature_state_value: " untrimmed " });
  expect((await client.served("bob")).banner).toMatchObject({ enabled: false, feature_state_value: "default" });
});
