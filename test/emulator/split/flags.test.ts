import { openShop, ON_OFF, refusal, send, stopAll, V2 } from "./client";
import type { Shop } from "./client";

afterEach(stopAll);

const at = (shop: Shop, name = "banner"): string => `/splits/ws/${shop.ids.workspace}/${name}`;
const change = (shop: Shop, ...patch: object[]): ReturnType<Shop["call"]> => shop.call("PATCH", at(shop), patch);
const make = (shop: Shop, body: object, type = "user"): ReturnType<Shop["call"]> =>
  shop.call("POST", `/splits/ws/${shop.ids.workspace}/trafficTypes/${type}`, body);

describe("flags (split.md 2.4)", () => {
  test("begin with no tags, everybody as owner, and the first rollout status, configured nowhere", async () => {
    const shop = await openShop();
    const { body } = await make(shop, {
      name: "new_flag",
      description: "d",
      tags: ["a"],
      owners: [{ id: "u-ann", type: "User" }],
    });
    expect(body).toMatchObject({
      name: "new_flag",
      description: "d",
      trafficType: { id: shop.ids.user, name: "user" },
      tags: null,
      rolloutStatus: { name: "Pre-Production" },
      owners: [{ id: "_project_all_users", type: "Team" }],
    });
    expect((await shop.call("GET", shop.definition("new_flag"))).status).toBe(404);
    expect((await shop.call("GET", at(shop, (body as { id: string }).id))).body).toEqual(body);
    const owned = await openShop({ ownersOnCreate: true });
    const owners = [{ id: "u-ann", type: "User" }];
    expect((await make(owned, { name: "f", owners })).body).toMatchObject({ owners });
    expect(await make(owned, { name: "g", owners: [{ id: "x", type: "User" }] })).toMatchObject(
      refusal(400, "Invalid Owner"),
    );
  });

  test("have names that begin with a letter, are not reserved and not taken", async () => {
    const shop = await openShop();
    for (const name of ["1st", "a b", "", "string", "datetime"]) {
      expect((await make(shop, { name })).status).toBe(400);
    }
    expect(await make(shop, { name: "banner" })).toMatchObject(refusal(409, "already exists"));
    expect(await make(shop, { name: "x" }, "nobody")).toMatchObject(refusal(404, "Traffic type"));
  });

  test("change by patch: tags are null when there are none", async () => {
    const shop = await openShop();
    expect(await change(shop, { op: "add", path: "/tags/0", value: { name: "a" } })).toMatchObject(refusal(400, "/tags/0"));
    expect((await change(shop, { op: "add", path: "/tags", value: [{ name: "a" }] })).body).toMatchObject({
      tags: [{ name: "a" }],
    });
    expect((await change(shop, { op: "replace", path: "/tags", value: [] })).body).toMatchObject({ tags: null });
    expect((await change(shop, { op: "replace", path: "/description", value: "new" })).body).toMatchObject({
      description: "new",
    });
    const statuses = (await shop.call("GET", `/rolloutStatuses?wsId=${shop.ids.workspace}`)).body as {
      id: string;
      name: string;
    }[];
    const value = statuses[1]?.id;
    const moved = await change(shop, { op: "replace", path: "/rolloutStatus/id", value });
    expect(moved.body).toMatchObject({ rolloutStatus: { id: value, name: statuses[1]?.name } });
    expect((await change(shop, { op: "replace", path: "/rolloutStatus/id", value: "none" })).status).toBe(400);
    expect(await change(shop, { op: "replace", path: "/name", value: "x" })).toMatchObject(refusal(400, "name"));
    const owner = { op: "replace", path: "/owners", value: [{ id: "none", type: "User" }] };
    expect(await change(shop, owner)).toMatchObject(refusal(400, "Invalid Owner"));
  });

  test("take a description as the text itself, and tags that only add", async () => {
    const shop = await openShop();
    const text = { authorization: `Bearer ${shop.emulator.key}`, "content-type": "text/plain" };
    await send(shop.emulator, "PUT", `${V2}${at(shop)}/updateDescription`, "as it is", text);
    const tags = `/tags/ws/${shop.ids.workspace}/object/banner/objecttype/Split`;
    await shop.call("POST", tags, ["a", "b"]);
    await shop.call("POST", tags, ["b", "c"]);
    const found = (await shop.call("GET", at(shop))).body;
    expect(found).toMatchObject({ description: "as it is", tags: [{ name: "a" }, { name: "b" }, { name: "c" }] });
  });

  test("are listed by tag, name and status; a name finds what holds it", async () => {
    const shop = await openShop();
    await make(shop, { name: "banner_2" });
    await change(shop, { op: "add", path: "/tags", value: [{ name: "a" }] });
    const list = async (query: string): Promise<string[]> => {
      const { body } = await shop.call("GET", `/splits/ws/${shop.ids.workspace}?${query}`);
      return (body as { objects: { name: string }[] }).objects.map((each) => each.name);
    };
    expect(await list("name=banner")).toEqual(["banner", "banner_2"]);
    expect(await list("tag=a")).toEqual(["banner"]);
    expect(await list("tag=a&tag=b")).toEqual([]);
  });

  test("are not deleted while they are configured, unless the server is set to unconfigure them (6.6)", async () => {
    const shop = await openShop();
    await shop.configure();
    expect(await shop.call("DELETE", at(shop))).toMatchObject(refusal(409, "production"));
    await shop.call("DELETE", shop.definition());
    expect((await shop.call("DELETE", at(shop))).body).toBe(true);
    expect((await shop.call("GET", at(shop))).status).toBe(404);
    const easy = await openShop({ flagDeleteUnconfigures: true });
    await easy.configure();
    expect((await easy.call("DELETE", at(easy))).body).toBe(true);
  });
});

describe("flag sets (split.md 2.9)", () => {
  test("are made, read and deleted; definitions forget them", async () => {
    const shop = await openShop();
    const v3 = (method: string, path: string, body?: unknown): ReturnType<typeof send> =>
      send(shop.emulator, method, `/internal/api/v3/flag-sets${path}`, body);
    const workspace = { id: shop.ids.workspace, type: "WORKSPACE" };
    const { id } = (await v3("POST", "", { name: "web_1", description: "d", workspace })).body as { id: string };
    expect((await v3("GET", `/${id}`)).body).toMatchObject({ id, name: "web_1", description: "d", workspace });
    expect((await v3("POST", "", { name: "web_1", workspace })).status).toBe(409);
    expect((await v3("POST", "", { name: "Web", workspace })).status).toBe(400);
    expect((await v3("PATCH", `/${id}`, {})).status).toBe(405);
    await shop.configure({ ...ON_OFF, flagSets: [{ id, type: "FLAG_SET" }] });
    await v3("DELETE", `/${id}`);
    expect((await shop.read()).body).not.toHaveProperty("flagSets");
  });

  test("are missing from the list at first, where the server is set to lag (1.6)", async () => {
    const shop = await openShop({ listLag: 2 }, { flagSets: [] });
    const path = "/internal/api/v3/flag-sets";
    await send(shop.emulator, "POST", path, { name: "web", workspace: { id: shop.ids.workspace, type: "WORKSPACE" } });
    const seen: number[] = [];
    for (let read = 0; read < 3; read += 1) {
      const { body } = await send(shop.emulator, "GET", `${path}?workspace_id=${shop.ids.workspace}`);
      seen.push((body as { count: number }).count);
    }
    expect(seen).toEqual([0, 0, 1]);
  });
});
