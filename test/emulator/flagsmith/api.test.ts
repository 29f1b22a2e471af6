import { openClient, send, start, stopAll } from "./client";

afterEach(stopAll);

describe("releases", () => {
  test.each([
    ["2.265", 200, 204],
    ["2.240", 404, 204],
    ["2.200", 404, 404],
  ] as const)("%s: the whole-flag endpoint answers %i, the experiments %i", async (server, wholeFlag, experiments) => {
    const client = await openClient({ server });
    const feature = await client.feature("banner");
    const read = await client.call("GET", client.flagPath(feature));
    expect(read.status).toBe(wholeFlag);
    const path = `/api/experiments/environments/${client.environment.key}/update-flag-v1/`;
    const body = { feature: { id: feature }, enabled: true, value: { type: "string", value: "x" } };
    const written = await client.call("POST", path, body);
    expect(written.status).toBe(experiments);
    for (const each of [read, written].filter(({ status }) => status === 404)) {
      expect(each.headers.get("content-type")).toBe("text/html; charset=utf-8");
    }
    expect((await client.call("GET", "/version/")).body).toMatchObject({ image_tag: `${server}.0` });
    expect(read.headers.get("flagsmith-version")).toBe(`${server}.0`);
  });
});

describe("credentials", () => {
  test("takes exactly `Api-Key`, and tells no credential from a wrong one", async () => {
    const { emulator } = await openClient();
    const detail = async (authorization: string): Promise<unknown> => {
      const answer = await send(emulator, "GET", "/api/v1/projects/", undefined, { authorization });
      return answer.status === 401 ? answer.body : answer.status;
    };
    expect(await detail(`Api-Key ${emulator.key}`)).toBe(200);
    expect(await detail("Api-Key nope")).toEqual({ detail: "Valid Master API Key not found." });
    for (const each of ["", `api-key ${emulator.key}`, `Bearer ${emulator.key}`, `Token ${emulator.key}`, emulator.key]) {
      expect(await detail(each)).toEqual({ detail: "Authentication credentials were not provided." });
    }
  });

  test("a key without permissions sees no projects, and writes nothing", async () => {
    const client = await openClient();
    const feature = await client.feature("banner");
    const authorization = `Api-Key ${client.emulator.limitedKey}`;
    const limited = (method: string, path: string, body?: unknown): ReturnType<typeof send> =>
      send(client.emulator, method, path, body, { authorization });
    expect((await limited("GET", `/api/v1/organisations/${client.emulator.organisationId}/`)).status).toBe(200);
    expect((await limited("GET", "/api/v1/projects/")).body).toEqual([]);
    expect((await limited("GET", `/api/v1/projects/${client.project}/features/`)).status).toBe(403);
    expect(
      (await limited("POST", "/api/v1/projects/", { name: "x", organisation: client.emulator.organisationId })).status,
    ).toBe(403);
    expect((await limited("PATCH", client.flagPath(feature), { environment_default: { enabled: true } })).status).toBe(404);
    expect(await client.flag(feature)).toMatchObject({ environment_default: { enabled: false } });
  });
});

test("refused requests cost nothing of the budget; the window slides", async () => {
  let now = Date.parse("2026-11-21T12:00:00Z");
  const emulator = await start({ budget: 2, clock: () => new Date(now) });
  const status = async (authorization?: string): Promise<number> => {
    return (
      await send(emulator, "GET", "/api/v1/projects/", undefined, authorization === undefined ? {} : { authorization })
    ).status;
  };
  expect(await status("Api-Key nope")).toBe(401);
  expect([await status(), await status(), await status()]).toEqual([200, 200, 429]);
  expect(await status(`Api-Key ${emulator.limitedKey}`)).toBe(200);
  now += 60_000;
  expect(await status()).toBe(200);
});

