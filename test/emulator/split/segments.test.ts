import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, refusal, send, stopAll, V2 } from "./client";

afterEach(stopAll);

const at = (client: EmulatorClient, name = "beta"): string => `/segments/${client.ids.production}/${name}`;
const keysOf = async (client: EmulatorClient, name = "beta"): Promise<string[]> =>
  ((await client.call("GET", `${at(client, name)}/keys`)).body as { keys: { key: string }[] }).keys.map((each) => each.key);

describe("standard segments (split.md 2.6)", () => {
  test("are made for a traffic type, then enabled where they are wanted", async () => {
    const client = await openClient();
    const base = `/segments/ws/${client.ids.workspace}`;
    const made = await client.call("POST", `${base}/trafficTypes/user`, { name: "new", description: "d" });
    expect(made.body).toMatchObject({ name: "new", description: "d", trafficType: { name: "user" }, tags: null });
    expect(made.body).not.toHaveProperty("id");
    expect((await client.call("GET", `${base}/new`)).body).toEqual(made.body);
    expect(await client.call("POST", `${base}/trafficTypes/user`, { name: "new" })).toMatchObject(refusal(409, ""));
    expect((await client.call("GET", `${at(client, "new")}/keys`)).status).toBe(404);
    expect((await client.call("POST", at(client, "new"))).status).toBe(200);
    expect((await client.call("POST", at(client, "new"))).status).toBe(409);
    const { body } = await client.call("GET", `${base}/environments/${client.ids.production}`);
    const found = (body as { objects: { name: string }[] }).objects.find((each) => each.name === "new");
    expect(found).toMatchObject({ environment: { id: client.ids.production, name: "production" } });
    expect((await client.call("DELETE", `${base}/new`)).body).toBe(true);
    expect((await client.call("DELETE", at(client, "new"))).status).toBe(404);
  });

  test("take the environment by id, not by name", async () => {
    const client = await openClient();
    expect((await client.call("GET", "/segments/production/beta/keys")).status).toBe(404);
  });

  test("add, replace and remove keys", async () => {
    const client = await openClient();
    const upload = (keys: string[], query = ""): ReturnType<EmulatorClient["call"]> =>
      client.call("PUT", `${at(client)}/uploadKeys${query}`, { keys });
    expect((await upload(["a", "b", "a"])).body).toMatchObject({
      name: "beta",
      lastUpdateTime: expect.any(Number) as number,
    });
    await upload(["c"], "?replace=false");
    expect(await keysOf(client)).toEqual(["a", "b", "c"]);
    await client.call("PUT", `${at(client)}/removeKeys`, { keys: ["b", "nobody"] });
    expect(await keysOf(client)).toEqual(["a", "c"]);
    await upload(["d"], "?replace=true");
    expect(await keysOf(client)).toEqual(["d"]);
    const csv = { authorization: `Bearer ${client.emulator.key}`, "content-type": "text/csv" };
    await send(client.emulator, "PUT", `${V2}${at(client)}/upload`, 'e\r\n"f,""g"\n', csv);
    await client.call("PUT", `${at(client)}/deleteKeys`, ["d"]);
    expect(await keysOf(client)).toEqual(["e", 'f,"g']);
  });

  test("take 10,000 keys a call and hold 100,000", async () => {
    const client = await openClient();
    const batch = (from: number, count: number): object => ({
      keys: Array.from({ length: count }, (_, index) => `k${from + index}`),
    });
    const upload = (body: object): ReturnType<EmulatorClient["call"]> =>
      client.call("PUT", `${at(client)}/uploadKeys`, body);
    expect(await upload(batch(0, 10_001))).toMatchObject(refusal(400, "10000"));
    for (let from = 0; from < 100_000; from += 10_000) expect((await upload(batch(from, 10_000))).status).toBe(200);
    expect(await upload(batch(100_000, 1))).toMatchObject(refusal(400, "100000"));
    expect((await client.call("GET", `${at(client)}/keys`)).body).toMatchObject({ count: 100_000 });
  });

  test("are not deleted or disabled while something names them", async () => {
    const client = await openClient();
    await client.configure({ ...ON_OFF, treatments: [{ name: "on", segments: ["beta"] }, { name: "off" }] });
    const path = `/segments/ws/${client.ids.workspace}/beta`;
    expect(await client.call("DELETE", path)).toMatchObject(refusal(400, "in use"));
    expect(await client.call("DELETE", at(client))).toMatchObject(refusal(400, "in use in production"));
    expect((await client.call("DELETE", `/segments/${client.ids.staging}/beta`)).status).toBe(200);
    await client.patch({ op: "remove", path: "/treatments/0/segments" });
    expect((await client.call("DELETE", path)).body).toBe(true);
  });
});

