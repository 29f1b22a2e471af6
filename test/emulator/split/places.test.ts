import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, refusal, stopAll } from "./client";

afterEach(stopAll);

describe("workspaces (split.md 2.1)", () => {
  test("are found by name, begin empty and change by patch", async () => {
    const { call } = await openClient();
    const { id } = (await call("POST", "/workspaces", { name: "New", requiresTitleAndComments: true })).body as {
      id: string;
    };
    expect((await call("GET", `/environments/ws/${id}`)).body).toEqual([]);
    expect((await call("GET", `/trafficTypes/ws/${id}`)).body).toEqual([]);
    const patch = [{ op: "replace", path: "/requiresTitleAndComments", value: false }];
    const shown = { id, name: "New", type: "workspace", requiresTitleAndComments: false };
    expect((await call("PATCH", `/workspaces/${id}`, patch)).body).toEqual(shown);
    const found = async (query: string): Promise<string[]> =>
      ((await call("GET", `/workspaces?${query}`)).body as { objects: { name: string }[] }).objects.map((each) => each.name);
    expect(await found("name=New&nameOp=IS")).toEqual(["New"]);
    expect(await found("name=ho&nameOp=CONTAINS")).toEqual(["Shop"]);
    expect(await found("name=S&nameOp=STARTS_WITH")).toEqual(["Shop"]);
    expect(await call("POST", "/workspaces", { name: "Shop" })).toMatchObject(refusal(409, "already exists"));
    expect((await call("DELETE", `/workspaces/${id}`)).body).toBe(true);
  });
});

describe("environments (split.md 2.2)", () => {
  const make = (client: EmulatorClient, body: object): ReturnType<EmulatorClient["call"]> =>
    client.call("POST", `/environments/ws/${client.ids.workspace}`, body);

  test("tell the ids of their two keys once, and go when those have gone", async () => {
    const client = await openClient();
    const { body } = await make(client, { name: "qa", production: false });
    expect(body).toMatchObject({
      name: "qa",
      production: false,
      changePermissions: { areApprovalsRequired: false },
      apiTokens: [
        { type: "api_key", apiKeyType: "client_side" },
        { type: "api_key", apiKeyType: "server_side" },
      ],
    });
    const { id, apiTokens } = body as { id: string; apiTokens: { id: string }[] };
    const list = (await client.call("GET", `/environments/ws/${client.ids.workspace}`)).body as object[];
    expect(list).toContainEqual({ id, name: "qa", production: false });
    const path = `/environments/ws/${client.ids.workspace}/qa`;
    expect(await client.call("DELETE", path)).toMatchObject(refusal(400, "API keys"));
    for (const token of apiTokens) await client.call("DELETE", `/apiKeys/${token.id}`);
    await client.call("POST", client.definition("banner", id), ON_OFF);
    expect(await client.call("DELETE", path)).toMatchObject(refusal(400, "feature flags"));
    await client.call("DELETE", client.definition("banner", id));
    await client.call("POST", `/segments/${id}/sleeping`);
    expect(await client.call("DELETE", path)).toMatchObject(refusal(400, "segments"));
    await client.call("DELETE", `/segments/${id}/sleeping`);
    expect((await client.call("DELETE", path)).body).toBe(true);
  });

  test("have names of at most 15 characters, or as many as the server is set to (6.7)", async () => {
    const client = await openClient();
    expect(await make(client, { name: "a".repeat(16) })).toMatchObject(refusal(400, "at most 15"));
    expect(await make(client, { name: "production" })).toMatchObject(refusal(409, "already exists"));
    const wide = await openClient({ environmentNameMaximum: 20 });
    expect((await make(wide, { name: "a".repeat(20) })).status).toBe(200);
  });

  test("keep their permissions when a leaf is patched, and lose them to a whole object", async () => {
    const client = await openClient();
    const editors = [{ id: "u-ann", type: "user" }];
    await make(client, { name: "qa", changePermissions: { areEditorsRestricted: true, editors } });
    const path = `/environments/ws/${client.ids.workspace}/qa`;
    const leaf = [{ op: "replace", path: "/changePermissions/areApprovalsRequired", value: true }];
    expect((await client.call("PATCH", path, leaf)).body).toMatchObject({
      changePermissions: { areApprovalsRequired: true, editors },
    });
    const whole = [{ op: "replace", path: "/changePermissions", value: { allowKills: true } }];
    const emptied = { allowKills: true, areApprovalsRequired: false, editors: [] };
    expect((await client.call("PATCH", path, whole)).body).toMatchObject({ changePermissions: emptied });
    const words = [{ op: "replace", path: "/production", value: "true" }];
    expect((await client.call("PATCH", path, words)).body).toMatchObject({ production: true });
  });

  test("let only administrators skip approvals, and know everybody that they name", async () => {
    const client = await openClient();
    const groups = ((await client.call("GET", "/groups")).body as { objects: { id: string; name: string }[] }).objects;
    const approvalSkippableBy = [{ id: groups[0]?.id, name: "Administrators", type: "group" }];
    expect(await make(client, { name: "a", changePermissions: { approvalSkippableBy } })).toMatchObject(
      refusal(400, "needs"),
    );
    const required = { areApprovalsRequired: true };
    const ann = { ...required, approvalSkippableBy: [{ id: "u-ann", type: "user" }] };
    expect(await make(client, { name: "a", changePermissions: ann })).toMatchObject(refusal(400, "only the Administrators"));
    const nobody = { ...required, approvers: [{ id: "nobody", type: "user" }] };
    expect(await make(client, { name: "a", changePermissions: nobody })).toMatchObject(refusal(400, "no user nobody"));
    expect((await make(client, { name: "a", changePermissions: { ...required, approvalSkippableBy } })).status).toBe(200);
  });
});

