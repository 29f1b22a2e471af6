import type { Desk } from "../client";
import { colours, gate, group, openDesk, rules, stopAll } from "../client";

afterEach(stopAll);

const SALT = "0123456789abcdef0123456789abcdef";

describe("creating a flag (2, 3.1)", () => {
  test("answers 200 with the flag in the envelope, and fills in every default", async () => {
    const desk = await openDesk();
    const answer = await desk.call("POST", desk.flags, gate());
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: "ok" });
    expect(answer.results()).toMatchObject({
      description: null,
      experiment_id: null,
      status: "disabled",
      data_group_id: null,
      is_experiment_active: null,
      reset_hash_salt: null,
      workspace_id: desk.workspace,
      project_id: desk.project,
      content_type: "feature-flags",
      enabled_at: null,
      deleted: null,
      creator_name: desk.emulator.username,
      ruleset: {
        test: null,
        variants: [
          { key: "On", description: null, is_sticky: false },
          { key: "Off", description: null, is_sticky: false },
        ],
        rollout: [
          {
            name: null,
            cohort_definition: null,
            runtime_evaluation_definition: null,
            runtime_evaluation_rule: null,
            runtime_event_rule: null,
            cohort_hash: null,
            variant_override: null,
          },
        ],
      },
    });
  });

  test("gives the flag a UUID and a salt of 32 characters", async () => {
    const made = await (await openDesk()).created();
    expect(made.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(made.hash_salt).toMatch(/^[0-9a-f]{32}$/);
  });

  test("carries more keys than the published schema, unless asked not to (3.9)", async () => {
    const live = await (await openDesk()).created();
    expect(Object.keys(live)).toEqual(expect.arrayContaining(["can_edit", "content_environments"]));
    expect(live).toMatchObject({ ruleset: { variants: [{ screenshot: null }, { screenshot: null }] } });
    const published = await (await openDesk({ answers: "published" })).created();
    expect(JSON.stringify(published)).not.toMatch(/can_edit|content_environments"|screenshot/);
  });

  test("makes it disabled even when enabled was asked for, unless the server honours that (7.10)", async () => {
    const wanted = gate({ status: "enabled" });
    const strict = await openDesk();
    expect((await strict.call("POST", strict.flags, wanted)).results()).toMatchObject({ status: "disabled" });
    const kind = await openDesk({ createdEnabled: "honoured" });
    const made = (await kind.call("POST", kind.flags, wanted)).results();
    expect(made).toMatchObject({ status: "enabled" });
    expect(made.enabled_at).toEqual(expect.any(String));
  });

  test("refuses a key that another flag of the project has, in any data view (1.5, 3.1)", async () => {
    const views = [{ name: "All", is_global: true }, { name: "EU" }];
    const seed = { projects: [{ name: "Acme", workspaces: views }] };
    const desk = await openDesk({ seed });
    await desk.created();
    const other = desk.emulator.planted.projects[0]?.workspaces[1]?.id;
    const path = `/api/app/projects/${desk.project}/workspaces/${String(other)}/feature-flags`;
    const answer = await desk.call("POST", path, gate());
    expect(answer.status).toBe(400);
    expect(answer.error()).toContain("new_checkout");
    const conflicting = await openDesk({ duplicateStatus: 409 });
    await conflicting.created();
    expect((await conflicting.call("POST", conflicting.flags, gate())).status).toBe(409);
  });

  test("keeps the key of a deleted flag, unless the server frees it (5.2, 7.4)", async () => {
    for (const [deletedKeys, status] of [
      ["reserved", 400],
      ["free", 200],
    ] as const) {
      const desk = await openDesk({ deletedKeys });
      await desk.call("DELETE", desk.flag((await desk.created()).id));
      expect((await desk.call("POST", desk.flags, gate())).status).toBe(status);
    }
  });
});

