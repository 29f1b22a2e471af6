import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, refusal, send, stopAll, V2 } from "./client";

afterEach(stopAll);

const at = (client: EmulatorClient, name = "banner"): string => `/splits/ws/${client.ids.workspace}/${name}`;
const change = (client: EmulatorClient, ...patch: object[]): ReturnType<EmulatorClient["call"]> =>
  client.call("PATCH", at(client), patch);
const make = (client: EmulatorClient, body: object, type = "user"): ReturnType<EmulatorClient["call"]> =>
  client.call("POST", `/splits/ws/${client.ids.workspace}/trafficTypes/${type}`, body);

describe("flags (split.md 2.4)", () => {
  test("begin with no tags, everybody as owner, and the first rollout status, configured nowhere", async () => {
    const client = await openClient();
    const { body } = await make(client, {
      name: "new_flag",
      description: "d",
      tags: ["a"],
      owners: [{ id: "u-ann", type: "User" }],
    });
    expect(body).toMatchObject({
      name: "new_flag",
      description: "d",
      trafficType: { id: client.ids.user, name: "user" },
      tags: null,
      rolloutStatus: { name: "Pre-Production" },
      owners: [{ id: "_project_all_users", type: "Team" }],
    });
    expect((await client.call("GET", client.definition("new_flag"))).status).toBe(404);
    expect((await client.call("GET", at(client, (body as { id: string }).id))).body).toEqual(body);
    const owned = await openClient({ ownersOnCreate: true });
    const owners = [{ id: "u-ann", type: "User" }];
    expect((await make(owned, { name: "f", owners })).body).toMatchObject({ owners });
    expect(await make(owned, { name: "g", owners: [{ id: "x", type: "User" }] })).toMatchObject(
      refusal(400, "Invalid Owner"),
    );
  });

  test("have names that begin with a letter, are not reserved and not taken", async () => {
    const client = await openClient();
    for (const name of ["1st", "a b", "", "string", "datetime"]) {
      expect((await make(client, { name })).status).toBe(400);
    }
    expect(await make(client, { name: "banner" })).toMatchObject(refusal(409, "already exists"));
    expect(await make(client, { name: "x" }, "nobody")).toMatchObject(refusal(404, "Traffic type"));
  });

  test("change by patch: tags are null when there are none", async () => {
    const client = await openClient();
    expect(await change(client, { op: "add", path: "/tags/0", value: { name: "a" } })).toMatchObject(
      refusal(400, "/tags/0"),
    );
    expect((await change(client, { op: "add", path: "/tags", value: [{ name: "a" }] })).body).toMatchObject({
      tags: [{ name: "a" }],
    });
    expect((await change(client, { op: "replace", path: "/tags", value: [] })).body).toMatchObject({ tags: null });
    expect((await change(client, { op: "replace", path: "/description", value: "new" })).body).toMatchObject({
      description: "new",
    });
    const statuses = (await client.call("GET", `/rolloutStatuses?wsId=${client.ids.workspace}`)).body as {
      id: string;
      name: string;
    }[];
    const value = statuses[1]?.id;
    const moved = await change(client, { op: "replace", path: "/rolloutStatus/id", value });
    expect(moved.body).toMatchObject({ rolloutStatus: { id: value, name: statuses[1]?.name } });
    expect((await change(client, { op: "replace", path: "/rolloutStatus/id", value: "none" })).status).toBe(400);
    expect(await change(client, { op: "replace", path: "/name", value: "x" })).toMatchObject(refusal(400, "name"));
    const owner = { op: "replace", path: "/owners", value: [{ id: "none", type: "User" }] };
    expect(await change(client, owner)).toMatchObject(refusal(400, "Invalid Owner"));
  });

  test("take a description as the text itself, and tags that only add", async () => {
    const client = await openClient();
    const text = { authorization: `Bearer ${client.emulator.key}`, "content-type": "text/plain" };
    await send(client.emulator, "PUT", `${V2}${at(client)}/updateDescription`, "as it is", text);
    const tags = `/tags/ws/${client.ids.workspace}/object/banner/objecttype/Split`;
    await client.call("POST", tags, ["a", "b"]);
    await client.call("POST", tags, ["b", "c"]);
    const found = (await client.call("GET", at(client))).body;
    expect(found).toMatchObject({ description: "as it is", tags: [{ name: "a" }, { name: "b" }, { name: "c" }] });
  });

  test("are listed by tag, name and status; a name finds what holds it", async () => {
    const client = await openClient();
    await make(client, { name: "banner_2" });
    await change(client, { op: "add", path: "/tags", value: [{ name: "a" }] });
    const list = async (query: string): Promise<string[]> => {
      const { body } = await client.call("GET", `/splits/ws/${client.ids.workspace}?${query}`);
      return (body as { objects: { name: string }[] }).objects.map((each) => each.name);
    };
    expect(await list("name=banner")).toEqual(["banner", "banner_2"]);
    expect(await list("tag=a")).toEqual(["banner"]);
    expect(await list("tag=a&tag=b")).toEqual([]);
  });

  test("are not deleted while they are configured, unless the server is set to unconfigure them (6.6)", async () => {
    const client = await openClient();
    await client.configure();
    expect(await client.call("DELETE", at(client))).toMatchObject(refusal(409, "production"));
    await client.call("DELETE", client.definition());
    expect((await client.call("DELETE", at(client))).body).toBe(true);
    expect((await client.call("GET", at(client))).status).toBe(404);
    const easy = await openClient({ flagDeleteUnconfigures: true });
    await easy.configure();
    expect((await easy.call("DELETE", at(easy))).body).toBe(true);
  });
});

describe("flag sets (split.md 2.9)", () => {
  test("are made, read and deleted; definitions forget them", async () => {
    const client = await openClient();
    const v3 = (method: string, path: string, body?: unknown): ReturnType<typeof send> =>
      send(client.emulator, method, `/internal/api/v3/flag-sets${path}`, body);
    const workspace = { id: client.ids.workspace, type: "WORKSPACE" };
    const { id } = (await v3("POST", "", { name: "web_1", description: "d", workspace })).body as { id: string };
    expect((await v3("GET", `/${id}`)).body).toMatchObject({ id, name: "web_1", description: "d", workspace });
    expect((await v3("POST", "", { name: "web_1", workspace })).status).toBe(409);
    expect((await v3("POST", "", { name: "Web", workspace })).status).toBe(400);
    expect((await v3("PATCH", `/${id}`, {})).status).toBe(405);
    await client.configure({ ...ON_OFF, flagSets: [{ id, type: "FLAG_SET" }] });
    await v3("DELETE", `/${id}`);
    expect((await client.read()).body).not.toHaveProperty("flagSets");
  });

  test("are missing from the list at first, where the server is set to lag (1.6)", async () => {
    const client = await openClient({ listLag: 2 }, { flagSets: [] });
    const path = "/internal/api/v3/flag-sets";
    await send(client.emulator, "POST", path, { name: "web", workspace: { id: client.ids.workspace, type: "WORKSPACE" } });
    const seen: number[] = [];
    for (let read = 0; read < 3; read += 1) {
      const { body } = await send(client.emulator, "GET", `${path}?workspace_id=${client.ids.workspace}`);
      seen.push((body as { count: number }).count);
    }
    expect(seen).toEqual([0, 0, 1]);
  });
});
