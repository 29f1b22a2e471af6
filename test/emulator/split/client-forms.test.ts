import type { EmulatorClient } from "./client";
import { ON_OFF, openClient, stopAll } from "./client";

afterEach(stopAll);

const submit = (client: EmulatorClient, body: object): ReturnType<EmulatorClient["call"]> =>
  client.call("POST", `/changeRequests/ws/${client.ids.workspace}/environments/${client.ids.production}`, {
    ...{ title: "t", comment: "c", approvers: [] },
    ...body,
  });

describe("what clients in use read", () => {
  test("is a list of rules also where there are none", async () => {
    const client = await openClient();
    await client.configure();
    expect((await client.read()).body).toMatchObject({ rules: [] });
  });

  test("is a traffic type with its workspace, as it is made and as it is listed", async () => {
    const client = await openClient();
    const path = `/trafficTypes/ws/${client.ids.workspace}`;
    const expected = {
      name: "device",
      type: "trafficType",
      displayAttributeId: "name",
      workspace: { id: client.ids.workspace, name: "Shop", type: "workspace" },
    };
    expect((await client.call("POST", path, { name: "device" })).body).toMatchObject(expected);
    expect((await client.call("GET", path)).body).toContainEqual(expect.objectContaining(expected));
  });

  test("is the organisation of an attribute", async () => {
    const client = await openClient();
    const path = `/schema/ws/${client.ids.workspace}/trafficTypes/${client.ids.user}`;
    const made = await client.call("POST", path, { id: "age", dataType: "NUMBER" });
    expect(made.body).toMatchObject({ id: "age", organizationId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect((await client.call("GET", path)).body).toEqual([made.body]);
  });

  test("is the id of the environment, and no object, in the answer to a write of keys", async () => {
    const client = await openClient();
    const path = `/segments/${client.ids.production}/beta`;
    for (const action of ["uploadKeys", "removeKeys"]) {
      expect((await client.call("PUT", `${path}/${action}`, { keys: ["a"] })).body).toMatchObject({
        name: "beta",
        environment: client.ids.production,
        trafficTypeId: client.ids.user,
        trafficTypeURN: { id: client.ids.user, name: "user" },
        lastUpdateTime: expect.any(Number) as number,
      });
    }
  });

  test("is split and segment in every change request, null where it is about the other", async () => {
    const client = await openClient();
    await client.configure();
    await submit(client, { split: { name: "banner", ...ON_OFF }, operationType: "UPDATE" });
    await submit(client, { segment: { name: "beta", keys: ["a"] }, operationType: "CREATE" });
    await submit(client, { ruleBasedSegment: { name: "ruled" }, operationType: "UPDATE" });
    const { body } = await client.call("GET", "/changeRequests");
    expect((body as { data: unknown[] }).data).toMatchObject([
      { split: { name: "banner" }, segment: null },
      { split: null, segment: { name: "beta" } },
      { split: null, segment: null, ruleBasedSegment: { name: "ruled" } },
    ]);
  });

  test("is the host that an upload's address is signed for", async () => {
    const client = await openClient();
    const answer = await submit(client, { largeSegment: { name: "huge" }, operationType: "UPLOAD" });
    const { transactionMetadata: told } = answer.body as {
      transactionMetadata: { url: string; headers: Record<string, string[]> };
    };
    expect(told.headers).toEqual({ Host: [new URL(client.emulator.url).host] });
    const upload = await fetch(told.url, { method: "PUT", body: Buffer.from("a\nb\n") });
    expect(upload.status).toBe(200);
  });
});

describe("what clients in use send", () => {
  test("is a description as a JSON text, or bare", async () => {
    const client = await openClient();
    const path = `/splits/ws/${client.ids.workspace}/banner/updateDescription`;
    const described = async (text: string): Promise<unknown> => (await client.call("PUT", path, text)).body;
    expect(await described('"in quotes, with \\u00e9"')).toMatchObject({ description: "in quotes, with é" });
    expect(await described("bare")).toMatchObject({ description: "bare" });
    expect(await described('"one" and "two"')).toMatchObject({ description: '"one" and "two"' });
    expect(await described('"')).toMatchObject({ description: '"' });
  });

  test("is replace=True", async () => {
    const client = await openClient();
    const path = `/segments/${client.ids.production}/beta`;
    await client.call("PUT", `${path}/uploadKeys?replace=False`, { keys: ["a", "b"] });
    await client.call("PUT", `${path}/uploadKeys?replace=True`, { keys: ["c"] });
    expect((await client.call("GET", `${path}/keys`)).body).toMatchObject({ keys: [{ key: "c" }], count: 1 });
  });

  test("is empty texts among the keys to be removed, and never among those to be added", async () => {
    const client = await openClient();
    const path = `/segments/${client.ids.production}/beta`;
    await client.call("PUT", `${path}/uploadKeys`, { keys: ["a", "b"] });
    expect((await client.call("PUT", `${path}/removeKeys`, { keys: ["", "a"] })).status).toBe(200);
    expect((await client.call("GET", `${path}/keys`)).body).toMatchObject({ keys: [{ key: "b" }] });
    expect((await client.call("PUT", `${path}/uploadKeys`, { keys: ["", "a"] })).status).toBe(400);
  });

  test("is a change request that names no rollout status by an empty id", async () => {
    const client = await openClient();
    await client.configure();
    const body = { split: { name: "banner", ...ON_OFF }, operationType: "UPDATE", rolloutStatus: { id: "" } };
    expect(await submit(client, body)).toMatchObject({ status: 200, body: { rolloutStatus: null } });
  });

  test("is an identity's patch as a POST", async () => {
    const client = await openClient();
    const path = `/trafficTypes/${client.ids.user}/environments/${client.ids.production}/identities/u1`;
    await client.call("PUT", path, { values: { plan: "free", age: 3 } });
    expect((await client.call("POST", `${path}/patch`, { values: { plan: "pro" } })).body).toMatchObject({
      values: { plan: "pro", age: 3 },
    });
  });
});

test("An environment with approvals says which one, as the vendor writes it", async () => {
  const environments = [{ name: "production", changePermissions: { areApprovalsRequired: true } }, { name: "staging" }];
  const client = await openClient({}, { environments });
  const { body } = await client.configure();
  const { message } = body as { message: string };
  expect(message).toMatch(new RegExp(`^Approvals are required\\. orgId=[0-9a-f-]{36} envId=${client.ids.production}$`));
});

test("A baseline that nobody said is not there; PATCH can add one, and remove it", async () => {
  const client = await openClient();
  expect((await client.configure()).body).not.toHaveProperty("baselineTreatment");
  const said = await client.patch({ op: "add", path: "/baselineTreatment", value: "on" });
  expect(said.body).toMatchObject({ baselineTreatment: "on" });
  const removed = await client.patch({ op: "remove", path: "/baselineTreatment" });
  expect(removed).toMatchObject({ status: 200, body: expect.not.objectContaining({ baselineTreatment: "on" }) as object });
  const filling = await openClient({ baselineWhenNone: "default" });
  expect((await filling.configure()).body).toMatchObject({ baselineTreatment: "off" });
});

test("Through Harness whoever is named in permissions is believed; a classic account knows its own people", async () => {
  const client = await openClient();
  const approvers = [{ id: "team_of_harness", name: "Team", type: "group" }];
  const changes = { areApprovalsRequired: true, areApproversRestricted: true, approvers, approvalSkippableBy: approvers };
  const make = (name: string, headers?: Record<string, string>): ReturnType<EmulatorClient["call"]> =>
    client.call("POST", `/environments/ws/${client.ids.workspace}`, { name, changePermissions: changes }, headers);
  expect((await make("one", { "x-api-key": client.emulator.key })).body).toMatchObject({ changePermissions: changes });
  expect((await make("two")).status).toBe(400);
});

test("An attribute's type is taken in any case, and its id and traffic type may be echoed in a PATCH", async () => {
  const client = await openClient();
  const path = `/schema/ws/${client.ids.workspace}/trafficTypes/${client.ids.user}`;
  expect((await client.call("POST", path, { id: "plan", dataType: "string" })).body).toMatchObject({ dataType: "STRING" });
  const echoed = { id: "plan", trafficTypeId: client.ids.user, displayName: "Plan" };
  expect((await client.call("PATCH", `${path}/plan`, echoed)).body).toMatchObject({ id: "plan", displayName: "Plan" });
  expect((await client.call("PATCH", `${path}/plan`, { dataType: "colour" })).status).toBe(400);
});