describe("reading flags (2)", () => {
  test("lists all of a data view, archived ones only when asked", async () => {
    const desk = await openDesk();
    await desk.created({ key: "one" });
    const second = await desk.created({ key: "two" });
    await desk.call("POST", desk.flag(second.id, "/archive/"));
    const keys = async (query: string): Promise<unknown> =>
      ((await desk.call("GET", desk.flags + query)).results() as unknown as { key: string }[]).map((each) => each.key);
    expect(await keys("")).toEqual(["one"]);
    expect(await keys("?include_archived=false")).toEqual(["one"]);
    expect(await keys("?include_archived=true")).toEqual(["one", "two"]);
    expect((await desk.call("GET", `${desk.flags}?include_archived=1`)).status).toBe(400);
  });

  test("finds an archived flag by its id, and no flag of another data view", async () => {
    const seed = { projects: [{ name: "Acme", workspaces: [{ name: "All" }, { name: "EU" }] }] };
    const desk = await openDesk({ seed });
    const made = await desk.created();
    await desk.call("POST", desk.flag(made.id, "/archive/"));
    expect((await desk.call("GET", desk.flag(made.id))).results()).toMatchObject({ status: "archived" });
    const other = desk.emulator.planted.projects[0]?.workspaces[1]?.id;
    const elsewhere = `/api/app/projects/${desk.project}/workspaces/${String(other)}/feature-flags/${String(made.id)}`;
    const answer = await desk.call("GET", elsewhere);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual({ status: "error", error: "Feature flag not found" });
  });

  test("says of a path without a data view that one is required (1.3)", async () => {
    const desk = await openDesk();
    const answer = await desk.call("GET", `/api/app/projects/${desk.project}/feature-flags`);
    expect(answer.status).toBe(400);
    expect(answer.error()).toBe("Workspace is required");
  });

  test("returns tags in its own order, and variants too where the server is said to (7.9)", async () => {
    const ruleset = rules({ variants: colours() });
    const body = { tags: ["zeta", "alpha"], ruleset };
    const order = async (desk: Desk): Promise<unknown> => {
      const { tags, ruleset: live } = await desk.created(body);
      return [tags, (live as { variants: { key: string }[] }).variants.map((each) => each.key)];
    };
    expect(await order(await openDesk())).toEqual([
      ["alpha", "zeta"],
      ["red", "green", "blue"],
    ]);
    expect(await order(await openDesk({ reorders: "variants" }))).toEqual([
      ["alpha", "zeta"],
      ["blue", "green", "red"],
    ]);
    expect(await order(await openDesk({ reorders: "nothing" }))).toEqual([
      ["zeta", "alpha"],
      ["red", "green", "blue"],
    ]);
  });
});

describe("replacing a flag (5.1)", () => {
  const rich = {
    description: "the new one",
    status: "enabled",
    experiment_id: "6f1a3c1e-2b7d-4c59-9a70-0d6f8f1f2a11",
    is_experiment_active: true,
    data_group_id: "77",
    ruleset: rules({
      test: { users: { "user-123": "On" } },
      rollout: [group({ name: "all", runtime_evaluation_rule: {} })],
    }),
  };

  test("lets everything that the body does not name fall to its default", async () => {
    const desk = await openDesk();
    const live = await desk.created(rich);
    expect(live).toMatchObject({ status: "enabled", description: "the new one" });
    const answer = await desk.call("PUT", desk.flag(live.id), gate());
    expect(answer.results()).toMatchObject({
      status: "disabled",
      description: null,
      experiment_id: null,
      is_experiment_active: null,
      data_group_id: null,
      hash_salt: null,
      ruleset: { test: null, rollout: [{ name: null, runtime_evaluation_rule: null }] },
    });
  });

  test("keeps the salt that the body does not name only where the server is said to (7.1)", async () => {
    const desk = await openDesk({ omittedSalt: "kept" });
    const made = await desk.created();
    const answer = await desk.call("PUT", desk.flag(made.id), gate());
    expect(answer.results().hash_salt).toBe(made.hash_salt);
    const cleared = await desk.call("PUT", desk.flag(made.id), gate({ hash_salt: null }));
    expect(cleared.results().hash_salt).toBeNull();
  });

  test("takes a salt as sent, and makes another when told to reset it", async () => {
    const desk = await openDesk();
    const made = await desk.created();
    const kept = await desk.call("PUT", desk.flag(made.id), gate({ hash_salt: SALT }));
    expect(kept.results().hash_salt).toBe(SALT);
    const reset = (await desk.call("PUT", desk.flag(made.id), gate({ hash_salt: SALT, reset_hash_salt: true }))).results();
    expect(reset.hash_salt).toMatch(/^[0-9a-f]{32}$/);
    expect(reset.hash_salt).not.toBe(SALT);
    expect(reset.reset_hash_salt).toBeNull();
  });

  test("loses a variant's picture, which no published body can carry (3.3)", async () => {
    const flags = [gate({ screenshots: { On: "on.png" } })];
    const desk = await openDesk({ seed: { projects: [{ name: "Acme", flags }] } });
    const id = desk.emulator.planted.projects[0]?.flags[0]?.id;
    const pictures = (flag: Record<string, unknown>): unknown =>
      (flag.ruleset as { variants: { screenshot: unknown }[] }).variants.map((each) => each.screenshot);
    expect(pictures((await desk.call("GET", desk.flag(id))).results())).toEqual(["on.png", null]);
    expect(pictures((await desk.call("PUT", desk.flag(id), gate())).results())).toEqual([null, null]);
  });

  test("moves `modified` on with every write, however fast, and says by whom", async () => {
    const desk = await openDesk({ clock: () => new Date("2026-03-01T10:00:00Z") });
    const made = await desk.created();
    const times = [made.modified];
    for (let round = 0; round < 3; round += 1) {
      const answer = await desk.call("PUT", desk.flag(made.id), gate());
      times.push(answer.results().modified);
      expect(answer.results().last_modified_by_name).toBe(desk.emulator.username);
    }
    expect(new Set(times).size).toBe(4);
    expect([...times].sort()).toEqual(times);
    expect((await desk.call("GET", desk.flag(made.id))).results()).toMatchObject({
      created: made.created,
      modified: times[3],
    });
  });

  test("refuses another key, and another context once the flag has been enabled (4.2)", async () => {
    const desk = await openDesk();
    const made = await desk.created();
    expect((await desk.call("PUT", desk.flag(made.id), gate({ key: "other" }))).error()).toContain("key");
    const moved = await desk.call("PUT", desk.flag(made.id), gate({ context: "device_id", status: "enabled" }));
    expect(moved.results()).toMatchObject({ context: "device_id" });
    await desk.call("PUT", desk.flag(made.id), gate({ context: "device_id" }));
    const locked = await desk.call("PUT", desk.flag(made.id), gate({ context: "distinct_id" }));
    expect(locked.status).toBe(400);
    expect(locked.error()).toContain("context");
  });

  test("stamps `enabled_at` anew each time the flag is switched on, and keeps it while off (3.8)", async () => {
    const desk = await openDesk();
    const first = await desk.created({ status: "enabled" });
    const still = (await desk.call("PUT", desk.flag(first.id), gate({ status: "enabled" }))).results();
    expect(still.enabled_at).toBe(first.enabled_at);
    const off = (await desk.call("PUT", desk.flag(first.id), gate())).results();
    expect(off.enabled_at).toBe(first.enabled_at);
    const again = (await desk.call("PUT", desk.flag(first.id), gate({ status: "enabled" }))).results();
    expect(String(again.enabled_at) > String(first.enabled_at)).toBe(true);
  });

  test("lets experiment-linked flags be edited as any other (4.4)", async () => {
    const desk = await openDesk();
    const live = await desk.created(rich);
    expect((await desk.call("PUT", desk.flag(live.id), gate(rich))).results()).toMatchObject({
      experiment_id: rich.experiment_id,
    });
  });
});

