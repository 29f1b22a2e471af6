import { booleanFlag, openClient, send, stopAll, withTeam } from "../client";

afterEach(stopAll);

describe("settings (reference 3.11)", () => {
  test("tell the environments, the entities and what there is", async () => {
    const entities = [{ kind: "user", label: "User", attributes: [{ key: "id", type: "string" }] }];
    const { call, make, project } = await openClient({}, { environments: ["qa"], entities });
    await make("flags", booleanFlag("one"));
    await make("flags", booleanFlag("two", { state: "archived" }));
    await make("segments", { slug: "s", label: "S", hint: "", data: {} });
    expect((await call("GET", "settings")).body).toMatchObject({
      ...{ typeName: "settings", projectId: project, enabled: true, entities },
      environments: ["production", "preview", "development", "qa"],
      metadata: { activeFlagCount: 1, archivedFlagCount: 1, segmentCount: 1, packRevision: 3 },
    });
  });

  test("answer 201 to the first write and 200 to the next; entities are replaced as a whole", async () => {
    const { call } = await openClient();
    const entity = (kind: string): object => ({ kind, label: kind, attributes: [] });
    const first = await call("PATCH", "settings", { enabled: false, entities: [entity("user"), entity("team")] });
    const second = await call("PATCH", "settings", { entities: [entity("team")], environments: ["production"] });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toMatchObject({
      ...{ enabled: false, entities: [entity("team")] },
      environments: ["production", "preview", "development"],
    });
  });

  test("make no environment, and keep to the limits", async () => {
    const { call } = await openClient();
    const attribute = { key: "k", type: "string" };
    const entity = { kind: "k", label: "k", attributes: [] };
    const refused = [
      { environments: ["staging"] },
      { entities: Array.from({ length: 33 }, () => entity) },
      { entities: [{ ...entity, attributes: Array.from({ length: 33 }, () => attribute) }] },
      { entities: [{ ...entity, kind: "k".repeat(129) }] },
      { projectId: "prj_1" },
    ];
    for (const body of refused) expect((await call("PATCH", "settings", body)).status).toBe(400);
  });
});

describe("SDK keys (3.12)", () => {
  interface Key {
    readonly hashKey: string;
    readonly environment: string;
  }
  const keysOf = (body: unknown): Key[] => (body as { data: Key[] }).data;

  test("come with the first flag, one for each environment", async () => {
    const { call, make } = await openClient();
    expect((await call("GET", "sdk-keys")).body).toEqual({ data: [] });
    await make("flags", booleanFlag("one"));
    await make("flags", booleanFlag("two"));
    const keys = keysOf((await call("GET", "sdk-keys")).body);
    expect(keys.map((each) => each.environment)).toEqual(["production", "preview", "development"]);
  });

  test("tell their secret once", async () => {
    const { call, project } = await openClient();
    const answer = await call("PUT", "sdk-keys", { sdkKeyType: "client", environment: "preview", label: "Web" });
    const { keyValue, hashKey, partialKeyValue } = answer.body as Record<string, string>;
    expect(answer).toMatchObject({ status: 200, body: { type: "client", environment: "preview", projectId: project } });
    expect(keyValue).toMatch(/^vf_client_\w{32}$/);
    expect(partialKeyValue).toMatch(/^vf_client_\w{3}\*{8}$/);
    const listed = await call("GET", "sdk-keys");
    expect(listed.body).toMatchObject({ data: [{ hashKey, label: "Web", partialKeyValue }] });
    expect(listed.text).not.toContain(String(keyValue));
    expect((await call("DELETE", `sdk-keys/${String(hashKey)}`)).status).toBe(204);
    expect((await call("DELETE", `sdk-keys/${String(hashKey)}`)).status).toBe(404);
  });

  test("are for environments of the project", async () => {
    const { call } = await openClient();
    expect((await call("PUT", "sdk-keys", { sdkKeyType: "server", environment: "qa" })).status).toBe(400);
    expect((await call("PUT", "sdk-keys", { sdkKeyType: "root", environment: "preview" })).status).toBe(400);
  });
});

test("no flags are discovered in a deployment (2)", async () => {
  const { emulator } = await openClient();
  const answer = await send(emulator, "GET", withTeam(emulator, "/v1/deployments/dpl_1/feature-flags"));
  expect(answer.body).toEqual({ flags: [], status: null });
});
