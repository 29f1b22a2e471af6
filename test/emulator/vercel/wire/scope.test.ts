import { booleanFlag, openClient, send, start, stopAll } from "../client";

afterEach(stopAll);

const SETTINGS = "/v1/projects/shop/feature-flags/settings";

async function statusOf(options: Parameters<typeof openClient>[0], query: string, project: object = {}): Promise<number> {
  const { emulator } = await openClient(options, project);
  const named = query.replace("TEAM", emulator.team.id);
  return (await send(emulator, "GET", `${SETTINGS}${named}`)).status;
}

describe("team scope (reference 1.1)", () => {
  test.each([
    ["?teamId=TEAM", 200],
    ["?slug=acme", 200],
    ["?teamId=TEAM&slug=acme", 200],
    ["", 404],
    ["?teamId=team_other", 403],
    ["?slug=other", 403],
    ["?teamId=TEAM&slug=other", 403],
  ])("a project of the team, asked for with %j, answers %i", async (query, status) => {
    expect(await statusOf({}, query)).toBe(status);
  });

  test.each([
    ["", 200],
    ["?teamId=TEAM", 404],
  ])("a project of the personal account, asked for with %j, answers %i", async (query, status) => {
    expect(await statusOf({}, query, { scope: "personal" })).toBe(status);
  });

  test("a token of the team needs no parameter", async () => {
    expect(await statusOf({ tokenScope: "team" }, "")).toBe(200);
  });

  test("refuses a foreign team in the vendor's words", async () => {
    const { emulator } = await openClient();
    const answer = await send(emulator, "GET", `${SETTINGS}?slug=other`);
    expect(answer.body).toMatchObject({
      error: { code: "forbidden", scope: "other", message: expect.stringContaining('under scope "other"') as string },
    });
  });

  test("finds a project by id and by name", async () => {
    const { emulator, project } = await openClient({ tokenScope: "team" });
    for (const name of [project, "shop"]) {
      const answer = await send(emulator, "GET", `/v1/projects/${name}/feature-flags/settings`);
      expect(answer.body).toMatchObject({ projectId: project });
    }
    expect((await send(emulator, "GET", "/v1/projects/Shop/feature-flags/settings")).body).toMatchObject({
      error: { code: "not_found" },
    });
  });
});

describe("who asks", () => {
  test.each([
    ["nobody", {}, { missingToken: true }],
    ["somebody unknown", { authorization: "Bearer wrong" }, { invalidToken: true }],
    ["another scheme", { authorization: "Basic x" }, { missingToken: true }],
  ])("%s is refused", async (_, headers, extra) => {
    const emulator = await start();
    const answer = await fetch(`${emulator.url}${SETTINGS}`, { headers });
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: "forbidden", ...extra } });
  });

  test("the limited token may do nothing", async () => {
    const { emulator, call } = await openClient();
    const headers = { authorization: `Bearer ${emulator.limitedKey}` };
    expect(await call("GET", "flags", undefined, headers)).toMatchObject({
      status: 403,
      body: { error: { code: "forbidden" } },
    });
    expect((await call("PUT", "flags", booleanFlag("x"), headers)).status).toBe(403);
    expect(emulator.requests().map((each) => each.caller)).toEqual(["limited", "limited"]);
  });
});

test("knows no other paths and methods", async () => {
  const { emulator, call } = await openClient();
  expect((await send(emulator, "GET", "/v9/projects/shop")).body).toMatchObject({ error: { code: "not_found" } });
  expect(await call("POST", "flags", booleanFlag("x"))).toMatchObject({ status: 405 });
});

test("counts by route, without credentials", async () => {
  const { emulator, call } = await openClient();
  await call("GET", "flags/checkout");
  expect(emulator.counts()).toEqual({ "GET /v1/projects/{project}/feature-flags/flags/{flag}": 1 });
  expect(JSON.stringify(emulator.requests())).not.toContain(emulator.key);
});
