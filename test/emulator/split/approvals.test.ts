import { openShop, ON_OFF, refusal, send, stopAll, V2 } from "./client";
import type { Shop } from "./client";

afterEach(stopAll);

const REPLACE = { op: "replace", path: "/trafficAllocation", value: 50 };

describe("title and comment (split.md 1.5, 2.5, 2.6)", () => {
  const explained = { title: "t", comment: "c" };

  test("are asked for with an answer without a body", async () => {
    const shop = await openShop({}, { requiresTitleAndComments: true });
    const bare = { status: 400, body: null };
    expect(await shop.configure()).toMatchObject(bare);
    expect((await shop.configure({ ...ON_OFF, ...explained })).status).toBe(200);
    const query = new URLSearchParams(explained).toString();
    expect(await shop.patch(REPLACE)).toMatchObject(bare);
    expect(await shop.call("PATCH", `${shop.definition()}?title=t`, [REPLACE])).toMatchObject(bare);
    expect((await shop.call("PATCH", `${shop.definition()}?${query}`, [REPLACE])).status).toBe(200);
    expect(await shop.call("PUT", `${shop.definition()}/kill`)).toMatchObject(bare);
    expect((await shop.call("PUT", `${shop.definition()}/kill`, explained)).status).toBe(200);
    const keys = `/segments/${shop.ids.production}/beta`;
    expect(await shop.call("PUT", `${keys}/uploadKeys`, { keys: ["a"] })).toMatchObject(bare);
    expect((await shop.call("PUT", `${keys}/uploadKeys`, { keys: ["a"], ...explained })).status).toBe(200);
    // The older one has no place for them.
    expect(await shop.call("PUT", `${keys}/upload`, ["a"])).toMatchObject(bare);
    expect(await shop.call("DELETE", shop.definition())).toMatchObject(bare);
    expect((await shop.call("DELETE", `${shop.definition()}?${query}`)).status).toBe(200);
  });
});

const guarded = (permissions: object = {}): Record<string, unknown> => ({
  environments: [
    { name: "production", changePermissions: { areApprovalsRequired: true, ...permissions } },
    { name: "staging" },
  ],
  flags: [{ name: "banner", trafficType: "user", definitions: { production: ON_OFF, staging: ON_OFF } }],
});

describe("an environment with approvals (split.md 2.11)", () => {
  test("refuses direct writes, and says why", async () => {
    const shop = await openShop({}, guarded());
    const why = refusal(403, "Approvals are required");
    expect(await shop.patch(REPLACE)).toMatchObject(why);
    expect(JSON.stringify((await shop.patch(REPLACE)).body)).toContain(shop.ids.production);
    expect(await shop.call("PUT", shop.definition(), ON_OFF)).toMatchObject(why);
    expect(await shop.call("DELETE", shop.definition())).toMatchObject(why);
    expect(await shop.call("PUT", `${shop.definition()}/kill`)).toMatchObject(why);
    expect(await shop.call("PUT", `/segments/${shop.ids.production}/beta/uploadKeys`, { keys: ["a"] })).toMatchObject(why);
    // Not what is of the flag, and not the other environment.
    const tag = [{ op: "add", path: "/tags", value: [{ name: "a" }] }];
    expect((await shop.call("PATCH", `/splits/ws/${shop.ids.workspace}/banner`, tag)).status).toBe(200);
    expect((await shop.call("PATCH", shop.definition("banner", shop.ids.staging), [REPLACE])).status).toBe(200);
  });

  test("lets kills pass where it allows them", async () => {
    const shop = await openShop({}, guarded({ allowKills: true }));
    expect((await shop.call("PUT", `${shop.definition()}/kill`)).status).toBe(200);
    expect((await shop.patch({ op: "replace", path: "/killed", value: false })).status).toBe(403);
  });

  test("lets editors only write, where they are restricted", async () => {
    const restricted = { areApprovalsRequired: false, areEditorsRestricted: true, editors: [{ id: "u-ann", type: "user" }] };
    const shop = await openShop({}, guarded(restricted));
    expect(await shop.patch(REPLACE)).toMatchObject(refusal(403, "not an editor"));
  });
});

