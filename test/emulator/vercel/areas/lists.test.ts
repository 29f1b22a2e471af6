import type { Answer, EmulatorClient } from "../client";
import { booleanFlag, openClient, send, stopAll, withTeam } from "../client";

afterEach(stopAll);

const V2 = "/v2/projects/shop/feature-flags/flags";
const slugs = (answer: Answer): string[] => (answer.body as { data: { slug: string }[] }).data.map((each) => each.slug);
const nextOf = (answer: Answer): string | null => (answer.body as { pagination: { next: string | null } }).pagination.next;

async function openWith(count: number, options: Parameters<typeof openClient>[0] = {}): Promise<EmulatorClient> {
  const flags = Array.from({ length: count }, (_, at) => ({ slug: `f${at}`, kind: "boolean" }));
  return openClient(options, { flags });
}

function ask({ emulator }: EmulatorClient, path: string): Promise<Answer> {
  return send(emulator, "GET", withTeam(emulator, path));
}

describe("lists of flags (reference 1.3, 2)", () => {
  test("v1 answers everything at once, unless a limit is asked for", async () => {
    const client = await openWith(30);
    const all = await client.call("GET", "flags");
    expect(slugs(all)).toHaveLength(30);
    expect(nextOf(all)).toBeNull();
    expect(slugs(await client.call("GET", "flags?limit=2"))).toHaveLength(2);
  });

  test("v2 has 25 a page, and at most 100", async () => {
    const client = await openWith(30);
    const first = await ask(client, V2);
    const second = await ask(client, `${V2}?cursor=${String(nextOf(first))}`);
    expect([slugs(first).length, slugs(second).length, nextOf(second)]).toEqual([25, 5, null]);
    expect(new Set([...slugs(first), ...slugs(second)]).size).toBe(30);
    expect(slugs(await ask(client, `${V2}?limit=100`))).toHaveLength(30);
  });

  test.each([
    ["limit=0", "`limit` should be >= 1."],
    ["limit=101", "`limit` should be <= 100."],
    ["limit=ten", "`limit` should be integer."],
    ["cursor=zzz", "`cursor` is not valid."],
    ["state=deleted", '`state` should be equal to one of the allowed values "active", "archived".'],
    [`search=${"x".repeat(257)}`, "`search` should NOT be longer than 256 characters."],
    ["withMetadata=perhaps", "`withMetadata` should be boolean."],
  ])("refuses ?%s", async (query, words) => {
    const client = await openWith(1);
    expect(await ask(client, `${V2}?${query}`)).toMatchObject({
      status: 400,
      body: { error: { code: "bad_request", message: `Invalid request: ${words}` } },
    });
  });

  test("does not lose its place when something is deleted in between", async () => {
    const client = await openWith(4);
    const first = await client.call("GET", "flags?limit=2");
    await client.call("PATCH", `flags/${slugs(first)[1] ?? ""}`, { state: "archived" });
    const second = await client.call("GET", `flags?limit=2&cursor=${String(nextOf(first))}`);
    expect([...slugs(first), ...slugs(second)]).toEqual(["f3", "f2", "f1", "f0"]);
  });

  test("shows archived flags only to who asks for them", async () => {
    const client = await openWith(2);
    await client.call("PATCH", "flags/f0", { state: "archived" });
    expect(slugs(await client.call("GET", "flags"))).toEqual(["f1"]);
    expect(slugs(await ask(client, `${V2}?state=archived`))).toEqual(["f0"]);
  });

  test("filters by text, by all of some tags, by author, by any maintainer", async () => {
    const client = await openClient();
    await client.make("flags", booleanFlag("alpha", { tags: ["a", "b"], maintainerIds: ["m1"] }));
    await client.make("flags", booleanFlag("beta", { tags: ["a"], description: "ALPHAbet", maintainerIds: ["m2"] }));
    const { createdBy } = await client.make("flags", booleanFlag("gamma"));
    const found = async (query: string): Promise<string[]> => slugs(await ask(client, `${V2}?${query}`)).sort();
    expect(await found("search=Alpha")).toEqual(["alpha", "beta"]);
    expect(await found("tags=a&tags=b")).toEqual(["alpha"]);
    expect(await found("tags[]=a")).toEqual(["alpha", "beta"]);
    expect(await found("maintainerIds=m1&maintainerIds=m2")).toEqual(["alpha", "beta"]);
    expect(await found(`createdBy=${String(createdBy)}`)).toHaveLength(3);
    expect(await found("createdBy=nobody")).toEqual([]);
  });

  test("mixes in flags of the marketplace for who asks for them", async () => {
    const client = await openClient(
      {},
      { flags: [{ slug: "own", kind: "boolean" }], marketplaceFlags: [{ slug: "bought" }] },
    );
    expect(slugs(await ask(client, V2))).toEqual(["own"]);
    const { data } = (await ask(client, `${V2}?includeMarketplaceFlags=true`)).body as { data: { typeName: string }[] };
    expect(data.map((each) => each.typeName)).toEqual(["marketplaceFlag", "flag"]);
    expect((await client.call("GET", "flags/bought")).status).toBe(404);
  });

  test("page by whatever the emulator is told, where people want to see pages", async () => {
    const client = await openWith(3, { pageSize: 2 });
    const first = await client.call("GET", "flags");
    expect(slugs(first)).toHaveLength(2);
    expect(slugs(await client.call("GET", `flags?cursor=${String(nextOf(first))}`))).toEqual(["f0"]);
  });
});

describe("lists of a team (2)", () => {
  const flags = [{ slug: "one", kind: "boolean" }];

  test.each(["v1", "v2"])("%s has the flags of every project of the team", async (version) => {
    const client = await openClient({}, { flags });
    const more = [{ slug: "two", kind: "json" }];
    client.emulator.seed({
      projects: [
        { name: "other", flags: more },
        { name: "mine", scope: "personal", flags },
      ],
    });
    const path = `/${version}/teams/${client.emulator.team.id}/feature-flags/flags`;
    expect(slugs(await ask(client, path))).toEqual(["two", "one"]);
    expect(slugs(await ask(client, `${path}?kind=json`))).toEqual(["two"]);
    expect((await send(client.emulator, "GET", path.replace("team_", "other_"))).status).toBe(403);
  });

  test("has the settings of every project", async () => {
    const client = await openClient();
    client.emulator.seed({ projects: [{ name: "other" }] });
    const path = `/v1/teams/${client.emulator.team.id}/feature-flags/settings`;
    const first = await ask(client, `${path}?limit=1`);
    const second = await ask(client, `${path}?limit=1&cursor=${String(nextOf(first))}`);
    expect(first.body).toMatchObject({ data: [{ typeName: "settings" }] });
    expect(second.body).toMatchObject({ data: [{ projectId: client.project }], pagination: { next: null } });
  });
});
