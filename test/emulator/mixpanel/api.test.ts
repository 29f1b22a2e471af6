import type { Desk } from "./client";
import { basic, gate, openDesk, stopAll } from "./client";

afterEach(stopAll);

describe("credentials (1.2, 1.5)", () => {
  test("are a service account's, in Basic", async () => {
    const desk = await openDesk();
    const { username, secret } = desk.emulator;
    const token = desk.emulator.planted.projects[0]?.token ?? "";
    for (const authorization of [
      "",
      "Basic %%%",
      `Bearer ${secret}`,
      basic(username, "wrong").authorization,
      basic("nobody.abc123.mp-service-account", secret).authorization,
      basic(token, "").authorization,
    ]) {
      const answer = await desk.call("GET", desk.flags, undefined, { authorization });
      expect(answer.status).toBe(401);
      expect(answer.body).toEqual({ error: expect.any(String) as string, status: "error" });
      expect(JSON.stringify(answer.body)).not.toContain(secret);
    }
    expect(username).toMatch(/\.mp-service-account$/);
  });

  test("of a Consumer read and do not write", async () => {
    const desk = await openDesk();
    const { id } = await desk.created();
    const limited = basic(desk.emulator.limitedUsername, desk.emulator.limitedSecret);
    expect((await desk.call("GET", desk.flag(id), undefined, limited)).results()).toMatchObject({ can_update_basic: false });
    for (const [method, path] of [
      ["POST", desk.flags],
      ["PUT", desk.flag(id)],
      ["DELETE", desk.flag(id)],
      ["POST", desk.flag(id, "/archive/")],
      ["POST", desk.cohorts],
    ] as const) {
      const answer = await desk.call(method, path, gate(), limited);
      expect(answer.status).toBe(403);
      expect(answer.body).toEqual({ error: expect.any(String) as string, status: "error" });
    }
  });

  test("can be forbidden one flag while the others stay open", async () => {
    const flags = [gate({ key: "locked", locked: true }), gate({ key: "open" })];
    const desk = await openDesk({ seed: { projects: [{ name: "Acme", flags }] } });
    const [locked, open] = desk.emulator.planted.projects[0]?.flags ?? [];
    expect((await desk.call("PUT", desk.flag(locked?.id), gate({ key: "locked" }))).status).toBe(403);
    expect((await desk.call("DELETE", desk.flag(locked?.id))).status).toBe(403);
    expect((await desk.call("GET", desk.flag(locked?.id))).results()).toMatchObject({ can_update_basic: false });
    expect((await desk.call("PUT", desk.flag(open?.id), gate({ key: "open" }))).status).toBe(200);
  });

  test("open no project but those that are there", async () => {
    const desk = await openDesk();
    const answer = await desk.call("GET", `/api/app/projects/1/workspaces/${desk.workspace}/feature-flags`);
    expect(answer.status).toBe(403);
    const view = `/api/app/projects/${desk.project}/workspaces/1/feature-flags`;
    expect((await desk.call("GET", view)).error()).toBe("Workspace not found");
    expect((await desk.call("GET", `/api/app/projects/abc/workspaces/1/feature-flags`)).status).toBe(404);
  });
});

describe("paths (1.3, 7.8)", () => {
  test("of flags end with or without a slash; the unpublished ones are sent on to theirs", async () => {
    const desk = await openDesk();
    expect((await desk.call("GET", desk.flags)).status).toBe(200);
    expect((await desk.call("GET", `${desk.flags}/`)).status).toBe(200);
    const { id } = await desk.created();
    const answer = await desk.call("POST", desk.flag(id, "/archive"));
    expect(answer.status).toBe(301);
    expect(answer.headers.get("location")).toBe(desk.flag(id, "/archive/"));
    expect((await desk.call("GET", desk.flag(id))).results()).toMatchObject({ status: "disabled" });
  });

  test("are all sent on where the server is said to, and what was written there is lost", async () => {
    const desk = await openDesk({ slash: "redirect" });
    const answer = await desk.call("POST", `${desk.flags}?a=b`, gate());
    expect(answer.status).toBe(301);
    expect(answer.headers.get("location")).toBe(`${desk.flags}/?a=b`);
    expect((await desk.call("GET", `${desk.flags}/`)).results()).toEqual([]);
  });

  test("know their methods", async () => {
    const desk = await openDesk();
    expect((await desk.call("DELETE", desk.flags)).status).toBe(405);
    expect((await desk.call("GET", "/api/app/nothing")).status).toBe(404);
  });
});

