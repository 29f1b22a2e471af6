import { openShop, ON_OFF, refusal, send, stopAll, V2 } from "./client";
import type { Shop } from "./client";

afterEach(stopAll);

const at = (shop: Shop, name = "beta"): string => `/segments/${shop.ids.production}/${name}`;
const keysOf = async (shop: Shop, name = "beta"): Promise<string[]> =>
  ((await shop.call("GET", `${at(shop, name)}/keys`)).body as { keys: { key: string }[] }).keys.map((each) => each.key);

describe("standard segments (split.md 2.6)", () => {
  test("are made for a traffic type, then enabled where they are wanted", async () => {
    const shop = await openShop();
    const base = `/segments/ws/${shop.ids.workspace}`;
    const made = await shop.call("POST", `${base}/trafficTypes/user`, { name: "new", description: "d" });
    expect(made.body).toMatchObject({ name: "new", description: "d", trafficType: { name: "user" }, tags: null });
    expect(made.body).not.toHaveProperty("id");
    expect((await shop.call("GET", `${base}/new`)).body).toEqual(made.body);
    expect(await shop.call("POST", `${base}/trafficTypes/user`, { name: "new" })).toMatchObject(refusal(409, ""));
    expect((await shop.call("GET", `${at(shop, "new")}/keys`)).status).toBe(404);
    expect((await shop.call("POST", at(shop, "new"))).status).toBe(200);
    expect((await shop.call("POST", at(shop, "new"))).status).toBe(409);
    const { body } = await shop.call("GET", `${base}/environments/${shop.ids.production}`);
    const found = (body as { objects: { name: string }[] }).objects.find((each) => each.name === "new");
    expect(found).toMatchObject({ environment: { id: shop.ids.production, name: "production" } });
    expect((await shop.call("DELETE", `${base}/new`)).body).toBe(true);
    expect((await shop.call("DELETE", at(shop, "new"))).status).toBe(404);
  });

  test("take the environment by id, not by name", async () => {
    const shop = await openShop();
    expect((await shop.call("GET", "/segments/production/beta/keys")).status).toBe(404);
  });

  test("add, replace and remove keys", async () => {
    const shop = await openShop();
    const upload = (keys: string[], query = ""): ReturnType<Shop["call"]> =>
      shop.call("PUT", `${at(shop)}/uploadKeys${query}`, { keys });
    expect((await upload(["a", "b", "a"])).body).toMatchObject({
      name: "beta",
      lastUpdateTime: expect.any(Number) as number,
    });
    await upload(["c"], "?replace=false");
    expect(await keysOf(shop)).toEqual(["a", "b", "c"]);
    await shop.call("PUT", `${at(shop)}/removeKeys`, { keys: ["b", "nobody"] });
    expect(await keysOf(shop)).toEqual(["a", "c"]);
    await upload(["d"], "?replace=true");
    expect(await keysOf(shop)).toEqual(["d"]);
    const csv = { authorization: `Bearer ${shop.emulator.key}`, "content-type": "text/csv" };
    await send(shop.emulator, "PUT", `${V2}${at(shop)}/upload`, 'e\r\n"f,""g"\n', csv);
    await shop.call("PUT", `${at(shop)}/deleteKeys`, ["d"]);
    expect(await keysOf(shop)).toEqual(["e", 'f,"g']);
  });

  test("take 10,000 keys a call and hold 100,000", async () => {
    const shop = await openShop();
    const batch = (from: number, count: number): object => ({
      keys: Array.from({ length: count }, (_, index) => `k${from + index}`),
    });
    const upload = (body: object): ReturnType<Shop["call"]> => shop.call("PUT", `${at(shop)}/uploadKeys`, body);
    expect(await upload(batch(0, 10_001))).toMatchObject(refusal(400, "10000"));
    for (let from = 0; from < 100_000; from += 10_000) expect((await upload(batch(from, 10_000))).status).toBe(200);
    expect(await upload(batch(100_000, 1))).toMatchObject(refusal(400, "100000"));
    expect((await shop.call("GET", `${at(shop)}/keys`)).body).toMatchObject({ count: 100_000 });
  });

  test("are not deleted or disabled while something names them", async () => {
    const shop = await openShop();
    await shop.configure({ ...ON_OFF, treatments: [{ name: "on", segments: ["beta"] }, { name: "off" }] });
    const path = `/segments/ws/${shop.ids.workspace}/beta`;
    expect(await shop.call("DELETE", path)).toMatchObject(refusal(400, "in use"));
    expect(await shop.call("DELETE", at(shop))).toMatchObject(refusal(400, "in use in production"));
    expect((await shop.call("DELETE", `/segments/${shop.ids.staging}/beta`)).status).toBe(200);
    await shop.patch({ op: "remove", path: "/treatments/0/segments" });
    expect((await shop.call("DELETE", path)).body).toBe(true);
  });
});

