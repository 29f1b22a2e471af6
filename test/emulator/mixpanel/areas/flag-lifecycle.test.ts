import { gate, openDesk, rules, stopAll } from "../client";

afterEach(stopAll);

describe("archive and restore (2, 4.1)", () => {
  test("refuses to archive an enabled flag; a disabled one becomes read-only, and comes back disabled", async () => {
    const desk = await openDesk();
    const { id } = await desk.created({ status: "enabled" });
    const early = await desk.call("POST", desk.flag(id, "/archive/"));
    expect(early.status).toBe(400);
    expect(early.error()).toContain("Disable it first");
    await desk.call("PUT", desk.flag(id), gate());
    expect((await desk.call("POST", desk.flag(id, "/archive/"))).status).toBe(200);
    expect((await desk.call("PUT", desk.flag(id), gate({ status: "enabled" }))).error()).toContain("archived");
    expect((await desk.call("PUT", desk.flag(id, "/test-users/"), { users: {} })).status).toBe(400);
    const restored = await desk.call("DELETE", desk.flag(id, "/archive/"));
    expect(restored.results()).toMatchObject({ id, status: "disabled" });
    expect((await desk.call("DELETE", desk.flag(id, "/archive/"))).error()).toContain("not archived");
  });

  test("keeps the ruleset through both", async () => {
    const desk = await openDesk();
    const made = await desk.created({ ruleset: rules({ test: { users: { u: "On" } } }) });
    await desk.call("POST", desk.flag(made.id, "/archive/"));
    const restored = await desk.call("DELETE", desk.flag(made.id, "/archive/"));
    expect(restored.results()).toMatchObject({ ruleset: made.ruleset, hash_salt: made.hash_salt });
  });

  test("deletes an archived flag", async () => {
    const desk = await openDesk();
    const { id } = await desk.created();
    await desk.call("POST", desk.flag(id, "/archive/"));
    expect((await desk.call("DELETE", desk.flag(id))).status).toBe(200);
  });

  test("does with `archived` in a PUT what the server is said to (7.5)", async () => {
    const put = gate({ status: "archived", name: "renamed" });
    const silent = await openDesk();
    const live = await silent.created({ status: "enabled" });
    expect((await silent.call("PUT", silent.flag(live.id), put)).results()).toMatchObject({
      status: "enabled",
      name: "renamed",
    });
    const strict = await openDesk({ putArchived: "refused" });
    expect((await strict.call("PUT", strict.flag((await strict.created()).id), put)).status).toBe(400);
    const kind = await openDesk({ putArchived: "archives" });
    const off = await kind.created({ key: "new_checkout" });
    expect((await kind.call("PUT", kind.flag(off.id), put)).results()).toMatchObject({ status: "archived" });
    const on = await kind.created({ key: "on", status: "enabled" });
    expect((await kind.call("PUT", kind.flag(on.id), { ...put, key: "on" })).error()).toContain("Disable it first");
  });

  test("creates nothing archived", async () => {
    const desk = await openDesk();
    expect((await desk.call("POST", desk.flags, gate({ status: "archived" }))).status).toBe(400);
  });
});

describe("the other unpublished routes (2)", () => {
  test("duplicates a flag under another key, off, with a salt of its own", async () => {
    const desk = await openDesk();
    const made = await desk.created({ status: "enabled" });
    const copy = (await desk.call("POST", desk.flag(made.id, "/duplicate/"))).results();
    expect(copy).toMatchObject({ key: "new_checkout-copy", status: "disabled", ruleset: made.ruleset });
    expect(copy.hash_salt).not.toBe(made.hash_salt);
    const second = (await desk.call("POST", desk.flag(made.id, "/duplicate/"))).results();
    expect(second.key).toBe("new_checkout-copy-2");
  });

  test("replaces all test users, reading the map one way or the other (3.5, 7.6)", async () => {
    const test = rules({ test: { users: { old: "Off" } } });
    for (const [testUsers, sent] of [
      ["user_to_variant", { ada: "On" }],
      ["variant_to_user", { On: "ada" }],
    ] as const) {
      const desk = await openDesk({ testUsers });
      const { id } = await desk.created({ ruleset: test });
      await desk.call("PUT", desk.flag(id, "/test-users/"), { users: sent });
      const { ruleset } = (await desk.call("GET", desk.flag(id))).results();
      expect(ruleset).toMatchObject({ test: { users: { ada: "On" } } });
      expect(JSON.stringify(ruleset)).not.toContain("old");
    }
  });

  test("tells a flag's history, newest first, by pages", async () => {
    const desk = await openDesk();
    const { id } = await desk.created();
    await desk.call("PUT", desk.flag(id), gate());
    await desk.call("POST", desk.flag(id, "/archive/"));
    const page = async (query: string): Promise<unknown> =>
      (await desk.call("GET", desk.flag(id, `/history/${query}`))).results();
    const by = desk.emulator.username;
    const any = expect.any(String) as unknown;
    expect(await page("")).toEqual({
      events: [
        [any, by, "archived"],
        [any, by, "updated"],
        [any, by, "created"],
      ],
      count: 3,
    });
    expect(await page("?page=2&page_size=2")).toEqual({ events: [[any, by, "created"]], count: 3 });
    expect((await desk.call("GET", desk.flag(id, "/history/?page=0"))).status).toBe(400);
  });

  test("tells how many enabled flags the plan serves, and how many there are (1.7, 4.6)", async () => {
    const desk = await openDesk({ seed: { projects: [{ name: "Acme", limit: 50 }] } });
    await desk.created({ key: "off" });
    await desk.created({ key: "on", status: "enabled" });
    const answer = await desk.call("GET", `/api/app/projects/${desk.project}/feature-flags/limits/`);
    expect(answer.results()).toEqual({ limit: 50, is_trial: false, current_usage: 1, contract_status: "active" });
  });
});
