import { openClient, refusal, send, start, stopAll, V2 } from "./client";

afterEach(stopAll);

const HEADERS = ["remaining-org", "remaining-ip", "reset-seconds-org", "reset-seconds-ip"];

describe("the rate limit (split.md 1.3)", () => {
  test("counts down in four headers, refuses what is too much, and opens again", async () => {
    let now = 1_700_000_000_000;
    const emulator = await start({ budget: 2, clock: () => new Date(now) });
    const ask = (): ReturnType<typeof send> => send(emulator, "GET", `${V2}/workspaces`);
    const told = async (): Promise<unknown[]> => {
      const { status, headers } = await ask();
      return [status, ...HEADERS.map((each) => headers.get(`x-ratelimit-${each}`))];
    };
    expect(await told()).toEqual([200, "1", "1", "10", "10"]);
    now += 4000;
    expect(await told()).toEqual([200, "0", "0", "6", "6"]);
    // The longer of the two is the one to wait for.
    expect(await told()).toEqual([429, "0", "0", "5", "6"]);
    now += 5999;
    expect((await ask()).status).toBe(429);
    now += 1;
    expect(await told()).toEqual([200, "1", "1", "10", "10"]);
  });

  test("says less through the gateway", async () => {
    for (const [gatewayRateHeaders, expected] of [
      ["none", [null, null]] as const,
      ["retry-after", ["10", null]] as const,
      ["all", [null, "10"]] as const,
    ]) {
      const emulator = await start({ budget: 1, gatewayRateHeaders });
      const ask = (): ReturnType<typeof send> =>
        send(emulator, "GET", `/fme${V2}/workspaces`, undefined, { "x-api-key": emulator.key });
      await ask();
      const { status, headers } = await ask();
      expect([status, headers.get("retry-after"), headers.get("x-ratelimit-reset-seconds-ip")]).toEqual([429, ...expected]);
    }
  });

  test("is a fault on demand, with and without headers", async () => {
    const emulator = await start();
    emulator.fault({ kind: "throttle", retryAfter: 3 });
    const first = await send(emulator, "GET", `${V2}/workspaces`);
    expect(first).toMatchObject(refusal(429, "TOO_MANY_REQUESTS"));
    expect(first.headers.get("x-ratelimit-reset-seconds-ip")).toBe("3");
    emulator.fault({ kind: "throttle" });
    const second = await send(emulator, "GET", `${V2}/workspaces`);
    expect([second.status, second.headers.get("x-ratelimit-reset-seconds-ip")]).toEqual([429, null]);
  });
});

describe("pages (split.md 1.4)", () => {
  const flags = Array.from({ length: 60 }, (_, index) => ({ name: `flag${index}`, trafficType: "user" }));

  test("hold 20, and never more than 50, whatever is asked", async () => {
    const { call, ids } = await openClient({}, { flags });
    const page = async (query: string): Promise<{ count: number; limit: number; offset: number; totalCount: number }> => {
      const { objects, ...rest } = (await call("GET", `/splits/ws/${ids.workspace}?${query}`)).body as {
        objects: unknown[];
        limit: number;
        offset: number;
        totalCount: number;
      };
      return { count: objects.length, ...rest };
    };
    expect(await page("")).toEqual({ count: 20, limit: 20, offset: 0, totalCount: 60 });
    expect(await page("limit=200")).toEqual({ count: 50, limit: 50, offset: 0, totalCount: 60 });
    expect(await page("limit=50&offset=50")).toEqual({ count: 10, limit: 50, offset: 50, totalCount: 60 });
    expect(await page("offset=60")).toMatchObject({ count: 0 });
    for (const wrong of ["limit=0", "limit=x", "offset=-1"]) {
      expect(await call("GET", `/splits/ws/${ids.workspace}?${wrong}`)).toMatchObject(refusal(400, ""));
    }
  });

  test("can be made smaller, and their total left out", async () => {
    const { call, ids } = await openClient({ pageSize: 2, totals: false }, { flags });
    const { body } = await call("GET", `/splits/ws/${ids.workspace}?limit=50`);
    expect(body).toMatchObject({ limit: 2 });
    expect(body).not.toHaveProperty("totalCount");
  });

  test("call the total of keys count", async () => {
    const { call, ids } = await openClient();
    const keys = Array.from({ length: 150 }, (_, index) => `k${index}`);
    const where = `/segments/${ids.production}/beta`;
    await call("PUT", `${where}/uploadKeys`, { keys });
    const { body } = await call("GET", `${where}/keys?limit=1000&offset=100`);
    expect(body).toEqual({ keys: keys.slice(100).map((key) => ({ key })), count: 150, offset: 100, limit: 100 });
  });

  test("go by markers for flag sets", async () => {
    const flagSets = ["a", "b", "c"];
    const { emulator, ids } = await openClient({}, { flagSets });
    const names: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const query: string = `workspace_id=${ids.workspace}&limit=2${after === "" ? "" : `&after=${after}`}`;
      const { body } = await send(emulator, "GET", `/internal/api/v3/flag-sets?${query}`);
      const { data, nextMarker } = body as { data: { name: string }[]; nextMarker: string | null };
      names.push(...data.map((each) => each.name));
      after = nextMarker;
    }
    expect(names).toEqual(flagSets);
    const classic = await send(emulator, "GET", `/api/v3/flag-sets?workspace_id=${ids.workspace}`);
    expect(classic).toMatchObject({ body: { data: [{}, {}, {}], count: 3, nextMarker: null } });
  });
});

test("counts by route, with the gateway apart, and takes names that are encoded as paths are", async () => {
  const { emulator, call, ids } = await openClient({}, { environments: [{ name: "pre prod" }], segments: [] });
  expect((await call("GET", `/splits/ws/${ids.workspace}/environments/pre%20prod`)).status).toBe(200);
  // A plus is a plus in a path.
  expect((await call("GET", `/splits/ws/${ids.workspace}/environments/pre+prod`)).status).toBe(404);
  await send(emulator, "GET", `/fme${V2}/workspaces`, undefined, { "x-api-key": emulator.key });
  expect(emulator.counts()).toEqual({
    "GET /fme/internal/api/v2/workspaces": 1,
    "GET /internal/api/v2/splits/ws/{ws}/environments/{env}": 2,
  });
});

test("lets somebody else write between a read and a write", async () => {
  const client = await openClient();
  await client.configure();
  client.emulator.fault({
    kind: "write",
    method: "PATCH",
    write: { method: "PUT", path: V2 + client.definition() + "/kill" },
  });
  const answer = await client.patch({ op: "replace", path: "/trafficAllocation", value: 50 });
  expect(answer.body).toMatchObject({ killed: true, trafficAllocation: 50 });
});

test("reads what was true before, where that is asked for", async () => {
  const client = await openClient();
  await client.configure();
  client.emulator.fault({ kind: "stale", method: "GET" });
  await client.patch({ op: "replace", path: "/killed", value: true });
  expect((await client.read()).body).toMatchObject({ killed: false });
  expect((await client.read()).body).toMatchObject({ killed: true });
});
