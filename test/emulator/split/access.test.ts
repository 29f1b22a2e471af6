import { ON_OFF, openClient, refusal, send, start, stopAll, V2 } from "./client";

afterEach(stopAll);

describe("credentials (split.md 1.2)", () => {
  test("are a bearer key, or x-api-key; through the gateway x-api-key only", async () => {
    const { emulator } = await openClient();
    const status = async (path: string, headers: Record<string, string>): Promise<number> =>
      (await send(emulator, "GET", `${path}/workspaces`, undefined, { authorization: "", ...headers })).status;
    const bearer = { authorization: `Bearer ${emulator.key}` };
    const token = { "x-api-key": emulator.key };
    expect([await status(V2, bearer), await status(V2, token)]).toEqual([200, 200]);
    expect([await status(`/fme${V2}`, bearer), await status(`/fme${V2}`, token)]).toEqual([401, 200]);
    expect([await status(V2, {}), await status(V2, { authorization: "Bearer wrong" })]).toEqual([401, 401]);
    expect(await status(V2, { authorization: emulator.key })).toBe(401);
    expect(emulator.requests().map((each) => each.caller)).toEqual([
      "admin",
      "admin",
      "wrong",
      "admin",
      "none",
      "wrong",
      "none",
    ]);
  });

  test("are of one kind where the account is", async () => {
    for (const [account, expected] of [["classic", [200, 401]] as const, ["harness", [401, 200]] as const]) {
      const emulator = await start({ account });
      const bearer = await send(emulator, "GET", `${V2}/workspaces`);
      const token = await send(emulator, "GET", `${V2}/workspaces`, undefined, { "x-api-key": emulator.key });
      expect([bearer.status, token.status]).toEqual(expected);
    }
  });

  test("never show in the log", async () => {
    const { emulator, call } = await openClient();
    await call("GET", "/workspaces");
    expect(JSON.stringify(emulator.requests())).not.toContain(emulator.key);
  });
});

describe("the Harness mode (split.md 2.1, 2.10, 2.12)", () => {
  test("shows how Harness calls a workspace, and finds it by that", async () => {
    const { emulator, ids } = await openClient({}, { organization: "org", project: "shop_project" });
    const token = { "x-api-key": emulator.key };
    const list = (query: string): ReturnType<typeof send> =>
      send(emulator, "GET", `/fme${V2}/workspaces?${query}`, undefined, token);
    const both = { organizationIdentifier: "org", projectIdentifier: "shop_project" };
    expect(await list(new URLSearchParams(both).toString())).toMatchObject({
      body: { objects: [{ id: ids.workspace, ...both }] },
    });
    expect(await list("projectIdentifier=other")).toMatchObject({ body: { objects: [] } });
  });

  test.each([
    ["POST", "/workspaces"],
    ["PATCH", "/workspaces/{ws}"],
    ["DELETE", "/workspaces/{ws}"],
    ["GET", "/users"],
  ])("does not offer %s %s", async (method, path) => {
    const { emulator, ids } = await openClient();
    const target = V2 + path.replace("{ws}", ids.workspace);
    const token = { "x-api-key": emulator.key };
    const body = method === "GET" ? undefined : {};
    expect(await send(emulator, method, target, body, token)).toMatchObject(refusal(405, ""));
  });
});

describe("roles and scopes (split.md 1.2)", () => {
  test("let the limited key see and not write", async () => {
    const { emulator, ids, definition, configure } = await openClient();
    await configure();
    const limited = { authorization: `Bearer ${emulator.limitedKey}` };
    const ask = (method: string, path: string, body?: unknown): ReturnType<typeof send> =>
      send(emulator, method, V2 + path, body, limited);
    for (const path of [
      "/workspaces",
      `/environments/ws/${ids.workspace}`,
      `/trafficTypes/ws/${ids.workspace}`,
      `/splits/ws/${ids.workspace}/banner`,
      definition(),
      `/segments/${ids.production}/beta/keys`,
    ]) {
      expect((await ask("GET", path)).status).toBe(200);
    }
    expect(await ask("PATCH", definition(), [])).toMatchObject(refusal(403, "not authorized"));
    expect(await ask("PUT", `${definition()}/kill`)).toMatchObject(refusal(403, ""));
    expect(await ask("POST", `/environments/ws/${ids.workspace}`, { name: "x" })).toMatchObject(refusal(403, ""));
    expect(await ask("PUT", `/segments/${ids.production}/beta/uploadKeys`, { keys: [] })).toMatchObject(refusal(403, ""));
  });

  test("let a key of an environment manage definitions there, and see nothing of the other one or of flags", async () => {
    const { emulator, definition, configure, ids } = await openClient();
    const roles = ["API_FEATURE_FLAG_EDITOR"];
    emulator.seed({ keys: [{ key: "scoped", roles, workspace: "Shop", environments: ["staging"] }] });
    const scoped = { authorization: "Bearer scoped" };
    await configure();
    const ask = (method: string, path: string, body?: unknown): ReturnType<typeof send> =>
      send(emulator, method, V2 + path, body, scoped);
    expect((await ask("POST", definition("banner", ids.staging), ON_OFF)).status).toBe(200);
    expect(await ask("GET", definition())).toMatchObject(refusal(404, "not found"));
    expect(await ask("GET", `/splits/ws/${ids.workspace}/banner`)).toMatchObject(refusal(403, ""));
    expect(await ask("GET", `/environments/ws/${ids.workspace}`)).toMatchObject({ body: [{ name: "staging" }] });
  });

  test("hide a workspace from the key of another: everything is 404", async () => {
    const { emulator, ids, definition } = await openClient();
    const keys = [{ key: "scoped", roles: ["API_ALL_GRANTED"], workspace: "Other" }];
    emulator.seed({ workspaces: [{ name: "Other" }], keys });
    const scoped = { authorization: "Bearer scoped" };
    const ask = (path: string): ReturnType<typeof send> => send(emulator, "GET", V2 + path, undefined, scoped);
    expect(await ask("/workspaces")).toMatchObject({ body: { objects: [{ name: "Other" }], totalCount: 1 } });
    for (const path of [definition(), `/environments/ws/${ids.workspace}`, `/segments/${ids.production}/beta/keys`]) {
      expect(await ask(path)).toMatchObject(refusal(404, ""));
    }
  });

  test("come with keys that the API makes, and end with them", async () => {
    const { emulator, call, ids } = await openClient();
    const body = {
      name: "k",
      apiKeyType: "admin",
      roles: ["API_ADMIN"],
      workspace: { id: ids.workspace, type: "workspace" },
    };
    const { key, id } = (await call("POST", "/apiKeys", body)).body as { key: string; id: string };
    const list = (): ReturnType<typeof send> =>
      send(emulator, "GET", `${V2}/workspaces`, undefined, { authorization: `Bearer ${key}` });
    expect((await list()).status).toBe(200);
    expect((await call("DELETE", `/apiKeys/${id}`)).body).toBe(true);
    expect((await list()).status).toBe(401);
  });
});

test("does not offer what is not there (split.md 1.5, 2.2)", async () => {
  const { call, ids } = await openClient();
  expect(await call("GET", `/environments/ws/${ids.workspace}/${ids.production}`)).toMatchObject(refusal(405, ""));
  expect(await call("PUT", `/splits/ws/${ids.workspace}/banner/archive`)).toMatchObject(refusal(404, ""));
});
