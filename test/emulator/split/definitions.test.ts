import { ON_OFF, openClient, refusal, stopAll } from "./client";

afterEach(stopAll);

const DOCUMENT = {
  ...ON_OFF,
  treatments: [{ name: "on", keys: ["u1", "u2"], segments: ["beta"], configurations: '{"color":"blue"}' }, { name: "off" }],
  rules: [
    { buckets: [{ treatment: "on", size: 100 }], condition: { matchers: [{ type: "IN_SEGMENT", string: "employees" }] } },
  ],
};

describe("reading (split.md 2.5)", () => {
  test("is 404 where the flag is not configured, as where it does not exist", async () => {
    const client = await openClient();
    expect(await client.read()).toMatchObject(refusal(404, "not found"));
    expect(await client.call("PATCH", client.definition(), [])).toMatchObject(refusal(404, "not found"));
    expect(await client.call("GET", client.definition("nothing"))).toMatchObject(refusal(404, "not found"));
    expect(await client.call("GET", client.definition("banner", "nowhere"))).toMatchObject(refusal(404, "not found"));
  });

  test("leaves out what is empty, and takes the environment by name too", async () => {
    const client = await openClient();
    await client.configure({
      ...ON_OFF,
      treatments: [{ name: "on", keys: [], segments: null, description: "" }, { name: "off" }],
    });
    const { body } = await client.call("GET", client.definition("banner", "production"));
    expect(body).toEqual({
      id: expect.any(String) as string,
      name: "banner",
      environment: { id: client.ids.production, name: "production" },
      trafficType: { id: client.ids.user, name: "user" },
      killed: false,
      treatments: [{ name: "on" }, { name: "off" }],
      defaultTreatment: "off",
      trafficAllocation: 100,
      rules: [],
      defaultRule: [{ treatment: "off", size: 100 }],
      impressionsDisabled: false,
      creationTime: expect.any(Number) as number,
      lastUpdateTime: expect.any(Number) as number,
      lastTrafficReceivedAt: 0,
    });
  });

  test("has no list of rules where the server is set to show none (6.10)", async () => {
    const client = await openClient({ rulesWhenNone: "absent" });
    expect((await client.configure()).body).not.toHaveProperty("rules");
  });

  test("has a time that grows with every write, even when the clock stands still (3.4)", async () => {
    const client = await openClient({ clock: () => new Date(1_700_000_000_000) });
    const times: number[] = [];
    for (const answer of [
      await client.configure(),
      await client.patch({ op: "replace", path: "/trafficAllocation", value: 50 }),
      await client.call("PUT", `${client.definition()}/kill`),
      await client.call("PUT", client.definition(), ON_OFF),
    ]) {
      times.push((answer.body as { lastUpdateTime: number }).lastUpdateTime);
    }
    expect(new Set(times).size).toBe(4);
    expect(times).toEqual([...times].sort((one, other) => one - other));
  });
});