describe("patching a flag (7.2)", () => {
  test("is refused, unless the server has it: then what the body names is merged", async () => {
    const strict = await openDesk();
    const made = await strict.created();
    expect((await strict.call("PATCH", strict.flag(made.id), { status: "enabled" })).status).toBe(405);
    const desk = await openDesk({ patch: "merged" });
    const flag = await desk.created({ description: "stays" });
    const answer = await desk.call("PATCH", desk.flag(flag.id), { status: "enabled" });
    expect(answer.results()).toMatchObject({ status: "enabled", description: "stays", hash_salt: flag.hash_salt });
    expect((await desk.call("PATCH", desk.flag(flag.id), { colour: "red" })).error()).toContain("colour");
  });
});

describe("deleting a flag (2, 5.2)", () => {
  test("answers with empty results, and then the flag is gone", async () => {
    const desk = await openDesk();
    const { id } = await desk.created();
    expect((await desk.call("DELETE", desk.flag(id))).body).toEqual({ status: "ok", results: {} });
    for (const method of ["GET", "PUT", "DELETE"]) {
      expect((await desk.call(method, desk.flag(id), method === "PUT" ? gate() : undefined)).status).toBe(404);
    }
    expect((await desk.call("GET", `${desk.flags}?include_archived=true`)).results()).toEqual([]);
  });

  test("refuses an enabled flag, unless the server allows that", async () => {
    const strict = await openDesk();
    const { id } = await strict.created({ status: "enabled" });
    expect((await strict.call("DELETE", strict.flag(id))).error()).toContain("Disable it first");
    const kind = await openDesk({ deleteEnabled: "allowed" });
    const other = await kind.created({ status: "enabled" });
    expect((await kind.call("DELETE", kind.flag(other.id))).status).toBe(200);
  });

  test("can leave a flag to be read, marked with the time of its end", async () => {
    const desk = await openDesk({ deletedFlags: "marked" });
    const { id } = await desk.created();
    await desk.call("DELETE", desk.flag(id));
    expect((await desk.call("GET", desk.flag(id))).results().deleted).toEqual(expect.any(String));
    expect((await desk.call("GET", desk.flags)).results()).toEqual([]);
  });
});
