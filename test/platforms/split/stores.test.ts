import type { SegmentRule } from "../../../src/platforms/model/segment-rule";
import { createSplitPlatform } from "../../../src/platforms/split/platform";
import { Workbench } from "./workbench";

let workbench: Workbench;

afterEach(() => workbench.server.stop());

describe("a project of two environments", () => {
  beforeEach(async () => {
    workbench = await Workbench.start();
  });

  test("is found by name, by id, and by being the only one", async () => {
    const platform = workbench.platform();
    for (const reference of ["Shop", "shop", `id:${workbench.project.id}`, null])
      expect(await platform.project(reference)).toMatchObject({ id: workbench.project.id, name: "Shop" });
    await expect(platform.project("Shp")).rejects.toMatchObject({ details: { code: "gone" } });
    expect(workbench.server.requests()).toHaveLength(1);
  });

  test("through Harness: another credential, another base, and the identifiers as query parameters", async () => {
    const platform = workbench.platform({
      harnessToken: workbench.server.key,
      accountIdentifier: "acme",
      organisationIdentifier: "default",
      projectIdentifier: "shop",
    });
    await platform.environments.list(workbench.project);
    expect(workbench.server.requests()[0]?.path).toContain("/fme/internal/api/v2/environments/ws/");
    await platform.project("Shop").catch(() => undefined);
    expect(JSON.stringify(workbench.server.requests())).toContain("/fme/internal/api/v2/workspaces");
  });

  test("a flag is made with all it has, changed in one patch, and not at all where nothing differs", async () => {
    const { flags } = workbench.platform();
    const made = await flags.create(workbench.project, { name: "checkout", description: "new", tags: ["b", "a"] });
    expect(await workbench.platform().flags.get(workbench.project, made.id)).toMatchObject({
      name: "checkout",
      description: "new",
      tags: ["a", "b"],
      settings: { split: { trafficType: "user" } },
    });
    workbench.server.resetRequests();
    await flags.update(workbench.project, made.id, { description: "newer", tags: [] });
    expect(workbench.writes()).toHaveLength(1);
    await flags.update(workbench.project, made.id, { description: "newer", tags: [] });
    expect(workbench.writes()).toHaveLength(1);
    expect(await flags.get(workbench.project, made.id)).toMatchObject({ description: "newer", tags: [] });
    await expect(flags.create(workbench.project, { name: "checkout" })).rejects.toMatchObject({
      details: { code: "exists" },
    });
    await expect(flags.update(workbench.project, made.id, { name: "other" })).rejects.toMatchObject({
      details: { code: "unsupported" },
    });
  });

  test("a flag that is configured is deleted with its definitions", async () => {
    const unit = await workbench.defined("checkout");
    const { flags } = workbench.platform();
    await flags.delete(workbench.project, unit.flag.id);
    expect(await workbench.platform().flags.get(workbench.project, unit.flag.id)).toBeUndefined();
    await flags.delete(workbench.project, unit.flag.id);
  });

  test("a rollout status and a traffic type are named, and the error names what there is", async () => {
    const { flags } = workbench.platform();
    const settings = { split: { trafficType: "acount" } };
    await expect(flags.create(workbench.project, { name: "checkout", settings })).rejects.toMatchObject({
      details: { code: "invalid", nextStep: expect.stringContaining('"user"') as string },
    });
  });

  test("an environment is deleted with the SDK keys that came with it", async () => {
    const { environments } = workbench.platform();
    const made = await environments.create(workbench.project, { name: "Preview" });
    expect((await environments.update(workbench.project, made.id, { name: "Demo" })).name).toBe("Demo");
    expect(await workbench.platform().environments.get(workbench.project, made.id)).toMatchObject({ name: "Demo" });
    // In another run: what the creation told has been kept.
    await workbench.platform().environments.delete(workbench.project, made.id, made.keyIds);
    expect(await workbench.platform().environments.get(workbench.project, made.id)).toBeUndefined();
    await expect(environments.create(workbench.project, { name: "Staging" })).rejects.toMatchObject({
      details: { code: "exists" },
    });
  });

  test("keys that nobody can list keep an environment of another run, and the error says so", async () => {
    const made = await workbench.platform().environments.create(workbench.project, { name: "Preview" });
    await expect(workbench.platform().environments.delete(workbench.project, made.id)).rejects.toMatchObject({
      details: { nextStep: expect.stringContaining("SDK keys") as string },
    });
  });

  test("a standard segment's identities are sent as what is new and what is gone, in every environment", async () => {
    const { segments } = workbench.platform();
    const identities = Array.from({ length: 250 }, (_, index) => `user-${String(index).padStart(3, "0")}`);
    const made = await segments.create(workbench.project, { name: "beta", identities });
    expect(made.identities).toEqual(identities);
    workbench.server.resetRequests();
    const changed = await segments.update(workbench.project, made.id, { identities: [...identities.slice(1), "zoe"] });
    expect(changed.identities).toEqual([...identities.slice(1), "zoe"]);
    expect(workbench.writes()).toHaveLength(4);
    await segments.delete(workbench.project, made.id);
    expect(await workbench.platform().segments.get(workbench.project, made.id)).toBeUndefined();
  });

  test("a rule-based segment has alternatives, and keeps whom it excludes", async () => {
    const condition = (trait: string, value: string) => {
      return { operator: "equal_to", trait, value, values: null, type: null } as const;
    };
    const rules: SegmentRule[] = [
      {
        match: "any",
        conditions: [condition("plan", "pro")],
        rules: [{ match: "all", conditions: [condition("plan", "free"), condition("country", "NZ")] }],
      },
    ];
    const { segments } = workbench.platform();
    const made = await segments.create(workbench.project, { name: "lucky", rules });
    expect(made).toMatchObject({ id: "rule_based:lucky", rules });
    const [environment] = await workbench.platform().environments.list(workbench.project);
    const path = `/internal/api/v2/rule-based-segments/ws/${workbench.project.id}/lucky/environments/${environment?.id ?? ""}`;
    const definition = { condition: { combiner: "AND", matchers: [{ type: "ALL_KEYS" }] } };
    const excluded = { rules: [definition], excludedKeys: ["bob"], excludedSegments: [] };
    expect(workbench.server.write("PUT", path, excluded).status).toBe(200);
    workbench.server.resetRequests();
    await segments.update(workbench.project, made.id, { rules });
    expect(workbench.writes()).toHaveLength(1);
    const list = workbench.server.write("GET", path.replace("/lucky/", "/"), undefined);
    expect(JSON.stringify(list.body)).toContain("bob");
  });

  test("an empty segment of identities is standard, and a large one takes no members", async () => {
    const { segments } = workbench.platform();
    expect(await segments.create(workbench.project, { name: "empty" })).toMatchObject({
      id: "standard:empty",
      identities: [],
    });
    const settings = { split: { kind: "large" } };
    expect(await segments.create(workbench.project, { name: "big", settings })).toMatchObject({ id: "large:big" });
    await expect(segments.create(workbench.project, { name: "bigger", settings, identities: ["u1"] })).rejects.toMatchObject(
      {
        details: { code: "invalid" },
      },
    );
  });

  test("a key that sees nothing is denied, and nothing is gone", async () => {
    const unit = await workbench.defined("checkout");
    const platform = workbench.platform({ apiKey: "not-the-key" });
    await expect(platform.definitions.read(unit)).rejects.toMatchObject({
      details: { code: "unauthenticated", status: 401 },
    });
    const elsewhere = { ...unit, project: { ...workbench.project, id: "another" } };
    await expect(workbench.platform().definitions.read(elsewhere)).rejects.toMatchObject({ details: { code: "denied" } });
  });

  test("a key that may only read is told so, in the platform's words", async () => {
    const unit = await workbench.defined("checkout");
    const { definitions } = workbench.platform({ apiKey: workbench.server.limitedKey });
    const error: unknown = await definitions
      .write(unit, [{ kind: "set-killed", killed: true }])
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ details: { code: "denied", status: 403, requestId: expect.any(String) as string } });
    expect(JSON.stringify(error)).not.toContain(workbench.server.limitedKey);
  });
});

