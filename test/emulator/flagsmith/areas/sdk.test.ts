import { openShop, stopAll } from "../client";
import type { Shop } from "../client";

afterEach(stopAll);

const text = (value: string): object => ({ type: "string", value });

async function override(shop: Shop, feature: number, segment: number, priority: number, value: string): Promise<void> {
  await shop.call("PATCH", shop.flagPath(feature), {
    segment_overrides: [{ segment: { id: segment }, priority, enabled: true, value: text(value) }],
  });
}

test("an identity's own override comes before segments, the smallest priority before others, the default last", async () => {
  const shop = await openShop();
  const feature = await shop.feature("banner", "default");
  const [gb, british] = [await shop.segment("GB"), await shop.segment("GB")];
  await override(shop, feature, gb, 5, "second");
  await override(shop, feature, british, 2, "first");
  expect((await shop.served("bob", { country: "US" })).banner).toMatchObject({
    feature_state_value: "default",
    enabled: false,
  });
  expect((await shop.served("anna", { country: "GB" })).banner).toMatchObject({
    feature_state_value: "first",
    enabled: true,
  });
  const identities = `/api/v1/environments/${shop.environment.key}/identities/`;
  const { results } = (await shop.call("GET", `${identities}?q=%22anna%22`)).body as { results: { id: number }[] };
  await shop.call("POST", `${identities}${results[0]?.id}/featurestates/`, {
    feature,
    enabled: true,
    feature_state_value: "for anna",
  });
  expect((await shop.served("anna")).banner).toMatchObject({ feature_state_value: "for anna" });
});

test("remembers traits, forgets those that become null, and stores nobody who is transient", async () => {
  const shop = await openShop();
  const headers = { "x-environment-key": shop.environment.key };
  const identify = (body: object): ReturnType<Shop["call"]> => shop.call("POST", "/api/v1/identities/", body, headers);
  await shop.served("anna", { country: "GB", age: 42, score: 1.5, vip: true });
  const read = await shop.call("GET", "/api/v1/identities/?identifier=anna", undefined, headers);
  expect(read.body).toMatchObject({
    traits: [{ trait_value: "GB" }, { trait_value: 42 }, { trait_value: 1.5 }, { trait_value: true }],
  });
  await identify({ identifier: "anna", traits: [{ trait_key: "age", trait_value: null }] });
  await identify({ identifier: "zoe", transient: true, traits: [] });
  expect((await shop.call("GET", "/api/v1/identities/?identifier=anna", undefined, headers)).body).toMatchObject({
    traits: [{ trait_key: "country" }, { trait_key: "score" }, { trait_key: "vip" }],
  });
  const list = await shop.call("GET", `/api/v1/environments/${shop.environment.key}/identities/`);
  expect((list.body as { results: unknown[] }).results).toHaveLength(1);
});

test("a share of identities gets each variant, the same one every time, also after the flag has changed", async () => {
  const shop = await openShop({ versioning: true });
  const feature = await shop.feature("button", "control value");
  const options = `/api/v1/projects/${shop.project}/features/${feature}/mv-options/`;
  for (const key of ["red", "blue"]) {
    await shop.call("POST", options, {
      feature,
      type: "unicode",
      string_value: key,
      default_percentage_allocation: 25,
      key,
    });
  }
  const variants = async (): Promise<(string | null | undefined)[]> =>
    Promise.all(Array.from({ length: 80 }, async (_each, index) => (await shop.served(`user-${index}`)).button?.variant));
  const before = await variants();
  const count = (key: string): number => before.filter((each) => each === key).length;
  expect(count("red") + count("blue") + count("control")).toBe(80);
  for (const key of ["red", "blue"]) {
    expect(count(key)).toBeGreaterThan(8);
    expect(count(key)).toBeLessThan(32);
  }
  await shop.call("PATCH", shop.flagPath(feature), { environment_default: { enabled: true } });
  expect(await variants()).toEqual(before);
});

test("hides disabled flags when told to, and flags for servers from clients", async () => {
  const shop = await openShop();
  await shop.feature("off");
  const server = await shop.feature("server only");
  await shop.call("PATCH", `/api/v1/projects/${shop.project}/features/${server}/`, { is_server_key_only: true });
  const path = `/api/v1/environments/${shop.environment.key}/`;
  const { key } = (await shop.call("POST", `${path}api-keys/`, { name: "ci" })).body as { key: string };
  const names = async (environmentKey: string): Promise<string[]> => {
    const answer = await shop.call("GET", "/api/v1/flags/", undefined, { "x-environment-key": environmentKey });
    return (answer.body as { feature: { name: string } }[]).map((each) => each.feature.name);
  };
  expect(await names(shop.environment.key)).toEqual(["off"]);
  expect(await names(key)).toEqual(["off", "server only"]);
  await shop.call("PATCH", path, { hide_disabled_flags: true });
  expect(await names(key)).toEqual([]);
});

test("the document says when it has not changed", async () => {
  let now = Date.parse("2026-11-21T12:00:00Z");
  const shop = await openShop({ clock: () => new Date(now) });
  const feature = await shop.feature("banner");
  const { key } = (await shop.call("POST", `/api/v1/environments/${shop.environment.key}/api-keys/`, { name: "ci" }))
    .body as { key: string };
  const read = (headers: Readonly<Record<string, string>>): ReturnType<Shop["call"]> =>
    shop.call("GET", "/api/v1/environment-document/", undefined, { "x-environment-key": key, ...headers });
  const modified = (await read({})).headers.get("last-modified") ?? "";
  expect((await read({ "if-modified-since": modified })).status).toBe(304);
  now += 1000;
  await shop.call("PATCH", shop.flagPath(feature), { environment_default: { enabled: true } });
  expect((await read({ "if-modified-since": modified })).status).toBe(200);
});

test("the overrides of an identity at the edge are served", async () => {
  const shop = await openShop({ identities: "edge" });
  await shop.feature("banner", "default");
  const path = `/api/v1/environments/environments/${shop.environment.key}/edge-identities-featurestates`;
  await shop.call("PUT", path, { identifier: "anna", feature: "banner", enabled: true, feature_state_value: " untrimmed " });
  expect((await shop.served("anna")).banner).toMatchObject({ enabled: true, feature_state_value: " untrimmed " });
  expect((await shop.served("bob")).banner).toMatchObject({ enabled: false, feature_state_value: "default" });
});
