import { failure, variants, Workbench } from "./workbench";

let bench: Workbench;

beforeEach(async () => {
  bench = await Workbench.start();
});

afterEach(() => bench.stop());

describe("projects", () => {
  test("are found by name or id, with the team by id or slug", async () => {
    const { id } = bench.project;
    expect(await bench.platform().project(null)).toEqual(bench.project);
    expect(await bench.platform().project(`id:${id}`)).toMatchObject({ id, scope: bench.project.scope });
    expect(await bench.platform({ team: bench.server.team.slug, project: id }).project(null)).toMatchObject({ id });
  });

  test("that cannot be seen are not called gone", async () => {
    const error = await failure(bench.platform({ project: "nowhere" }).project(null));
    expect(error.details).toMatchObject({ code: "denied", subject: "project" });
    expect(error.details.reason).toContain('no project "nowhere" in team');
  });
});

describe("environments", () => {
  test("are listed, and neither made nor changed", async () => {
    const { environments } = bench.platform();
    expect((await environments.list(bench.project)).map(({ name }) => name)).toEqual([
      "production",
      "preview",
      "development",
    ]);
    expect((await failure(environments.create(bench.project, { name: "production" }))).code).toBe("exists");
    expect((await failure(environments.create(bench.project, { name: "staging" }))).code).toBe("unsupported");
  });
});

describe("flags", () => {
  test("of each kind read back as they were made", async () => {
    const { flags } = bench.platform();
    const made = [
      { name: "bool", type: "boolean" },
      { name: "text", type: "string", variants: variants("b", "a"), description: "words", tags: ["y", "x"] },
      {
        name: "count",
        type: "integer",
        variants: [{ key: "few", value: { kind: "integer", value: 3 }, description: "some" }],
        settings: { vercel: { seed: 42, permanent: true, maintainers: ["u1"] } },
      },
      {
        name: "share",
        type: "number",
        variants: [{ key: "half", value: { kind: "number", value: "0.5" }, description: null }],
      },
      {
        name: "limits",
        type: "json",
        variants: [{ key: "low", value: { kind: "json", value: '{"max":1}' }, description: null }],
      },
    ] as const;
    for (const settings of made) await flags.create(bench.project, settings);
    const listed = await bench.platform().flags.list(bench.project);
    const { name, ...text } = made[1];
    expect(listed.find((flag) => flag.name === name)).toMatchObject({ ...text, tags: ["x", "y"], archived: false });
    for (const settings of [made[2], made[3], made[4]]) {
      expect(listed.find((flag) => flag.name === settings.name)).toMatchObject(settings);
    }
    expect(listed.find((flag) => flag.name === "bool")).toMatchObject({
      type: "boolean",
      variants: [
        { key: "off", value: { kind: "boolean", value: false } },
        { key: "on", value: { kind: "boolean", value: true } },
      ],
    });
  });

  test("begin with what they are told", async () => {
    const { flags } = bench.platform();
    const flag = await flags.create(bench.project, {
      name: "plan",
      type: "string",
      variants: variants("free", "pro"),
      initial: { value: { kind: "string", value: "pro" } },
    });
    const unit = { project: bench.project, environment: bench.environment("preview"), flag };
    expect(await bench.state(unit)).toMatchObject({ served: { variant: "pro" }, whenOff: "free" });
  });

  test("of which one exists are refused with the way to take it over", async () => {
    await bench.flag("banner");
    const error = await failure(bench.flag("banner"));
    expect(error.details).toMatchObject({ code: "exists", subject: "flag" });
    expect(error.details.nextStep).toContain("adopt_existing");
  });

  test("are made once though the answer was lost", async () => {
    bench.server.fault({ kind: "drop", method: "PUT", commit: "after" });
    const flag = await bench.flag("banner");
    expect(await bench.api("GET", "flags/banner")).toMatchObject({ id: flag.id });
  });

  test("that others made meanwhile under that name are not taken for ours", async () => {
    await bench.flag("banner", variants("a", "b"));
    bench.server.fault({ kind: "drop", method: "PUT", commit: "before" });
    expect((await failure(bench.flag("banner"))).code).toBe("exists");
  });

  test("send only what changes, and keep the rest", async () => {
    const flag = await bench.flag("banner");
    await bench.api("PATCH", "flags/banner", { tags: ["theirs"], seed: 7 });
    const changed = await bench.platform().flags.update(bench.project, flag.id, { description: "new" });
    expect(changed).toMatchObject({ description: "new", tags: ["theirs"], settings: { vercel: { seed: 7 } } });
    const sent = bench.server.requests().filter(({ method }) => method === "PATCH");
    expect(sent).toHaveLength(2);
  });

  test("are archived, listed, and made active again", async () => {
    const flag = await bench.flag("banner");
    const { flags } = bench.platform();
    expect((await flags.update(bench.project, flag.id, { archived: true })).archived).toBe(true);
    expect((await bench.platform().flags.list(bench.project)).map(({ archived }) => archived)).toEqual([true]);
    expect((await flags.update(bench.project, flag.id, { archived: false })).archived).toBe(false);
  });

  test("that are archived say so when a definition is changed", async () => {
    const unit = await bench.unit();
    await bench.platform().flags.update(bench.project, unit.flag.id, { archived: true });
    const error = await failure(bench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]));
    expect(error.details).toMatchObject({ code: "archived", nextStep: expect.stringContaining("archived = false") });
  });

  test("are archived before they are deleted, each under the version that was read", async () => {
    const flag = await bench.flag("banner");
    const { flags } = bench.platform();
    await flags.delete(bench.project, flag.id);
    expect(await flags.get(bench.project, flag.id)).toBeUndefined();
    await flags.delete(bench.project, flag.id);
  });

  test("that somebody revives while they are deleted are archived again", async () => {
    const flag = await bench.flag("banner");
    bench.server.fault({
      kind: "write",
      method: "DELETE",
      write: { method: "PATCH", path: bench.path("flags/banner"), body: { state: "active" } },
    });
    await bench.platform().flags.delete(bench.project, flag.id);
    expect(await bench.platform().flags.get(bench.project, flag.id)).toBeUndefined();
  });

  test("are listed to the last page, archived ones and all", async () => {
    await bench.stop();
    bench = await Workbench.start({ pageSize: 2 });
    for (const name of ["a", "b", "c", "d", "e"]) await bench.flag(name);
    expect((await bench.platform().flags.list(bench.project)).map(({ name }) => name).sort()).toEqual([
      "a",
      "b",
      "c",
      "d",
      "e",
    ]);
  });
});

