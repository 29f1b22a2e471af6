import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, refusal, send, stopAll, V2 } from "./client";

afterEach(stopAll);

const REPLACE = { op: "replace", path: "/trafficAllocation", value: 50 };

describe("title and comment (split.md 1.5, 2.5, 2.6)", () => {
  const explained = { title: "t", comment: "c" };

  test("are asked for with an answer without a body", async () => {
    const client = await openClient({}, { requiresTitleAndComments: true });
    const bare = { status: 400, body: null };
    expect(await client.configure()).toMatchObject(bare);
    expect((await client.configure({ ...ON_OFF, ...explained })).status).toBe(200);
    const query = new URLSearchParams(explained).toString();
    expect(await client.patch(REPLACE)).toMatchObject(bare);
    expect(await client.call("PATCH", `${client.definition()}?title=t`, [REPLACE])).toMatchObject(bare);
    expect((await client.call("PATCH", `${client.definition()}?${query}`, [REPLACE])).status).toBe(200);
    expect(await client.call("PUT", `${client.definition()}/kill`)).toMatchObject(bare);
    expect((await client.call("PUT", `${client.definition()}/kill`, explained)).status).toBe(200);
    const keys = `/segments/${client.ids.production}/beta`;
    expect(await client.call("PUT", `${keys}/uploadKeys`, { keys: ["a"] })).toMatchObject(bare);
    expect((await client.call("PUT", `${keys}/uploadKeys`, { keys: ["a"], ...explained })).status).toBe(200);
    // The older one has no place for them.
    expect(await client.call("PUT", `${keys}/upload`, ["a"])).toMatchObject(bare);
    expect(await client.call("DELETE", client.definition())).toMatchObject(bare);
    expect((await client.call("DELETE", `${client.definition()}?${query}`)).status).toBe(200);
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
    const client = await openClient({}, guarded());
    const why = refusal(403, "Approvals are required");
    expect(await client.patch(REPLACE)).toMatchObject(why);
    expect(JSON.stringify((await client.patch(REPLACE)).body)).toContain(client.ids.production);
    expect(await client.call("PUT", client.definition(), ON_OFF)).toMatchObject(why);
    expect(await client.call("DELETE", client.definition())).toMatchObject(why);
    expect(await client.call("PUT", `${client.definition()}/kill`)).toMatchObject(why);
    expect(await client.call("PUT", `/segments/${client.ids.production}/beta/uploadKeys`, { keys: ["a"] })).toMatchObject(
      why,
    );
    // Not what is of the flag, and not the other environment.
    const tag = [{ op: "add", path: "/tags", value: [{ name: "a" }] }];
    expect((await client.call("PATCH", `/splits/ws/${client.ids.workspace}/banner`, tag)).status).toBe(200);
    expect((await client.call("PATCH", client.definition("banner", client.ids.staging), [REPLACE])).status).toBe(200);
  });

  test("lets kills pass where it allows them", async () => {
    const client = await openClient({}, guarded({ allowKills: true }));
    expect((await client.call("PUT", `${client.definition()}/kill`)).status).toBe(200);
    expect((await client.patch({ op: "replace", path: "/killed", value: false })).status).toBe(403);
  });

  test("lets editors only write, where they are restricted", async () => {
    const restricted = { areApprovalsRequired: false, areEditorsRestricted: true, editors: [{ id: "u-ann", type: "user" }] };
    const client = await openClient({}, guarded(restricted));
    expect(await client.patch(REPLACE)).toMatchObject(refusal(403, "not an editor"));
  });
});