describe("a patch (split.md 2.5.4)", () => {
  test.each([
    ["replace of an absent member", { op: "replace", path: "/treatments/1/keys", value: ["x"] }],
    ["append to an absent list", { op: "add", path: "/treatments/1/keys/-", value: "x" }],
    ["remove of an absent member", { op: "remove", path: "/treatments/1/segments" }],
    ["an index past the end", { op: "add", path: "/treatments/0/keys/3", value: "x" }],
    ["an index with a leading zero", { op: "remove", path: "/treatments/0/keys/01" }],
    ["a removal at the end mark", { op: "remove", path: "/treatments/0/keys/-" }],
    ["a path without a slash", { op: "replace", path: "killed", value: true }],
    ["a lone tilde", { op: "replace", path: "/~2", value: true }],
    ["an add without a value", { op: "add", path: "/killed" }],
    ["an unknown operation", { op: "upsert", path: "/killed", value: true }],
    ["a move", { op: "move", from: "/treatments/0/keys", path: "/treatments/1/keys" }],
    ["a copy", { op: "copy", from: "/treatments/0/keys", path: "/treatments/1/keys" }],
    ["an unknown member", { op: "add", path: "/colour", value: "blue" }],
    ["a read-only member", { op: "replace", path: "/name", value: "other" }],
    ["a required member", { op: "remove", path: "/defaultRule" }],
    ["the whole document as null", { op: "replace", path: "", value: null }],
  ])("is refused with %s", async (_what, operation) => {
    const client = await openClient();
    const before = (await client.configure(DOCUMENT)).body;
    expect(await client.patch(operation)).toMatchObject(refusal(400, ""));
    expect((await client.read()).body).toEqual(before);
  });

  test("is refused when it is no array", async () => {
    const client = await openClient();
    await client.configure();
    expect(await client.call("PATCH", client.definition(), { killed: true })).toMatchObject(refusal(400, "array"));
    expect(await client.call("PATCH", client.definition(), "{")).toMatchObject(refusal(400, "Malformed"));
    const type = { "content-type": "application/merge-patch+json" };
    expect(await client.call("PATCH", client.definition(), [], type)).toMatchObject(refusal(415, ""));
  });

  test("is all or nothing", async () => {
    const client = await openClient();
    const before = (await client.configure(DOCUMENT)).body;
    const answer = await client.patch(
      { op: "replace", path: "/killed", value: true },
      { op: "add", path: "/treatments/1/keys", value: ["u3"] },
      { op: "remove", path: "/treatments/0/keys/9" },
    );
    expect(answer.status).toBe(400);
    expect((await client.read()).body).toEqual(before);
  });

  test("may be invalid between its operations, not after them", async () => {
    const client = await openClient();
    await client.configure(DOCUMENT);
    const added = { op: "add", path: "/treatments/-", value: { name: "new" } };
    const served = { op: "replace", path: "/defaultRule", value: [{ treatment: "new", size: 100 }] };
    expect(await client.patch(served)).toMatchObject(refusal(400, "undeclared treatment new"));
    expect((await client.patch(served, added)).status).toBe(200);
  });

  test("moves a key in one request, in any order of its operations", async () => {
    const client = await openClient();
    await client.configure(DOCUMENT);
    const answer = await client.patch(
      { op: "add", path: "/treatments/1/keys", value: ["u2"] },
      { op: "remove", path: "/treatments/0/keys/1" },
    );
    expect(answer.body).toMatchObject({ treatments: [{ keys: ["u1"] }, { keys: ["u2"] }] });
  });

  test("drops a list with its last element", async () => {
    const client = await openClient();
    await client.configure(DOCUMENT);
    const answer = await client.patch({ op: "remove", path: "/treatments/0/segments/0" });
    expect((answer.body as { treatments: object[] }).treatments[0]).not.toHaveProperty("segments");
  });

  const guard = (value: string): object => ({ op: "test", path: "/treatments/0/keys/0", value });
  const removal = { op: "remove", path: "/treatments/0/keys/0" };

  test("guards with test: what is there no longer is not removed (6.1)", async () => {
    const client = await openClient();
    const before = (await client.configure(DOCUMENT)).body;
    expect(await client.patch(guard("u2"), removal)).toMatchObject(refusal(400, "test"));
    expect((await client.read()).body).toEqual(before);
    expect((await client.patch(guard("u1"), removal)).status).toBe(200);
  });

  test("answers a failed test, or any test, as the server is set to (6.1)", async () => {
    const odd = await openClient({ failedTestStatus: 422 });
    await odd.configure(DOCUMENT);
    expect((await odd.patch(guard("u2"), removal)).status).toBe(422);
    const without = await openClient({ testOperation: "refused" });
    await without.configure(DOCUMENT);
    expect(await without.patch(guard("u1"), removal)).toMatchObject(refusal(400, '"test" is not supported'));
    const blind = await openClient({ testOperation: "ignored" });
    await blind.configure(DOCUMENT);
    expect((await blind.patch(guard("u2"), removal)).status).toBe(200);
  });

  test("moves and copies where the server is set to (6.1)", async () => {
    const client = await openClient({ moveAndCopy: true });
    await client.configure(DOCUMENT);
    const answer = await client.patch(
      { op: "move", from: "/treatments/0/keys", path: "/treatments/1/keys" },
      { op: "copy", from: "/rules/0", path: "/rules/-" },
    );
    expect(answer.body).toMatchObject({ treatments: [{ name: "on" }, { keys: ["u1", "u2"] }], rules: [{}, {}] });
  });

  test("joins and leaves flag sets, unless the server is set not to (6.3)", async () => {
    const client = await openClient();
    await client.configure();
    const value = [{ id: client.workspace.flagSets[0]?.id, type: "FLAG_SET" }];
    expect((await client.patch({ op: "add", path: "/flagSets", value })).body).toMatchObject({ flagSets: value });
    const unknown = { op: "add", path: "/flagSets", value: [{ id: "none", type: "FLAG_SET" }] };
    expect(await client.patch(unknown)).toMatchObject(refusal(400, "no flag set"));
    const strict = await openClient({ patchableFlagSets: false });
    await strict.configure();
    expect((await strict.patch({ op: "add", path: "/flagSets", value: [] })).status).toBe(400);
  });
});

