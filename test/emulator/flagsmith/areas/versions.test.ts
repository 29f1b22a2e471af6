import type { EmulatorClient } from "../client";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

interface State {
  readonly id: number;
  readonly uuid: string;
  readonly feature_segment: number | null;
}

async function states(client: EmulatorClient): Promise<State[]> {
  const answer = await client.call("GET", `/api/v1/features/featurestates/?environment=${client.environment.id}`);
  return (answer.body as { results: State[] }).results;
}

async function versions(client: EmulatorClient, feature: number): Promise<{ published: boolean }[]> {
  const path = `/api/v1/environments/${client.environment.id}/features/${feature}/versions/`;
  return ((await client.call("GET", path)).body as { results: { published: boolean }[] }).results;
}

async function withOverride(versioning: boolean): Promise<{ client: EmulatorClient; feature: number; segment: number }> {
  const client = await openClient({ versioning });
  const feature = await client.feature("banner", "hello");
  const segment = await client.segment("GB");
  await client.call("PATCH", client.flagPath(feature), { segment_overrides: [{ segment: { id: segment }, enabled: true }] });
  return { client, feature, segment };
}

describe("a write with feature versioning", () => {
  test("gives every state and link new ids", async () => {
    const { client, feature } = await withOverride(true);
    const before = await states(client);
    await client.call("PATCH", client.flagPath(feature), { environment_default: { enabled: true } });
    const after = await states(client);
    expect(after).toHaveLength(2);
    for (const name of ["id", "uuid", "feature_segment"] as const) {
      const old = before.map((each) => each[name]).filter((each) => each !== null);
      expect(after.map((each) => each[name]).filter((each) => old.some((other) => other === each))).toEqual([]);
    }
  });

  test("publishes one version per call that changes something, and none for an empty one", async () => {
    const { client, feature } = await withOverride(true);
    expect(await versions(client, feature)).toHaveLength(2);
    await client.call("PUT", client.flagPath(feature), {});
    await client.call("PATCH", client.flagPath(feature), { environment_default: {} });
    expect(await versions(client, feature)).toHaveLength(2);
    await client.call("PUT", client.flagPath(feature), { segment_overrides: [] });
    expect(await versions(client, feature)).toHaveLength(3);
  });

  test("keeps the variants of identities: a state's django_id is its flag's own, and does not change", async () => {
    const { client, feature } = await withOverride(true);
    await client.feature("another");
    const path = `/api/v1/environments/${client.environment.key}/document/`;
    const ids = async (): Promise<number[]> => {
      const { feature_states: list } = (await client.call("GET", path)).body as { feature_states: { django_id: number }[] };
      return list.map((each) => each.django_id);
    };
    const before = await ids();
    expect(new Set(before).size).toBe(2);
    await client.call("PATCH", client.flagPath(feature), { environment_default: { enabled: true } });
    expect(await ids()).toEqual(before);
  });

  test("leaves an unpublished version behind when update-flag-v1 crashes half way", async () => {
    const { client, feature } = await withOverride(true);
    const answer = await client.call("POST", `/api/experiments/environments/${client.environment.key}/update-flag-v1/`, {
      feature: { id: feature },
      enabled: true,
      value: { type: "integer", value: "2147483648" },
    });
    expect(answer.status).toBe(500);
    expect((await versions(client, feature)).map((each) => each.published)).toEqual([false, true, true]);
    expect(await client.flag(feature)).toMatchObject({ environment_default: { enabled: false } });
  });

  test("refuses legacy writes, but not those of identity overrides", async () => {
    const { client, feature } = await withOverride(true);
    const [state] = await states(client);
    const refused = await client.call(
      "PATCH",
      `/api/v1/environments/${client.environment.key}/featurestates/${state?.id}/`,
      {
        enabled: true,
      },
    );
    expect(refused.status).toBe(400);
    const identities = `/api/v1/environments/${client.environment.key}/identities/`;
    const { id } = (await client.call("POST", identities, { identifier: "anna" })).body as { id: number };
    const override = await client.call("POST", `${identities}${id}/featurestates/`, {
      feature,
      enabled: true,
      feature_state_value: "hi",
    });
    expect(override.status).toBe(201);
    await client.call("PATCH", client.flagPath(feature), {
      environment_default: { value: { type: "string", value: "new" } },
    });
    expect((await client.served("anna")).banner).toMatchObject({ enabled: true, feature_state_value: "hi" });
    expect((await client.served("bob")).banner).toMatchObject({ enabled: false, feature_state_value: "new" });
  });
});

describe("a write without feature versioning", () => {
  test("keeps the ids", async () => {
    const { client, feature } = await withOverride(false);
    const before = (await states(client)).map((each) => each.id);
    await client.call("PATCH", client.flagPath(feature), { environment_default: { enabled: true } });
    expect((await states(client)).map((each) => each.id)).toEqual(before);
  });

  test("keeps what update-flag-v1 wrote before it crashed", async () => {
    const { client, feature } = await withOverride(false);
    await client.call("POST", `/api/experiments/environments/${client.environment.key}/update-flag-v1/`, {
      feature: { id: feature },
      enabled: true,
      value: { type: "integer", value: "2147483648" },
    });
    expect(await client.flag(feature)).toMatchObject({
      environment_default: { enabled: true, value: { type: "string", value: "hello" } },
    });
  });

  test("shows one of two overrides of a segment, and deletes both", async () => {
    const { client, feature, segment } = await withOverride(false);
    const path = `/api/v1/environments/${client.environment.key}/features/${feature}/create-segment-override/`;
    const body = {
      enabled: true,
      feature_state_value: { type: "unicode", string_value: "second" },
      feature_segment: { segment },
    };
    expect(await client.call("POST", path, body)).toMatchObject({ status: 201, body: { feature_segment: { priority: 1 } } });
    expect(await client.flag(feature)).toMatchObject({ segment_overrides: [{ segment: { id: segment }, priority: 0 }] });
    await client.call("POST", `/api/experiments/environments/${client.environment.key}/delete-segment-override/`, {
      feature: { id: feature },
      segment: { id: segment },
    });
    expect(await client.flag(feature)).toMatchObject({ segment_overrides: [] });
  });
});

test("turning versioning on keeps what flags serve, and turning it off again too", async () => {
  const { client, feature } = await withOverride(false);
  const before = await client.flag(feature);
  const path = `/api/v1/environments/${client.environment.key}`;
  expect((await client.call("POST", `${path}/enable-v2-versioning/`)).status).toBe(202);
  expect(await client.flag(feature)).toEqual(before);
  await client.call("PATCH", client.flagPath(feature), { environment_default: { enabled: true } });
  expect((await client.call("POST", `${path}/disable-v2-versioning/`)).status).toBe(202);
  expect(await states(client)).toHaveLength(2);
  expect(await client.flag(feature)).toMatchObject({ environment_default: { enabled: true } });
});