describe("rule-based segments (split.md 2.7)", () => {
  test("are replaced whole, per environment", async () => {
    const client = await openClient();
    const path = `/rule-based-segments/ws/${client.ids.workspace}`;
    const where = `${path}/ruled/environments/${client.ids.production}`;
    const rules = [{ condition: { combiner: "AND", matchers: [{ type: "IN_SEGMENT", string: "beta" }] } }];
    const first = { rules, excludedKeys: ["a"], excludedSegments: [{ name: "employees", type: "standard_segment" }] };
    expect((await client.call("PUT", where, { ...first, title: "t", comment: "c" })).body).toMatchObject(first);
    const second = { rules, excludedKeys: [], excludedSegments: [] };
    expect((await client.call("PUT", where, { rules })).body).toMatchObject(second);
    const list = await client.call("GET", `${path}/environments/${client.ids.production}`);
    expect(list.body).toMatchObject([{ name: "ruled", ...second }]);
    expect(await client.call("DELETE", at(client))).toMatchObject(refusal(400, "in use"));
    const none = { excludedSegments: [{ name: "none", type: "large_segment" }] };
    expect(await client.call("PUT", where, none)).toMatchObject(refusal(400, "none"));
    const itself = { excludedSegments: [{ name: "ruled", type: "rule_based_segment" }] };
    expect(await client.call("PUT", where, itself)).toMatchObject(refusal(400, "itself"));
    const wrapped = await openClient({ segmentLists: "objects" });
    const answer = await wrapped.call("GET", `/rule-based-segments/ws/${wrapped.ids.workspace}`);
    expect(answer.body).toMatchObject({ objects: [{ name: "ruled" }] });
  });
});

describe("large segments (split.md 2.7)", () => {
  test("are filled by an upload to the address that a change request told, for five minutes", async () => {
    let now = 1_700_000_000_000;
    const client = await openClient({ clock: () => new Date(now) });
    await client.configure({ ...ON_OFF, treatments: [{ name: "on", largeSegments: ["huge"] }, { name: "off" }] });
    const path = `/changeRequests/ws/${client.ids.workspace}/environments/${client.ids.production}`;
    const asked = { largeSegment: { name: "huge" }, operationType: "UPLOAD", title: "t", comment: "c", approvers: [] };
    const { body } = await client.call("POST", path, asked);
    expect(await client.call("POST", path, asked)).toMatchObject(refusal(423, "locked"));
    const { url, method } = (body as { transactionMetadata: { url: string; method: string } }).transactionMetadata;
    const upload = (): Promise<Response> =>
      fetch(url, { method, headers: { "content-type": "text/csv" }, body: "u1\nu2\n" });
    expect((await upload()).status).toBe(200);
    expect([client.served("u2").treatment, client.served("u3").treatment]).toEqual(["on", "off"]);
    expect((await client.call("GET", `/changeRequests/${(body as { id: string }).id}`)).body).toMatchObject({
      status: "PUBLISHED",
    });
    now += 301_000;
    expect((await upload()).status).toBe(403);
    // Nobody reads them back.
    expect((await client.call("GET", `/large-segments/${client.ids.production}/huge/keys`)).status).toBe(404);
  });
});