test("a project that demands a title and a comment: refused before any write, sent where they are set", async () => {
  workbench = await Workbench.start({}, { requiresTitleAndComments: true });
  const unit = await workbench.unit("checkout");
  workbench.server.resetRequests();
  const edits = [{ kind: "set-default", enabled: true }] as const;
  await expect(workbench.platform().definitions.write(unit, edits)).rejects.toMatchObject({
    details: { code: "invalid", nextStep: expect.stringContaining("title") as string },
  });
  expect(workbench.writes()).toEqual([]);
  const { definitions } = workbench.platform({ title: "Release train", comment: "a & b + c" });
  await definitions.write(unit, edits);
  await definitions.write(unit, [{ kind: "set-killed", killed: true }]);
  expect(await workbench.read(unit)).toMatchObject({ killed: true });
});

test("an environment that requires approvals says so, in the platform's words", async () => {
  workbench = await Workbench.start(
    {},
    {
      environments: [{ name: "Production", production: true, changePermissions: { areApprovalsRequired: true } }],
    },
  );
  const unit = await workbench.unit("checkout");
  await expect(workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: true }])).rejects.toMatchObject(
    {
      details: { code: "approval-required", reason: expect.stringContaining("pprovals are required") as string },
    },
  );
});

test("where approvals are required but kills are allowed, a kill goes through", async () => {
  const changePermissions = { areApprovalsRequired: true, allowKills: true };
  workbench = await Workbench.start({}, { environments: [{ name: "Production", production: true, changePermissions }] });
  const unit = await workbench.unit("checkout");
  const definition = {
    treatments: [{ name: "on" }, { name: "off" }],
    defaultTreatment: "off",
    defaultRule: [{ treatment: "on", size: 100 }],
  };
  expect(workbench.server.write("POST", workbench.path(unit), definition).status).toBe(200);
  const { definitions } = workbench.platform();
  await definitions.write(unit, [{ kind: "set-killed", killed: true }]);
  expect(await workbench.read(unit)).toMatchObject({ killed: true });
  await expect(definitions.write(unit, [{ kind: "set-default", enabled: false }])).rejects.toMatchObject({
    details: { code: "approval-required" },
  });
});

