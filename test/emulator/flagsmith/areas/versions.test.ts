import { openShop, stopAll } from "../client";
import type { Shop } from "../client";

afterEach(stopAll);

interface State {
  readonly id: number;
  readonly uuid: string;
  readonly feature_segment: number | null;
}

async function states(shop: Shop): Promise<State[]> {
  const answer = await shop.call("GET", `/api/v1/features/featurestates/?environment=${shop.environment.id}`);
  return (answer.body as { results: State[] }).results;
}

async function versions(shop: Shop, feature: number): Promise<{ published: boolean }[]> {
  const path = `/api/v1/environments/${shop.environment.id}/features/${feature}/versions/`;
  return ((await shop.call("GET", path)).body as { results: { published: boolean }[] }).results;
}

async function withOverride(versioning: boolean): Promise<{ shop: Shop; feature: number; segment: number }> {
  const shop = await openShop({ versioning });
  const feature = await shop.feature("banner", "hello");
  const segment = await shop.segment("GB");
  await shop.call("PATCH", shop.flagPath(feature), { segment_overrides: [{ segment: { id: segment }, enabled: true }] });
  return { shop, feature, segment };
}

describe("a write with feature versioning", () => {
  test("gives every state and link new ids", async () => {
    const { shop, feature } = await withOverride(true);
    const before = await states(shop);
    await shop.call("PATCH", shop.flagPath(feature), { environment_default: { enabled: true } });
    const after = await states(shop);
    expect(after).toHaveLength(2);
    for (const name of ["id", "uuid", "feature_segment"] as const) {
      const old = before.map((each) => each[name]).filter((each) => each !== null);
      expect(after.map((each) => each[name]).filter((each) => old.some((other) => other === each))).toEqual([]);
    }
  });

  test("publishes one version per call that changes something, and none for an empty one", async () => {
    const { shop, feature } = await withOverride(true);
    expect(await versions(shop, feature)).toHaveLength(2);
    await shop.call("PUT", shop.flagPath(feature), {});
    await shop.call("PATCH", shop.flagPath(feature), { environment_default: {} });
    expect(await versions(shop, feature)).toHaveLength(2);
    await shop.call("PUT", shop.flagPath(feature), { segment_overrides: [] });
    expect(await versions(shop, feature)).toHaveLength(3);
  });

  test("keeps the variants of identities: a state's django_id is its flag's own, and does not change", async () => {
    const { shop, feature } = await withOverride(true);
    await shop.feature("another");
    const path = `/api/v1/environments/${shop.environment.key}/document/`;
    const ids = async (): Promise<number[]> => {
      const { feature_states: list } = (await shop.call("GET", path)).body as { feature_states: { django_id: number }[] };
      return list.map((each) => each.django_id);
    };
    const before = await ids();
    expect(new Set(before).size).toBe(2);
    await shop.call("PATCH", shop.flagPath(feature), { environment_default: { enabled: true } });
    expect(await ids()).toEqual(before);
  });

  test("leaves an unpublished version behind when update-flag-v1 crashes half way", async () => {
    const { shop, feature } = await withOverride(true);
    const answer = await shop.call("POST", `/api/experiments/environments/${shop.environment.key}/update-flag-v1/`, {
      feature: { id: feature },
      enabled: true,
      value: { type: "integer", value: "2147483648" },
    });
    expect(answer.status).toBe(500);
    expect((await versions(shop, feature)).map((each) => each.published)).toEqual([false, true, true]);
    expect(await shop.flag(feature)).toMatchObject({ environment_default: { enabled: false } });
  });

  test("refuses legacy writes, but not those of identity overrides", async () => {
    const { shop, feature } = await withOverride(true);
    const [state] = await states(shop);
    const refused = await shop.call("PATCH", `/api/v1/environments/${shop.environment.key}/featurestates/${state?.id}/`, {
      enabled: true,
    });
    expect(refused.status).toBe(400);
    const identities = `/api/v1/environments/${shop.environment.key}/identities/`;
    const { id } = (await shop.call("POST", identities, { identifier: "anna" })).body as { id: number };
    const override = await shop.call("POST", `${identities}${id}/featurestates/`, {
      feature,
      enabled: true,
      feature_state_value: "hi",
    });
    expect(override.status).toBe(201);
    await shop.call("PATCH", shop.flagPath(feature), { environment_default: { value: { type: "string", value: "new" } } });
    expect((await shop.served("anna")).banner).toMatchObject({ enabled: true, feature_state_value: "hi" });
    expect((await shop.served("bob")).banner).toMatchObject({ enabled: false, feature_state_value: "new" });
  });
});

describe("a write without feature versioning", () => {
  test("keeps the ids", async () => {
    const { shop, feature } = await withOverride(false);
    const before = (await states(shop)).map((each) => each.id);
    await shop.call("PATCH", shop.flagPath(feature), { environment_default: { enabled: true } });
    expect((await states(shop)).map((each) => each.id)).toEqual(before);
  });

  test("keeps what update-flag-v1 wrote before it crashed", async () => {
    const { shop, feature } = await withOverride(false);
    await shop.call("POST", `/api/experiments/environments/${shop.environment.key}/update-flag-v1/`, {
      feature: { id: feature },
      enabled: true,
      value: { type: "integer", value: "2147483648" },
    });
    expect(await shop.flag(feature)).toMatchObject({
      environment_default: { enabled: true, value: { type: "string", value: "hello" } },
    });
  });

  test("shows one of two overrides of a segment, and deletes both", async () => {
    const { shop, feature, segment } = await withOverride(false);
    const path = `/api/v1/environments/${shop.environment.key}/features/${feature}/create-segment-override/`;
    const body = {
      enabled: true,
      feature_state_value: { type: "unicode", string_value: "second" },
      feature_segment: { segment },
    };
    expect(await shop.call("POST", path, body)).toMatchObject({ status: 201, body: { feature_segment: { priority: 1 } } });
    expect(await shop.flag(feature)).toMatchObject({ segment_overrides: [{ segment: { id: segment }, priority: 0 }] });
    await shop.call("POST", `/api/experiments/environments/${shop.environment.key}/delete-segment-override/`, {
      feature: { id: feature },
      segment: { id: segment },
    });
    expect(await shop.flag(feature)).toMatchObject({ segment_overrides: [] });
  });
});

test("turning versioning on keeps what flags serve, and turning it off again too", async () => {
  const { shop, feature } = await withOverride(false);
  const before = await shop.flag(feature);
  const path = `/api/v1/environments/${shop.environment.key}`;
  expect((await shop.call("POST", `${path}/enable-v2-versioning/`)).status).toBe(202);
  expect(await shop.flag(feature)).toEqual(before);
  await shop.call("PATCH", shop.flagPath(feature), { environment_default: { enabled: true } });
  expect((await shop.call("POST", `${path}/disable-v2-versioning/`)).status).toBe(202);
  expect(await states(shop)).toHaveLength(2);
  expect(await shop.flag(feature)).toMatchObject({ environment_default: { enabled: true } });
});
