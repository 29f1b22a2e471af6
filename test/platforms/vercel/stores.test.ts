import { failure } from "../../support/adapter-workbench";
import { variants, Workbench } from "./workbench";

let workbench: Workbench;

beforeEach(async () => {
  workbench = await Workbench.start();
});

afterEach(() => workbench.stop());

describe("projects", () => {
  test("are found by name or id, with the team by id or slug", async () => {
    const { id } = workbench.project;
    expect(await workbench.platform().project(null)).toEqual(workbench.project);
    expect(await workbench.platform().project(`id:${id}`)).toMatchObject({ id, scope: workbench.project.scope });
    expect(await workbench.platform({ team: workbench.server.team.slug, project: id }).project(null)).toMatchObject({ id });
  });

  test("that cannot be seen are not called gone", async () => {
    const error = await failure(workbench.platform({ project: "nowhere" }).project(null));
    expect(error.details).toMatchObject({ code: "denied", subject: "project" });
    expect(error.details.reason).toContain('no project "nowhere" in team');
  });
});

describe("environments", () => {
  test("are listed, and neither made nor changed", async () => {
    const { environments } = workbench.platform();
    expect((await environments.list(workbench.project)).map(({ name }) => name)).toEqual([
      "production",
      "preview",
      "development",
    ]);
    expect((await failure(environments.create(workbench.project, { name: "production" }))).code).toBe("exists");
    expect((await failure(environments.create(workbench.project, { name: "staging" }))).code).toBe("unsupported");
  });
});