test("totals that are missing and pages that are short hide nothing", async () => {
  workbench = await Workbench.start({ totals: false, pageSize: 3 });
  const names = Array.from({ length: 7 }, (_, index) => `flag_${index}`);
  for (const name of names) await workbench.flag(name);
  const listed = await workbench.platform().flags.list(workbench.project);
  expect(listed.map(({ name }) => name).sort()).toEqual(names);
});

test("the rate headers pace the requests: none is refused", async () => {
  let now = Date.parse("2026-01-01T00:00:00Z");
  workbench = await Workbench.start({ budget: 5, clock: () => new Date(now) });
  const slept: number[] = [];
  const clock = {
    now: () => now,
    sleep: (milliseconds: number) => {
      slept.push(milliseconds);
      now += milliseconds;
      return Promise.resolve();
    },
    random: () => 0,
  };
  const statuses: (number | undefined)[] = [];
  const platform = createSplitPlatform(
    { host: workbench.server.url, apiKey: workbench.server.key },
    { signal: new AbortController().signal, refresh: "sweep", log: () => undefined },
    { clock, onRequest: ({ status }) => statuses.push(status) },
  );
  for (let times = 0; times < 12; times++) await platform.environments.get(workbench.project, "none");
  expect(statuses.length).toBe(13);
  expect(statuses).not.toContain(429);
  expect(slept.length).toBeGreaterThan(0);
});
