import { openClient, send, stopAll } from "./client";

afterEach(stopAll);

const REQUESTS = "/__emulator__/requests";
const FAULTS = "/__emulator__/faults";

test.each([
  ["GET", REQUESTS],
  ["DELETE", REQUESTS],
  ["GET", FAULTS],
  ["POST", FAULTS],
  ["DELETE", FAULTS],
])("%s %s opens to the control token only, not to the master key", async (method, path) => {
  const { emulator } = await openClient();
  const body = method === "POST" ? { kind: "drop", times: 0 } : undefined;
  for (const authorization of [
    "",
    "Bearer wrong",
    `Bearer ${emulator.key}`,
    `Api-Key ${emulator.key}`,
    `Api-Key ${emulator.controlToken}`,
  ]) {
    expect((await send(emulator, method, path, body, { authorization })).status).toBe(401);
  }
  const authorization = `Bearer ${emulator.controlToken}`;
  expect((await send(emulator, method, path, body, { authorization })).status).toBeLessThan(300);
});

test("counts requests by route, and itself not at all", async () => {
  const client = await openClient();
  const authorization = `Bearer ${client.emulator.controlToken}`;
  const feature = await client.feature("banner");
  await client.flag(feature);
  await client.flag(feature);
  await client.call("GET", "/api/v1/nothing-here/?x=1");
  const counts = {
    "GET /api/__future__/environments/{environment}/features/{feature}/": 2,
    "GET /api/v1/nothing-here/": 1,
    "POST /api/v1/projects/{project}/features/": 1,
  };
  expect(client.emulator.counts()).toEqual(counts);
  const answer = await send(client.emulator, "GET", REQUESTS, undefined, { authorization });
  expect(answer.body).toMatchObject({
    counts,
    requests: [{ sequence: 1, method: "POST", status: 201, body: { name: "banner" } }, {}, {}, {}],
  });
  await send(client.emulator, "DELETE", REQUESTS, undefined, { authorization });
  expect(client.emulator.counts()).toEqual({});
});

test("never keeps a credential", async () => {
  const client = await openClient();
  await client.feature("banner");
  await client.call("GET", "/api/v1/projects/", undefined, { authorization: "Api-Key some.other-secret" });
  const log = JSON.stringify(client.emulator.requests());
  expect(log).toContain('"caller":"wrong"');
  for (const secret of [client.emulator.key, client.emulator.limitedKey, client.emulator.controlToken, "other-secret"]) {
    expect(log).not.toContain(secret);
  }
});

test("sets and clears faults over the wire, and says what is wrong with one", async () => {
  const { emulator } = await openClient();
  const authorization = `Bearer ${emulator.controlToken}`;
  const control = (method: string, body?: unknown): ReturnType<typeof send> =>
    send(emulator, method, FAULTS, body, { authorization });
  expect((await control("POST", [{ kind: "status", status: 503, times: 0 }])).status).toBe(201);
  expect((await send(emulator, "GET", "/version/")).status).toBe(503);
  expect((await control("DELETE")).status).toBe(204);
  expect((await send(emulator, "GET", "/version/")).status).toBe(200);
  expect(await control("POST", { kind: "explode" })).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining("kind") as string },
  });
  expect((await control("POST", "{")).status).toBe(400);
});

test("lists the faults that are set, with how many requests they met", async () => {
  const client = await openClient();
  const authorization = `Bearer ${client.emulator.controlToken}`;
  const list = async () => (await send(client.emulator, "GET", FAULTS, undefined, { authorization })).body;
  expect(await list()).toEqual({ faults: [] });
  client.emulator.fault({ kind: "status", status: 503, path: "/version/", nth: 2 });
  client.emulator.fault({ kind: "stale", method: "get", times: 0 });
  for (let at = 0; at < 3; at += 1) {
    await client.call("GET", "/version/");
    if (at === 1) {
      const faults = [
        { kind: "status", nth: 2, times: 1, matched: 2, isOver: true },
        { kind: "stale", matched: 2, isOver: false },
      ];
      expect(await list()).toMatchObject({ faults });
    }
  }
  client.emulator.clearFaults();
  expect(await list()).toEqual({ faults: [] });
});