test("without the trailing slash the answer is a redirect, and unknown methods are named", async () => {
  const client = await openClient();
  const moved = await client.call("POST", "/api/v1/projects?x=1", { name: "x" });
  expect(moved.status).toBe(301);
  expect(moved.headers.get("location")).toBe("/api/v1/projects/?x=1");
  expect(await client.call("DELETE", "/api/v1/projects/")).toMatchObject({
    status: 405,
    body: { detail: 'Method "DELETE" not allowed.' },
  });
});

test("a body that is no JSON by its type is refused, and HEAD has none", async () => {
  const client = await openClient();
  const answer = await client.call("POST", `/api/v1/projects/${client.project}/tags/`, '{"label": "x"}', {
    "content-type": "text/plain",
  });
  expect(answer).toMatchObject({ status: 415, body: { detail: 'Unsupported media type "text/plain" in request.' } });
  expect(await client.call("HEAD", "/api/v1/projects/")).toMatchObject({ status: 200, body: null });
});

test("crashes where the real server does: a page with 500", async () => {
  const client = await openClient();
  const feature = await client.feature("banner");
  const segment = await client.segment("GB");
  const crashes: readonly (readonly [method: string, path: string, body?: unknown])[] = [
    ["POST", "/api/v1/projects/", { name: "no organisation" }],
    [
      "POST",
      `/api/experiments/environments/${client.environment.key}/update-flag-v1/`,
      {
        feature: { id: feature },
        segment: { id: segment, priority: -1 },
        enabled: true,
        value: { type: "string", value: "" },
      },
    ],
    ["PATCH", client.flagPath(feature), { segment_overrides: [{ segment: { id: segment }, priority: 2147483648 }] }],
    [
      "POST",
      `/api/v1/projects/${client.project}/segments/`,
      { name: "s", rules: [{ type: "ALL", conditions: [{ operator: "IS_SET" }] }] },
    ],
    ["POST", `/api/v1/projects/${client.project}/features/${feature}/mv-options/`, { feature, type: "unicode" }],
    ["GET", `/api/v1/environments/${client.environment.id}/features/${feature}/versions/nothing/featurestates/`],
    ["POST", `/api/v1/environments/${client.environment.id}/features/999999/versions/`, {}],
  ];
  for (const [method, path, body] of crashes) {
    const answer = await client.call(method, path, body);
    expect([path, answer.status, answer.headers.get("content-type")]).toEqual([path, 500, "text/html; charset=utf-8"]);
  }
});

test("the key of a deleted environment is not free again", async () => {
  const client = await openClient();
  await client.call("DELETE", `/api/v1/environments/${client.environment.key}/`);
  const body = { name: "production", project: client.project, api_key: client.environment.key };
  expect((await client.call("POST", "/api/v1/environments/", body)).status).toBe(500);
  expect((await client.call("POST", "/api/v1/environments/", { ...body, api_key: "another" })).status).toBe(201);
});

test("an id of another kind of thing finds nothing", async () => {
  const client = await openClient();
  const feature = await client.feature("banner");
  expect((await client.call("GET", `/api/v1/projects/${feature}/`)).status).toBe(404);
  expect((await client.call("GET", `/api/v1/projects/${client.project}/features/${client.environment.id}/`)).status).toBe(
    404,
  );
});

test("a write without metadata deletes it", async () => {
  const client = await openClient();
  const path = `/api/v1/environments/${client.environment.key}/`;
  const metadata = [{ model_field: 1, field_value: "team-a" }];
  expect((await client.call("PATCH", path, { metadata })).body).toMatchObject({ metadata });
  expect((await client.call("PATCH", path, { description: "live", metadata })).body).toMatchObject({ metadata });
  expect((await client.call("PATCH", path, { description: "dead" })).body).toMatchObject({ metadata: [] });
});

test("stops with connections open", async () => {
  const emulator = await start();
  await send(emulator, "GET", "/version/");
  await emulator.stop();
  await expect(fetch(`${emulator.url}/version/`)).rejects.toThrow("fetch failed");
});