describe("rule-based segments (split.md 2.7)", () => {
  test("are replaced whole, per environment", async () => {
    const shop = await openShop();
    const path = `/rule-based-segments/ws/${shop.ids.workspace}`;
    const where = `${path}/ruled/environments/${shop.ids.production}`;
    const rules = [{ condition: { combiner: "AND", matchers: [{ type: "IN_SEGMENT", string: "beta" }] } }];
    const first = { rules, excludedKeys: ["a"], excludedSegments: [{ name: "employees", type: "standard_segment" }] };
    expect((await shop.call("PUT", where, { ...first, title: "t", comment: "c" })).body).toMatchObject(first);
    const second = { rules, excludedKeys: [], excludedSegments: [] };
    expect((await shop.call("PUT", where, { rules })).body).toMatchObject(second);
    const list = await shop.call("GET", `${path}/environments/${shop.ids.production}`);
    expect(list.body).toMatchObject([{ name: "ruled", ...second }]);
    expect(await shop.call("DELETE", at(shop))).toMatchObject(refusal(400, "in use"));
    const none = { excludedSegments: [{ name: "none", type: "large_segment" }] };
    expect(await shop.call("PUT", where, none)).toMatchObject(refusal(400, "none"));
    const itself = { excludedSegments: [{ name: "ruled", type: "rule_based_segment" }] };
    expect(await shop.call("PUT", where, itself)).toMatchObject(refusal(400, "itself"));
    const wrapped = await openShop({ segmentLists: "objects" });
    const answer = await wrapped.call("GET", `/rule-based-segments/ws/${wrapped.ids.workspace}`);
    expect(answer.body).toMatchObject({ objects: [{ name: "ruled" }] });
  });
});

describe("large segments (split.md 2.7)", () => {
  test("are filled by an upload to the address that a change request told, for five minutes", async () => {
    let now = 1_700_000_000_000;
    const shop = await openShop({ clock: () => new Date(now) });
    await shop.configure({ ...ON_OFF, treatments: [{ name: "on", largeSegments: ["huge"] }, { name: "off" }] });
    const path = `/changeRequests/ws/${shop.ids.workspace}/environments/${shop.ids.production}`;
    const asked = { largeSegment: { name: "huge" }, operationType: "UPLOAD", title: "t", comment: "c", approvers: [] };
    const { body } = await shop.call("POST", path, asked);
    expect(await shop.call("POST", path, asked)).toMatchObject(refusal(423, "locked"));
    const { url, method } = (body as { transactionMetadata: { url: string; method: string } }).transactionMetadata;
    const upload = (): Promise<Response> =>
      fetch(url, { method, headers: { "content-type": "text/csv" }, body: "u1\nu2\n" });
    expect((await upload()).status).toBe(200);
    expect([shop.served("u2").treatment, shop.served("u3").treatment]).toEqual(["on", "off"]);
    expect((await shop.call("GET", `/changeRequests/${(body as { id: string }).id}`)).body).toMatchObject({
      status: "PUBLISHED",
    });
    now += 301_000;
    expect((await upload()).status).toBe(403);
    // Nobody reads them back.
    expect((await shop.call("GET", `/large-segments/${shop.ids.production}/huge/keys`)).status).toBe(404);
  });
});