describe("too many requests (1.6)", () => {
  const allowed = async (desk: Desk): Promise<number> => (await desk.call("GET", desk.flags)).status;

  test("are refused by project, without a word on when to come back", async () => {
    let now = new Date("2026-03-01T10:00:00Z");
    const desk = await openDesk({ budget: 2, clock: () => now });
    expect([await allowed(desk), await allowed(desk)]).toEqual([200, 200]);
    const answer = await desk.call("GET", desk.flags);
    expect(answer.status).toBe(429);
    expect(answer.body).toEqual({ code: 429, error: expect.any(String) as string, status: "error" });
    expect(answer.headers.get("retry-after")).toBeNull();
    now = new Date("2026-03-01T10:01:01Z");
    expect(await allowed(desk)).toBe(200);
  });

  test("can be had on demand, with the header", async () => {
    const desk = await openDesk();
    desk.emulator.fault({ kind: "throttle", retryAfter: 3 });
    const answer = await desk.call("GET", desk.flags);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "3"]);
  });
});

describe("faults and counts", () => {
  test("lets somebody else write between a read and a write", async () => {
    const desk = await openDesk();
    const { id } = await desk.created();
    const theirs = { method: "PUT", path: desk.flag(id), body: gate({ name: "theirs" }) };
    desk.emulator.fault({ kind: "write", method: "GET", commit: "after", write: theirs });
    expect((await desk.call("GET", desk.flag(id))).results()).toMatchObject({ name: "New checkout" });
    const after = (await desk.call("GET", desk.flag(id))).results();
    expect(after).toMatchObject({ name: "theirs", last_modified_by_name: "Grace Hopper" });
  });

  test("can answer what was true before", async () => {
    const desk = await openDesk();
    const { id } = await desk.created();
    desk.emulator.fault({ kind: "stale", method: "GET" });
    await desk.call("PUT", desk.flag(id), gate({ name: "renamed" }));
    expect((await desk.call("GET", desk.flag(id))).results()).toMatchObject({ name: "New checkout" });
    expect((await desk.call("GET", desk.flag(id))).results()).toMatchObject({ name: "renamed" });
  });

  test("counts by route, and never keeps a credential", async () => {
    const desk = await openDesk();
    const { id } = await desk.created();
    await desk.call("GET", desk.flag(id));
    const base = "/api/app/projects/{project}/workspaces/{workspace}/feature-flags";
    expect(desk.emulator.counts()).toEqual({ [`GET ${base}/{flag}`]: 1, [`POST ${base}`]: 1 });
    expect(desk.emulator.requests().map((each) => each.caller)).toEqual(["admin", "admin"]);
    expect(JSON.stringify(desk.emulator.requests())).not.toContain(desk.emulator.secret);
  });

  test("tells over the control endpoint what somebody is served", async () => {
    const desk = await openDesk();
    await desk.created({ status: "enabled" });
    const ask = (question: unknown): Promise<Awaited<ReturnType<Desk["call"]>>> =>
      desk.call("POST", "/__emulator__/evaluate", question, { authorization: `Bearer ${desk.emulator.controlToken}` });
    const question = { project: desk.project, flag: "new_checkout", context: { distinct_id: "ada" } };
    expect((await ask(question)).body).toEqual({ kind: "variant", key: "On", value: true, by: "split", group: 0 });
    expect((await ask({ ...question, flag: "other" })).status).toBe(400);
    expect((await ask({ ...question, who: "ada" })).status).toBe(400);
  });
});