describe("flags", () => {
  test("of each kind read back as they were made", async () => {
    const { flags } = workbench.platform();
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
    for (const settings of made) await flags.create(workbench.project, settings);
    const listed = await workbench.platform().flags.list(workbench.project);
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
    const { flags } = workbench.platform();
    const flag = await flags.create(workbench.project, {
      name: "plan",
      type: "string",
      variants: variants("free", "pro"),
      initial: { value: { kind: "string", value: "pro" } },
    });
    const unit = { project: workbench.project, environment: workbench.environment("preview"), flag };
    expect(await workbench.read(unit)).toMatchObject({ served: { variant: "pro" }, whenOff: "free" });
  });

  test("of which one exists are refused with the way to take it over", async () => {
    await workbench.flag("banner");
    const error = await failure(workbench.flag("banner"));
    expect(error.details).toMatchObject({ code: "exists", subject: "flag" });
    expect(error.details.nextStep).toContain("adopt_existing");
  });

  test("are made once though the answer was lost", async () => {
    workbench.server.fault({ kind: "drop", method: "PUT", commit: "after" });
    const flag = await workbench.flag("banner");
    expect(await workbench.api("GET", "flags/banner")).toMatchObject({ id: flag.id });
  });

  test("that others made meanwhile under that name are not taken for ours", async () => {
    await workbench.flag("banner", variants("a", "b"));
    workbench.server.fault({ kind: "drop", method: "PUT", commit: "before" });
    expect((await failure(workbench.flag("banner"))).code).toBe("exists");
  });

  test("send only what changes, and keep the rest", async () => {
    const flag = await workbench.flag("banner");
    await workbench.api("PATCH", "flags/banner", { tags: ["theirs"], seed: 7 });
    const changed = await workbench.platform().flags.update(workbench.project, flag.id, { description: "new" });
    expect(changed).toMatchObject({ description: "new", tags: ["theirs"], settings: { vercel: { seed: 7 } } });
    const sent = workbench.server.requests().filter(({ method }) => method === "PATCH");
    expect(sent).toHaveLength(2);
  });

  test("are archived, listed, and made active again", async () => {
    const flag = await workbench.flag("banner");
    const { flags } = workbench.platform();
    expect((await flags.update(workbench.project, flag.id, { archived: true })).archived).toBe(true);
    expect((await workbench.platform().flags.list(workbench.project)).map(({ archived }) => archived)).toEqual([true]);
    expect((await flags.update(workbench.project, flag.id, { archived: false })).archived).toBe(false);
  });

  test("that are archived say so when a definition is changed", async () => {
    const unit = await workbench.unit();
    await workbench.platform().flags.update(workbench.project, unit.flag.id, { archived: true });
    const error = await failure(workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }]));
    expect(error.details).toMatchObject({ code: "archived", nextStep: expect.stringContaining("archived = false") });
  });

  test("are archived before they are deleted, each under the version that was read", async () => {
    const flag = await workbench.flag("banner");
    const { flags } = workbench.platform();
    await flags.delete(workbench.project, flag.id);
    expect(await flags.get(workbench.project, flag.id)).toBeUndefined();
    await flags.delete(workbench.project, flag.id);
  });

  test("that somebody revives while they are deleted are archived again", async () => {
    const flag = await workbench.flag("banner");
    workbench.server.fault({
      kind: "write",
      method: "DELETE",
      write: { method: "PATCH", path: workbench.path("flags/banner"), body: { state: "active" } },
    });
    await workbench.platform().flags.delete(workbench.project, flag.id);
    expect(await workbench.platform().flags.get(workbench.project, flag.id)).toBeUndefined();
  });

  test("are listed to the last page, archived ones and all", async () => {
    await workbench.stop();
    workbench = await Workbench.start({ pageSize: 2 });
    for (const name of ["a", "b", "c", "d", "e"]) await workbench.flag(name);
    expect((await workbench.platform().flags.list(workbench.project)).map(({ name }) => name).sort()).toEqual([
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
    const made = await workbench.platform().segments.create(workbench.project, settings);
    expect(await workbench.platform().segments.get(workbench.project, made.id)).toMatchObject(settings);
    expect(workbench.platform().refuseRules?.(rules, "segment")).toBeUndefined();
  });

  test("change who is in by adding and removing, so that others' entries and notes stay", async () => {
    const beta = await workbench
      .platform()
      .segments.create(workbench.project, { name: "beta", identities: ["anna", "bob"] });
    const { segments } = workbench.platform();
    await segments.update(workbench.project, beta.id, { identities: ["bob", "carl"] });
    const sent = workbench.server.requests().filter(({ method }) => method === "PATCH");
    expect(sent).toHaveLength(1);
    expect(await workbench.api("GET", "segments/beta")).toMatchObject({
      data: { include: { user: { id: [{ value: "bob" }, { value: "carl" }] } } },
    });
  });

  test("keep the ids of rules that are not touched", async () => {
    const beta = await workbench.platform().segments.create(workbench.project, { name: "beta", rules });
    const before = (await workbench.api("GET", "segments/beta")) as { data: { rules: { id: string }[] } };
    const [only] = rules;
    const changed = [
      { ...only, rules: [{ match: "all", conditions: [only.rules[0].conditions[0]] }, only.rules[1]] },
    ] as const;
    await workbench.platform().segments.update(workbench.project, beta.id, { rules: changed });
    const after = (await workbench.api("GET", "segments/beta")) as typeof before;
    expect(after.data.rules.map(({ id }) => id)).toEqual(before.data.rules.map(({ id }) => id));
    expect((await workbench.platform().segments.get(workbench.project, beta.id))?.rules).toEqual(changed);
  });

  test("that are used are not deleted, and the users are named", async () => {
    const unit = await workbench.unit();
    const beta = await workbench.segment("beta");
    await workbench.platform().definitions.write(unit, [{ kind: "put-segment-override", segment: beta, enabled: true }]);
    const error = await failure(workbench.platform().segments.delete(workbench.project, beta.id));
    expect(error.details).toMatchObject({ code: "in-use", subject: "segment" });
    expect(error.details.reason).toContain('flag "banner"');
    await workbench.platform().definitions.write(unit, [{ kind: "remove-segment-override", segment: beta }]);
    await workbench.platform().segments.delete(workbench.project, beta.id);
    expect(await workbench.platform().segments.get(workbench.project, beta.id)).toBeUndefined();
  });

  test("cannot be renamed", async () => {
    const beta = await workbench.segment("beta");
    const error = await failure(workbench.platform().segments.update(workbench.project, beta.id, { name: "gamma" }));
    expect(error.code).toBe("unsupported");
  });
});
