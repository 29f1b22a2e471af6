import type { EmulatorClient } from "../client";
import { booleanFlag, inSegment, openClient, ruleOn, serving, stopAll, userId } from "../client";

afterEach(stopAll);

const beta = (more: object = {}): object => ({ slug: "beta", label: "Beta", hint: "", data: {}, ...more });

async function idOf(client: EmulatorClient, body: object = beta()): Promise<string> {
  return String((await client.make("segments", body)).id);
}

describe("segments (reference 3.10)", () => {
  test("are made with a slug, a label, data and a hint", async () => {
    const { call, project } = await openClient();
    const data = {
      rules: [{ id: "rule_x", conditions: [{ lhs: userId, cmp: "ex" }], outcome: { type: "all" } }],
      include: { user: { email: [{ value: "a@x.io", note: "qa" }] } },
      exclude: { user: { id: [{ value: "u9" }] } },
    };
    const answer = await call("PUT", "segments", beta({ data, description: "Testers" }));
    expect(answer).toMatchObject({
      status: 201,
      body: {
        ...{ slug: "beta", label: "Beta", hint: "", description: "Testers", data, projectId: project },
        ...{ typeName: "segment", usedByFlags: [], usedBySegments: [] },
      },
    });
    expect(await call("PUT", "segments", beta())).toMatchObject({ status: 409 });
  });

  test.each<[string, object]>([
    ["missing required property `hint`.", beta({ hint: undefined })],
    ["missing required property `data`.", beta({ data: undefined })],
    ["should NOT have additional property `typeName`.", beta({ typeName: "segment" })],
    ["label should NOT be longer than 128 characters.", beta({ label: "x".repeat(129) })],
    [
      "data.rules[0].outcome.passPromille should be <= 100000.",
      beta({
        data: { rules: [{ id: "r", conditions: [], outcome: { type: "split", base: userId, passPromille: 200_000 } }] },
      }),
    ],
  ])("%s", async (words, body) => {
    const { call } = await openClient();
    expect((await call("PUT", "segments", body)).body).toEqual({
      error: { code: "bad_request", message: `Invalid request: ${words}` },
    });
  });

  test("are listed all at once, and found by id and slug", async () => {
    const client = await openClient({ pageSize: 1 });
    const id = await idOf(client);
    await idOf(client, beta({ slug: "gamma" }));
    expect((await client.call("GET", "segments")).body).toMatchObject({ data: [{ slug: "beta" }, { slug: "gamma" }] });
    expect((await client.call("GET", `segments/${id}?withMetadata=true`)).body).toMatchObject({
      slug: "beta",
      metadata: { creator: { name: "Token Holder" } },
    });
    expect((await client.call("GET", "segments/beta")).body).toMatchObject({ id });
    expect((await client.call("GET", "segments/none")).status).toBe(404);
  });

  test("replace their data as a whole, and nothing else", async () => {
    const client = await openClient();
    await idOf(client, beta({ data: { include: { user: { id: [{ value: "a" }] } }, rules: [] } }));
    const data = { exclude: { user: { id: [{ value: "b" }] } } };
    const answer = await client.call("PATCH", "segments/beta", { data });
    expect((answer.body as { data: object }).data).toEqual(data);
    expect(answer.body).toMatchObject({ label: "Beta" });
    expect((await client.call("PATCH", "segments/beta", { slug: "other" })).status).toBe(400);
  });

  test("edit single members without touching the others", async () => {
    const client = await openClient();
    await idOf(client, beta({ data: { include: { user: { id: [{ value: "a", note: "n" }, { value: "b" }] } } } }));
    const operation = (action: string, value: object, field = "include"): object => ({
      ...{ action, field, entity: "user", attribute: "id", value },
    });
    const answer = await client.call("PATCH", "segments/beta", {
      operations: [
        operation("add", { value: "c", note: "new" }),
        operation("remove", { value: "b" }),
        operation("add", { value: "a", note: "renamed" }),
        operation("remove", { value: "unknown" }, "exclude"),
        operation("add", { value: "x" }, "exclude"),
      ],
    });
    expect((answer.body as { data: object }).data).toEqual({
      include: {
        user: {
          id: [
            { value: "a", note: "renamed" },
            { value: "c", note: "new" },
          ],
        },
      },
      exclude: { user: { id: [{ value: "x" }] } },
    });
  });

  test("hold at most 10000 members of an attribute, however they came", async () => {
    const client = await openClient();
    const members = Array.from({ length: 10_000 }, (_, at) => ({ value: `${at}` }));
    await idOf(client, beta({ data: { include: { user: { id: members } } } }));
    const add = { action: "add", field: "include", entity: "user", attribute: "id", value: { value: "one more" } };
    const answer = await client.call("PATCH", "segments/beta", { operations: [add] });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("data.include.user.id should NOT have more than 10000 items");
  });
});

describe("a segment in use (1.4)", () => {
  test("tells its users and cannot be deleted, archived ones count too", async () => {
    const client = await openClient();
    const id = await idOf(client);
    const all = { type: "all" };
    const outer = beta({ slug: "outer", data: { rules: [ruleOn("r", inSegment(id), all)] } });
    const outerId = await idOf(client, outer);
    const inList = inSegment({ type: "list", items: [{ value: id }] }, "!oneOf");
    const environments = { production: serving("off", { rules: [ruleOn("r", inList)] }) };
    const flag = await client.make("flags", booleanFlag("checkout", { environments, state: "archived" }));
    expect((await client.call("GET", "segments/beta")).body).toMatchObject({
      usedByFlags: [flag.id],
      usedBySegments: [outerId],
    });
    const answer = await client.call("DELETE", "segments/beta");
    expect(answer).toMatchObject({
      status: 400,
      body: {
        error: {
          code: "SEGMENT_IN_USE",
          usedBy: {
            flags: [{ id: flag.id, slug: "checkout" }],
            segments: [{ id: outerId, slug: "outer", label: "Beta" }],
          },
        },
      },
    });
  });

  test("can be deleted once nobody uses it", async () => {
    const client = await openClient();
    const id = await idOf(client);
    const environments = { production: serving("off", { rules: [ruleOn("r", inSegment(id))] }) };
    await client.make("flags", booleanFlag("checkout", { environments }));
    expect((await client.call("DELETE", "segments/beta")).status).toBe(400);
    await client.call("PATCH", "flags/checkout", { environments: { production: serving("off") } });
    expect((await client.call("DELETE", `segments/${id}`)).status).toBe(204);
    expect((await client.call("GET", `segments/${id}`)).status).toBe(404);
    expect((await client.call("GET", "segments/beta")).status).toBe(404);
  });

  test("is named by its id: a rule on its slug is about nothing", async () => {
    const client = await openClient();
    await idOf(client);
    const environments = { production: serving("off", { rules: [ruleOn("r", inSegment("beta"))] }) };
    await client.make("flags", booleanFlag("checkout", { environments }));
    expect((await client.call("DELETE", "segments/beta")).status).toBe(204);
  });
});
