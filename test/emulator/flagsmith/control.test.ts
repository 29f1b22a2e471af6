import { openShop, send, stopAll } from "./client";

afterEach(stopAll);

const REQUESTS = "/__emulator__/requests";
const FAULTS = "/__emulator__/faults";

test.each([
  ["GET", REQUESTS],
  ["DELETE", REQUESTS],
  ["POST", FAULTS],
  ["DELETE", FAULTS],
])("%s %s opens to the control token only, not to the master key", async (method, path) => {
  const { emulator } = await openShop();
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
  const shop = await openShop();
  const authorization = `Bearer ${shop.emulator.controlToken}`;
  const feature = await shop.feature("banner");
  await shop.flag(feature);
  await shop.flag(feature);
  await shop.call("GET", "/api/v1/nothing-here/?x=1");
  const counts = {
    "GET /api/__future__/environments/{environment}/features/{feature}/": 2,
    "GET /api/v1/nothing-here/": 1,
    "POST /api/v1/projects/{project}/features/": 1,
  };
  expect(shop.emulator.counts()).toEqual(counts);
  const answer = await send(shop.emulator, "GET", REQUESTS, undefined, { authorization });
  expect(answer.body).toMatchObject({
    counts,
    requests: [{ sequence: 1, method: "POST", status: 201, body: { name: "banner" } }, {}, {}, {}],
  });
  await send(shop.emulator, "DELETE", REQUESTS, undefined, { authorization });
  expect(shop.emulator.counts()).toEqual({});
});

test("never keeps a credential", async () => {
  const shop = await openShop();
  await shop.feature("banner");
  await shop.call("GET", "/api/v1/projects/", undefined, { authorization: "Api-Key some.other-secret" });
  const log = JSON.stringify(shop.emulator.requests());
  expect(log).toContain('"caller":"wrong"');
  for (const secret of [shop.emulator.key, shop.emulator.limitedKey, shop.emulator.controlToken, "other-secret"]) {
    expect(log).not.toContain(secret);
  }
});

test("sets and clears faults over the wire, and says what is wrong with one", async () => {
  const { emulator } = await openShop();
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
