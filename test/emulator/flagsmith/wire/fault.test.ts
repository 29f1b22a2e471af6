import type { EmulatorClient } from "../client";
import { openClient, stopAll } from "../client";

afterEach(stopAll);

const FLAG = "/api/__future__/environments/{environment}/features/{feature}/";

async function withFlag(): Promise<{
  client: EmulatorClient;
  feature: number;
  turnOn: () => ReturnType<EmulatorClient["call"]>;
  isOn: () => Promise<boolean>;
}> {
  const client = await openClient();
  const feature = await client.feature("banner", "hello");
  const turnOn = (): ReturnType<EmulatorClient["call"]> =>
    client.call("PATCH", client.flagPath(feature), { environment_default: { enabled: true } });
  const isOn = async (): Promise<boolean> => {
    const flag = (await client.flag(feature)) as { environment_default: { enabled: boolean } };
    return flag.environment_default.enabled;
  };
  return { client, feature, turnOn, isOn };
}

describe("a fault strikes", () => {
  test("the nth request that matches, as often as it says", async () => {
    const { client, feature } = await withFlag();
    client.emulator.fault({ kind: "status", method: "get", path: FLAG, nth: 2, times: 2, status: 503 });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await client.call("GET", client.flagPath(feature))).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
  });

  test("all that follow when it is told 0 times, until it is cleared", async () => {
    const { client } = await withFlag();
    client.emulator.fault({ kind: "html", times: 0 });
    for (let index = 0; index < 3; index += 1) {
      const answer = await client.call("GET", "/api/v1/projects/");
      expect(answer.headers.get("content-type")).toContain("text/html");
    }
    client.emulator.clearFaults();
    expect((await client.call("GET", "/api/v1/projects/")).headers.get("content-type")).toBe("application/json");
  });

  test("only where its path says: a part, or anything", async () => {
    const { client, feature } = await withFlag();
    client.emulator.fault({ kind: "status", path: "/api/v1/projects/{project}/", status: 500, times: 0 });
    client.emulator.fault({ kind: "status", path: "/api/__future__/*", status: 502, times: 0 });
    expect((await client.call("GET", `/api/v1/projects/${client.project}/`)).status).toBe(500);
    expect((await client.call("GET", `/api/v1/projects/${client.project}/tags/`)).status).toBe(200);
    expect((await client.call("GET", client.flagPath(feature))).status).toBe(502);
  });
});

describe("429", () => {
  test("tells how long to wait, or does not", async () => {
    const { client, turnOn, isOn } = await withFlag();
    client.emulator.fault({ kind: "throttle", method: "PATCH", retryAfter: 7 });
    const told = await turnOn();
    expect(told).toMatchObject({ status: 429, body: { detail: "Request was throttled. Expected available in 7 seconds." } });
    expect(told.headers.get("retry-after")).toBe("7");
    client.emulator.fault({ kind: "throttle", method: "PATCH" });
    const silent = await turnOn();
    expect(silent.status).toBe(429);
    expect(silent.headers.get("retry-after")).toBeNull();
    expect(await isOn()).toBe(false);
  });
});

describe.each([
  ["before", false],
  ["after", true],
] as const)("a failure %s the commit", (commit, written) => {
  test("as a status: the write is made, or not", async () => {
    const { client, turnOn, isOn } = await withFlag();
    client.emulator.fault({ kind: "status", method: "PATCH", status: 504, commit, body: { detail: "too slow" } });
    expect(await turnOn()).toMatchObject({ status: 504, body: { detail: "too slow" } });
    expect(await isOn()).toBe(written);
  });

  test("as a dropped connection: the write is made, or not", async () => {
    const { client, turnOn, isOn } = await withFlag();
    client.emulator.fault({ kind: "drop", method: "PATCH", commit });
    await expect(turnOn()).rejects.toThrow("fetch failed");
    expect(client.emulator.requests().at(-1)).toMatchObject({ method: "PATCH", status: 0, fault: "drop" });
    expect(await isOn()).toBe(written);
  });
});

test("a body cut short breaks the read, after the write", async () => {
  const { client, turnOn, isOn } = await withFlag();
  client.emulator.fault({ kind: "truncate", method: "PATCH" });
  await expect(turnOn()).rejects.toThrow("terminated");
  expect(await isOn()).toBe(true);
});

test("a slow answer still comes, and a caller who gives up frees the server", async () => {
  const { client, turnOn } = await withFlag();
  client.emulator.fault({ kind: "delay", method: "PATCH", milliseconds: 5 });
  expect((await turnOn()).status).toBe(200);
  client.emulator.fault({ kind: "delay", method: "GET", milliseconds: 600_000 });
  const abort = new AbortController();
  const waiting = fetch(`${client.emulator.url}/version/`, { signal: abort.signal });
  abort.abort();
  await expect(waiting).rejects.toThrow("aborted");
});

test("the log shows which requests were open at once", async () => {
  const { client, feature, isOn } = await withFlag();
  client.emulator.fault({ kind: "delay", method: "PATCH", milliseconds: 600_000 });
  const abort = new AbortController();
  const path = client.flagPath(feature);
  const open = fetch(client.emulator.url + path, { method: "PATCH", body: "{}", signal: abort.signal });
  const seen = (): readonly string[] => client.emulator.requests().at(-1)?.during ?? [];
  // The reads go on until the slow write has reached the server.
  for (let index = 0; index < 1000 && seen().length === 0; index += 1) await isOn();
  abort.abort();
  await expect(open).rejects.toThrow("aborted");
  expect(seen()).toEqual([`PATCH ${path}`]);
});

test("a stale read shows what was true when the fault was set; writes go on", async () => {
  const { client, turnOn, isOn } = await withFlag();
  const path = `/api/v1/environments/${client.environment.key}/document/`;
  const isOnInDocument = async (): Promise<unknown> => {
    const { feature_states: states } = (await client.call("GET", path)).body as { feature_states: { enabled: boolean }[] };
    return states[0]?.enabled;
  };
  client.emulator.fault({ kind: "stale", path: "/api/v1/environments/{environment}/document/" });
  await turnOn();
  expect(await isOnInDocument()).toBe(false);
  expect(await isOnInDocument()).toBe(true);
  expect(await isOn()).toBe(true);
});

test.each(["before", "after"] as const)("somebody else writes just %s a request, and is not counted", async (commit) => {
  const { client, feature } = await withFlag();
  const write = { method: "PATCH", path: client.flagPath(feature), body: { environment_default: { enabled: true } } };
  client.emulator.resetRequests();
  client.emulator.fault({ kind: "write", method: "GET", path: FLAG, commit, write });
  const first = (await client.flag(feature)) as { environment_default: object };
  expect(first.environment_default).toMatchObject({ enabled: commit === "before" });
  expect(await client.flag(feature)).toMatchObject({ environment_default: { enabled: true } });
  expect(client.emulator.counts()).toEqual({ [`GET ${FLAG}`]: 2 });
});

test("refuses a fault that makes no sense", async () => {
  const { client } = await withFlag();
  expect(() => client.emulator.fault({ kind: "status", status: 200 })).toThrow(/status/);
});