describe("segments", () => {
  const rules = [
    {
      match: "any",
      conditions: [],
      rules: [
        {
          match: "all",
          conditions: [
            { operator: "equal_to", trait: "plan", value: "pro", values: null, type: null },
            { operator: "at_least", trait: "account.seats", value: "10", values: null, type: null },
          ],
        },
        {
          match: "all",
          conditions: [
            { operator: "one_of", trait: "country", value: null, values: ["de", "at"], type: null },
            { operator: "percentage", trait: null, value: "12.5", values: null, type: null },
          ],
        },
      ],
    },
  ] as const;

  test("read back as they were made", async () => {
    const settings = {
      name: "beta",
      description: "early birds",
      rules,
      identities: ["account.id=acme", "anna"],
      settings: { vercel: { label: "Beta users", excluded: ["bob"] } },
    };
    const made = await bench.platform().segments.create(bench.project, settings);
    expect(await bench.platform().segments.get(bench.project, made.id)).toMatchObject(settings);
    expect(bench.platform().refuseRules?.(rules, "segment")).toBeUndefined();
  });

  test("change who is in by adding and removing, so that others' entries and notes stay", async () => {
    const beta = await bench.platform().segments.create(bench.project, { name: "beta", identities: ["anna", "bob"] });
    const { segments } = bench.platform();
    await segments.update(bench.project, beta.id, { identities: ["bob", "carl"] });
    const sent = bench.server.requests().filter(({ method }) => method === "PATCH");
    expect(sent).toHaveLength(1);
    expect(await bench.api("GET", "segments/beta")).toMatchObject({
      data: { include: { user: { id: [{ value: "bob" }, { value: "carl" }] } } },
    });
  });

  test("keep the ids of rules that are not touched", async () => {
    const beta = await bench.platform().segments.create(bench.project, { name: "beta", rules });
    const before = (await bench.api("GET", "segments/beta")) as { data: { rules: { id: string }[] } };
    const [only] = rules;
    const changed = [
      { ...only, rules: [{ match: "all", conditions: [only.rules[0].conditions[0]] }, only.rules[1]] },
    ] as const;
    await bench.platform().segments.update(bench.project, beta.id, { rules: changed });
    const after = (await bench.api("GET", "segments/beta")) as typeof before;
    expect(after.data.rules.map(({ id }) => id)).toEqual(before.data.rules.map(({ id }) => id));
    expect((await bench.platform().segments.get(bench.project, beta.id))?.rules).toEqual(changed);
  });

  test("that are used are not deleted, and the users are named", async () => {
    const unit = await bench.unit();
    const beta = await bench.segment("beta");
    await bench.platform().definitions.write(unit, [{ kind: "put-segment-override", segment: beta, enabled: true }]);
    const error = await failure(bench.platform().segments.delete(bench.project, beta.id));
    expect(error.details).toMatchObject({ code: "in-use", subject: "segment" });
    expect(error.details.reason).toContain('flag "banner"');
    await bench.platform().definitions.write(unit, [{ kind: "remove-segment-override", segment: beta }]);
    await bench.platform().segments.delete(bench.project, beta.id);
    expect(await bench.platform().segments.get(bench.project, beta.id)).toBeUndefined();
  });

  test("cannot be renamed", async () => {
    const beta = await bench.segment("beta");
    const error = await failure(bench.platform().segments.update(bench.project, beta.id, { name: "gamma" }));
    expect(error.code).toBe("unsupported");
  });
});