describe("change requests (split.md 2.11)", () => {
  const submit = (client: EmulatorClient, body: object): ReturnType<EmulatorClient["call"]> =>
    client.call("POST", `/changeRequests/ws/${client.ids.workspace}/environments/${client.ids.production}`, {
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
  const list = async (client: EmulatorClient, status: string): Promise<string[]> =>
    ((await client.call("GET", `/changeRequests?status=${status}`)).body as { data: { id: string }[] }).data.map(
      (each) => each.id,
    );

  test("change nothing until somebody else approves them", async () => {
    const client = await openClient({}, guarded());
    const answer = await submit(client, update());
    expect(answer.body).toMatchObject({ status: "REQUESTED", split: { name: "banner", openChangeRequestId: 1 } });
    const id = idOf(answer);
    expect(await list(client, "REQUESTED")).toEqual([id]);
    expect((await client.read()).body).toMatchObject({ trafficAllocation: 100 });
    const own = await client.call("PUT", `/changeRequests/${id}`, { status: "APPROVED" });
    expect(own).toMatchObject(refusal(403, "submitter"));
    client.emulator.decide(id, "APPROVED");
    expect((await client.call("GET", `/changeRequests/${id}`)).body).toMatchObject({ status: "PUBLISHED" });
    expect((await client.read()).body).toMatchObject({ trafficAllocation: 7 });
    expect(await list(client, "REQUESTED")).toEqual([]);
    expect(() => client.emulator.decide(id, "APPROVED")).toThrow("PUBLISHED");
  });

  test("tell who asked, and are listed by environment, those first that wait", async () => {
    const client = await openClient({}, guarded());
    const answer = await submit(client, { split: { name: "banner" }, operationType: "KILL" });
    expect(answer.body).toMatchObject({
      split: { killed: true, environment: { id: client.ids.production } },
      comments: [{ comment: "c", user: "main", role: "SUBMITTER" }],
    });
    const found = async (environment: string): Promise<unknown> =>
      ((await client.call("GET", `/changeRequests?environmentId=${environment}`)).body as { data: unknown[] }).data;
    expect(await found(client.ids.production)).toHaveLength(1);
    expect(await found(client.ids.staging)).toEqual([]);
    client.emulator.decide(idOf(answer), "REJECTED");
    expect(await found(client.ids.production)).toEqual([]);
  });

  test("can be rejected, withdrawn, and approved with another key", async () => {
    const client = await openClient({}, guarded());
    const rejected = idOf(await submit(client, update()));
    client.emulator.decide(rejected, "REJECTED");
    expect(await list(client, "REJECTED")).toEqual([rejected]);
    const withdrawn = idOf(await submit(client, update()));
    expect((await client.call("PUT", `/changeRequests/${withdrawn}`, { status: "WITHDRAWN" })).status).toBe(200);
    const approved = idOf(await submit(client, update()));
    client.emulator.seed({ keys: [{ key: "second", roles: ["API_ALL_GRANTED"] }] });
    const second = { authorization: "Bearer second" };
    const put = { status: "APPROVED", comment: "fine" };
    expect((await send(client.emulator, "PUT", `${V2}/changeRequests/${approved}`, put, second)).status).toBe(200);
    expect((await client.read()).body).toMatchObject({ trafficAllocation: 7 });
  });

  test("are one at a time for a flag in an environment, and lock it", async () => {
    const client = await openClient();
    await client.configure();
    await submit(client, update());
    expect(await submit(client, update())).toMatchObject(refusal(423, "locked"));
    expect(await client.patch(REPLACE)).toMatchObject(refusal(423, "locked"));
    const conflicting = await openClient({ openRequestStatus: 409, openRequestLocks: false });
    await conflicting.configure();
    await submit(conflicting, update());
    expect((await submit(conflicting, update())).status).toBe(409);
    expect((await conflicting.patch(REPLACE)).status).toBe(200);
  });

  test("kill, restore and remove by name alone", async () => {
    const client = await openClient({}, guarded());
    const run = async (operationType: string): Promise<void> =>
      client.emulator.decide(idOf(await submit(client, { split: { name: "banner" }, operationType })), "APPROVED");
    await run("KILL");
    expect((await client.read()).body).toMatchObject({ killed: true });
    await run("RESTORE");
    expect((await client.read()).body).toMatchObject({ killed: false });
    await run("ARCHIVE");
    expect((await client.read()).status).toBe(404);
    expect(await submit(client, update())).toMatchObject(refusal(400, "not configured"));
    const created = await submit(client, { ...update(), operationType: "CREATE" });
    client.emulator.decide(idOf(created), "APPROVED");
    expect((await client.read()).body).toMatchObject({ trafficAllocation: 7 });
  });

  test("add and remove keys of a segment", async () => {
    const client = await openClient({}, guarded());
    const run = async (operationType: string, keys: string[]): Promise<unknown> => {
      const answer = await submit(client, { segment: { name: "beta", keys }, operationType });
      client.emulator.decide(idOf(answer), "APPROVED");
      return (await client.call("GET", `/segments/${client.ids.production}/beta/keys`)).body;
    };
    expect(await run("CREATE", ["a", "b"])).toMatchObject({ count: 2 });
    expect(await run("ARCHIVE", ["a"])).toMatchObject({ keys: [{ key: "b" }] });
  });

  test("are checked when they are made", async () => {
    const client = await openClient({}, guarded());
    const wrong = update({ defaultRule: [{ treatment: "on", size: 1 }] });
    expect(await submit(client, wrong)).toMatchObject(refusal(400, "sum to 1"));
    expect(await submit(client, { split: { name: "banner" }, operationType: "UPDATE" })).toMatchObject(refusal(400, ""));
    expect(await submit(client, { split: { name: "none" }, operationType: "KILL" })).toMatchObject(refusal(404, "none"));
    expect(await submit(client, { operationType: "KILL" })).toMatchObject(refusal(400, "one of"));
    const kill = { split: { name: "banner" }, operationType: "KILL", rolloutStatus: { id: "x" } };
    expect(await submit(client, kill)).toMatchObject(refusal(400, "no rolloutStatus"));
  });
});