describe("change requests (split.md 2.11)", () => {
  const submit = (shop: Shop, body: object): ReturnType<Shop["call"]> =>
    shop.call("POST", `/changeRequests/ws/${shop.ids.workspace}/environments/${shop.ids.production}`, {
      title: "t",
      comment: "c",
      approvers: [],
      ...body,
    });
  const update = (changes: object = {}): object => ({
    split: { name: "banner", ...ON_OFF, trafficAllocation: 7, ...changes },
    operationType: "UPDATE",
  });
  const idOf = (answer: { body: unknown }): string => (answer.body as { id: string }).id;
  const list = async (shop: Shop, status: string): Promise<string[]> =>
    ((await shop.call("GET", `/changeRequests?status=${status}`)).body as { data: { id: string }[] }).data.map(
      (each) => each.id,
    );

  test("change nothing until somebody else approves them", async () => {
    const shop = await openShop({}, guarded());
    const answer = await submit(shop, update());
    expect(answer.body).toMatchObject({ status: "REQUESTED", split: { name: "banner", openChangeRequestId: 1 } });
    const id = idOf(answer);
    expect(await list(shop, "REQUESTED")).toEqual([id]);
    expect((await shop.read()).body).toMatchObject({ trafficAllocation: 100 });
    const own = await shop.call("PUT", `/changeRequests/${id}`, { status: "APPROVED" });
    expect(own).toMatchObject(refusal(403, "submitter"));
    shop.emulator.decide(id, "APPROVED");
    expect((await shop.call("GET", `/changeRequests/${id}`)).body).toMatchObject({ status: "PUBLISHED" });
    expect((await shop.read()).body).toMatchObject({ trafficAllocation: 7 });
    expect(await list(shop, "REQUESTED")).toEqual([]);
    expect(() => shop.emulator.decide(id, "APPROVED")).toThrow("PUBLISHED");
  });

  test("tell who asked, and are listed by environment, those first that wait", async () => {
    const shop = await openShop({}, guarded());
    const answer = await submit(shop, { split: { name: "banner" }, operationType: "KILL" });
    expect(answer.body).toMatchObject({
      split: { killed: true, environment: { id: shop.ids.production } },
      comments: [{ comment: "c", user: "main", role: "SUBMITTER" }],
    });
    const found = async (environment: string): Promise<unknown> =>
      ((await shop.call("GET", `/changeRequests?environmentId=${environment}`)).body as { data: unknown[] }).data;
    expect(await found(shop.ids.production)).toHaveLength(1);
    expect(await found(shop.ids.staging)).toEqual([]);
    shop.emulator.decide(idOf(answer), "REJECTED");
    expect(await found(shop.ids.production)).toEqual([]);
  });

  test("can be rejected, withdrawn, and approved with another key", async () => {
    const shop = await openShop({}, guarded());
    const rejected = idOf(await submit(shop, update()));
    shop.emulator.decide(rejected, "REJECTED");
    expect(await list(shop, "REJECTED")).toEqual([rejected]);
    const withdrawn = idOf(await submit(shop, update()));
    expect((await shop.call("PUT", `/changeRequests/${withdrawn}`, { status: "WITHDRAWN" })).status).toBe(200);
    const approved = idOf(await submit(shop, update()));
    shop.emulator.seed({ keys: [{ key: "second", roles: ["API_ALL_GRANTED"] }] });
    const second = { authorization: "Bearer second" };
    const put = { status: "APPROVED", comment: "fine" };
    expect((await send(shop.emulator, "PUT", `${V2}/changeRequests/${approved}`, put, second)).status).toBe(200);
    expect((await shop.read()).body).toMatchObject({ trafficAllocation: 7 });
  });

  test("are one at a time for a flag in an environment, and lock it", async () => {
    const shop = await openShop();
    await shop.configure();
    await submit(shop, update());
    expect(await submit(shop, update())).toMatchObject(refusal(423, "locked"));
    expect(await shop.patch(REPLACE)).toMatchObject(refusal(423, "locked"));
    const conflicting = await openShop({ openRequestStatus: 409, openRequestLocks: false });
    await conflicting.configure();
    await submit(conflicting, update());
    expect((await submit(conflicting, update())).status).toBe(409);
    expect((await conflicting.patch(REPLACE)).status).toBe(200);
  });

  test("kill, restore and remove by name alone", async () => {
    const shop = await openShop({}, guarded());
    const run = async (operationType: string): Promise<void> =>
      shop.emulator.decide(idOf(await submit(shop, { split: { name: "banner" }, operationType })), "APPROVED");
    await run("KILL");
    expect((await shop.read()).body).toMatchObject({ killed: true });
    await run("RESTORE");
    expect((await shop.read()).body).toMatchObject({ killed: false });
    await run("ARCHIVE");
    expect((await shop.read()).status).toBe(404);
    expect(await submit(shop, update())).toMatchObject(refusal(400, "not configured"));
    const created = await submit(shop, { ...update(), operationType: "CREATE" });
    shop.emulator.decide(idOf(created), "APPROVED");
    expect((await shop.read()).body).toMatchObject({ trafficAllocation: 7 });
  });

  test("add and remove keys of a segment", async () => {
    const shop = await openShop({}, guarded());
    const run = async (operationType: string, keys: string[]): Promise<unknown> => {
      const answer = await submit(shop, { segment: { name: "beta", keys }, operationType });
      shop.emulator.decide(idOf(answer), "APPROVED");
      return (await shop.call("GET", `/segments/${shop.ids.production}/beta/keys`)).body;
    };
    expect(await run("CREATE", ["a", "b"])).toMatchObject({ count: 2 });
    expect(await run("ARCHIVE", ["a"])).toMatchObject({ keys: [{ key: "b" }] });
  });

  test("are checked when they are made", async () => {
    const shop = await openShop({}, guarded());
    const wrong = update({ defaultRule: [{ treatment: "on", size: 1 }] });
    expect(await submit(shop, wrong)).toMatchObject(refusal(400, "sum to 1"));
    expect(await submit(shop, { split: { name: "banner" }, operationType: "UPDATE" })).toMatchObject(refusal(400, ""));
    expect(await submit(shop, { split: { name: "none" }, operationType: "KILL" })).toMatchObject(refusal(404, "none"));
    expect(await submit(shop, { operationType: "KILL" })).toMatchObject(refusal(400, "one of"));
    const kill = { split: { name: "banner" }, operationType: "KILL", rolloutStatus: { id: "x" } };
    expect(await submit(shop, kill)).toMatchObject(refusal(400, "no rolloutStatus"));
  });
});