describe("writing whole (split.md 2.5, 2.5.5)", () => {
  test("configures once", async () => {
    const client = await openClient();
    expect((await client.configure(DOCUMENT)).status).toBe(200);
    expect(await client.configure(DOCUMENT)).toMatchObject(refusal(409, "already configured"));
    const created = await openClient({ createStatus: 201 });
    expect((await created.configure()).status).toBe(201);
  });

  test("takes back what it showed, whatever of it is read-only", async () => {
    const client = await openClient();
    const { body } = await client.configure(DOCUMENT);
    const again = await client.call("PUT", client.definition(), { ...(body as object), title: "t", comment: "c" });
    const lastUpdateTime = expect.any(Number) as number;
    expect(again).toMatchObject({ status: 200, body: { ...(body as object), lastUpdateTime } });
  });

  test("resets what a PUT leaves out, unless the server is set to keep it (6.2)", async () => {
    for (const putKeeps of [false, true]) {
      const client = await openClient({ putKeeps });
      await client.configure({ ...DOCUMENT, killed: true, trafficAllocation: 10, impressionsDisabled: true });
      const { body } = await client.call("PUT", client.definition(), ON_OFF);
      expect(body).toMatchObject({ killed: putKeeps, impressionsDisabled: putKeeps, trafficAllocation: 100 });
      expect(body).toMatchObject({ rules: [] });
      expect(body).toMatchObject({ treatments: [{ name: "on" }, { name: "off" }] });
    }
  });

  test("removes with the answer true", async () => {
    const client = await openClient();
    await client.configure();
    expect(await client.call("DELETE", client.definition())).toMatchObject({ status: 200, body: true });
    expect((await client.read()).status).toBe(404);
    expect(client.served("u1")).toMatchObject({ treatment: "control" });
  });

  test("kills and restores by PUT and by POST, and spreads keys anew", async () => {
    const client = await openClient();
    const half = ["on", "off"].map((treatment) => ({ treatment, size: 50 }));
    await client.configure({ ...ON_OFF, defaultRule: half });
    for (const method of ["PUT", "POST"]) {
      const killed = await client.call(method, `${client.definition()}/kill`, { title: "t", comment: "c" });
      expect(killed.body).toMatchObject({ killed: true });
      expect((await client.call(method, `${client.definition()}/restore`)).body).toMatchObject({ killed: false });
    }
    const keys = Array.from({ length: 50 }, (_, index) => `key-${index}`);
    const before = keys.map((key) => client.served(key).treatment);
    expect(keys.map((key) => client.served(key).treatment)).toEqual(before);
    expect((await client.call("POST", `${client.definition()}/reallocate`)).status).toBe(200);
    expect(keys.map((key) => client.served(key).treatment)).not.toEqual(before);
  });
});