describe("traffic types (split.md 2.3)", () => {
  test("are made, listed and deleted once nothing is of them", async () => {
    const { call, ids } = await openClient();
    const path = `/trafficTypes/ws/${ids.workspace}`;
    const { id } = (await call("POST", path, { name: "device" })).body as { id: string };
    expect((await call("GET", path)).body).toContainEqual(expect.objectContaining({ id, name: "device" }));
    expect(await call("POST", path, { name: "device" })).toMatchObject(refusal(409, ""));
    expect(await call("POST", path, { name: "1st" })).toMatchObject(refusal(400, ""));
    expect(await call("DELETE", `/trafficTypes/${ids.user}`)).toMatchObject(refusal(400, "banner"));
    expect((await call("DELETE", `/trafficTypes/${id}`)).body).toBe(true);
  });
});

describe("attributes and identities (split.md 2.8)", () => {
  test("are put whole, changed in part and removed", async () => {
    const { call, ids } = await openClient();
    const path = `/schema/ws/${ids.workspace}/trafficTypes/${ids.user}`;
    await call("POST", path, { id: "plan", displayName: "Plan", dataType: "STRING" });
    const patched = await call("PATCH", `${path}/plan`, { description: "what is paid", displayName: null });
    expect(patched.body).toMatchObject({ id: "plan", displayName: null, description: "what is paid", dataType: "STRING" });
    expect((await call("GET", `${path}?paginate=true&markerLimit=1`)).body).toMatchObject({
      data: [{ id: "plan" }],
      limit: 1,
    });
    expect((await call("DELETE", `${path}/plan`)).body).toBe(true);
    expect((await call("GET", path)).body).toEqual([]);
    const identities = `/trafficTypes/${ids.user}/environments/${ids.production}/identities`;
    await call("POST", identities, [{ key: "u1", values: { plan: "free" } }]);
    const changed = await call("PATCH", `${identities}/u1`, { values: { age: 3 } });
    expect(changed.body).toMatchObject({ key: "u1", values: { plan: "free", age: 3 } });
    expect((await call("DELETE", `${identities}/u1`)).body).toBe(true);
    expect((await call("DELETE", `${identities}/u1`)).status).toBe(404);
  });
});
