import type { EmulatorOptions } from "../../../src/emulator/mixpanel/emulator";
import type { FlagSettings } from "../../../src/platforms/port/flag";
import type { Project } from "../../../src/platforms/port/named";
import { failure } from "../../support/adapter-workbench";
import { Workbench } from "./workbench";

let workbench: Workbench;
const project: Project = { id: "0", name: "mixpanel", scope: "" };

async function start(options: EmulatorOptions = {}): Promise<void> {
  await workbench.stop();
  workbench = await Workbench.start(options);
}

beforeEach(async () => {
  workbench = await Workbench.start();
});
afterEach(() => workbench.stop());

const PRICES: FlagSettings = {
  name: "price",
  type: "string",
  description: "what it costs",
  tags: ["web", "shop"],
  variants: [
    { key: "low", value: { kind: "string", value: "9" }, description: null },
    { key: "high", value: { kind: "string", value: "15" }, description: "dear" },
  ],
};

describe("flags", () => {
  test("are made in every project, disabled, and read back as they were stated", async () => {
    const made = await workbench.platform().flags.create(project, PRICES);
    const read = await workbench.platform().flags.get(project, made.id);
    expect(read).toEqual(made);
    expect(read).toMatchObject({
      name: "price",
      type: "string",
      description: "what it costs",
      tags: ["shop", "web"],
      archived: false,
    });
    for (const name of ["production", "staging", "dev"]) expect((await workbench.live(name)).status).toBe("disabled");
  });

  test("exist where one project has the key, archived or not", async () => {
    await workbench.flag(workbench.platform());
    expect(await failure(workbench.flag(workbench.platform()))).toMatchObject({ code: "exists" });
  });

  test("change in every project, and what others put there stays", async () => {
    const platform = workbench.platform();
    const made = await platform.flags.create(project, PRICES);
    const theirs = await workbench.theirs("staging", { context: "device_id" });
    await workbench.api(theirs.method, theirs.path, theirs.body);
    await workbench.platform().flags.update(project, made.id, { description: "new", tags: [] });
    expect(await workbench.live("staging")).toMatchObject({ description: "new", tags: [], context: "device_id" });
    expect(await workbench.live("dev")).toMatchObject({ description: "new", tags: [], context: "distinct_id" });
  });

  test("send nothing where nothing changes", async () => {
    const made = await workbench.platform().flags.create(project, PRICES);
    const fresh = workbench.platform();
    const counts = await workbench.requestsOf(() => fresh.flags.update(project, made.id, { ...PRICES }));
    expect(Object.keys(counts).filter((route) => !route.startsWith("GET "))).toEqual([]);
  });

  test("that are not alike in all projects say so, and are made alike by the next update", async () => {
    await start({ putArchived: "archives" });
    const platform = workbench.platform();
    const made = await platform.flags.create(project, {
      name: "checkout",
      type: "boolean",
      description: "new",
      tags: ["a"],
    });
    const { method, path, body } = await workbench.theirs("staging", {
      description: "old",
      tags: ["b"],
      status: "archived",
    });
    await workbench.api(method, path, body);
    const found = await workbench.platform().flags.get(project, made.id);
    expect(found).toMatchObject({ archived: null, tags: ["a (not in staging)", "b (not in production, dev)"] });
    expect(found?.description).toMatch(/old \(staging\)/);
    await workbench.platform().flags.update(project, made.id, { description: "new", tags: ["a"], archived: false });
    const alike = { description: "new", tags: ["a"], archived: false };
    expect(await workbench.platform().flags.get(project, made.id)).toMatchObject(alike);
  });

  test.each(["ignored", "refused", "archives"] as const)(
    "are archived and restored where a PUT of the status is %s",
    async (putArchived) => {
      await start({ putArchived });
      const platform = workbench.platform();
      const made = await workbench.flag(platform);
      const unit = await workbench.unit(platform, made);
      await platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]);
      expect(await platform.flags.update(project, made.id, { archived: true })).toMatchObject({ archived: true });
      expect(await workbench.platform().flags.get(project, made.id)).toMatchObject({ archived: true });
      const error = await failure(workbench.platform().definitions.write(unit, [{ kind: "set-default", enabled: false }]));
      expect(error.details).toMatchObject({ code: "archived", nextStep: expect.stringContaining("archived = false") });
      await workbench.platform().flags.update(project, made.id, { archived: false });
      expect(await workbench.platform().flags.get(project, made.id)).toMatchObject({ archived: false });
      expect(await workbench.live("production")).toMatchObject({ status: "disabled" });
    },
  );

  test("are deleted from every project, switched on or not; already gone is success", async () => {
    const platform = workbench.platform();
    const made = await workbench.flag(platform);
    await platform.definitions.write(await workbench.unit(platform, made), [{ kind: "set-default", enabled: true }]);
    await workbench.platform().flags.delete(project, made.id);
    expect(await workbench.platform().flags.list(project)).toEqual([]);
    expect(await workbench.platform().flags.get(project, made.id)).toBeUndefined();
    await workbench.platform().flags.delete(project, made.id);
  });

  test("are there as long as any project has a copy: a deletion that fails half-way is found again by its id", async () => {
    const platform = workbench.platform();
    const made = await workbench.flag(platform);
    workbench.server.fault({ kind: "status", status: 500, method: "DELETE", nth: 3, times: 0 });
    expect((await failure(platform.flags.delete(project, made.id))).code).toBe("unavailable");
    workbench.server.clearFaults();
    const next = workbench.platform();
    expect(await next.flags.get(project, made.id)).toMatchObject({ id: made.id });
    await next.flags.delete(project, made.id);
    expect(await workbench.platform().flags.list(project)).toEqual([]);
  });

  test("tell of a key that a deleted flag still reserves", async () => {
    const platform = workbench.platform();
    const made = await workbench.flag(platform);
    await platform.flags.delete(project, made.id);
    const error = await failure(workbench.flag(workbench.platform()));
    expect(error.details).toMatchObject({ code: "exists", nextStep: expect.stringContaining("reserved") });
  });

  test("are not gone where the credential lost the project", async () => {
    const made = await workbench.flag(workbench.platform());
    const environments = Object.fromEntries(
      [...workbench.projects].map(([name, { id }]) => [name, { project: String(id + 5_000) }]),
    );
    expect(await failure(workbench.platform({ environments }).flags.get(project, made.id))).toMatchObject({
      code: "denied",
    });
    const secret = "wrong";
    const error = await failure(workbench.platform({ secret }).flags.get(project, made.id));
    expect(error).toMatchObject({ code: "unauthenticated" });
    expect(JSON.stringify(error.details)).not.toContain(workbench.server.secret);
  });

  test("refuse a context that people were dealt by already", async () => {
    const platform = workbench.platform();
    const made = await workbench.flag(platform);
    await platform.definitions.write(await workbench.unit(platform, made), [{ kind: "set-default", enabled: true }]);
    const changes = { settings: { mixpanel: { context: "device_id" } } };
    expect(await failure(workbench.platform().flags.update(project, made.id, changes))).toMatchObject({
      code: "unsupported",
    });
  });

  test.each([{ slash: "redirect" }, { refusals: 200 }, { duplicateStatus: 409 }] as const)(
    "work on a server of another habit: %j",
    async (options) => {
      await start(options);
      const platform = workbench.platform();
      const made = await platform.flags.create(project, PRICES);
      const unit = await workbench.unit(platform, made);
      await platform.definitions.write(unit, [
        { kind: "set-default", enabled: true, serve: { kind: "variant", variant: "high" } },
      ]);
      expect(workbench.served("production", "price", "u")).toMatchObject({ value: "15" });
      await platform.flags.delete(project, made.id);
      expect(await failure(workbench.platform().flags.create(project, PRICES))).toMatchObject({ code: "exists" });
    },
  );
});

describe("segments", () => {
  test("are a cohort in every project, changed and deleted together", async () => {
    const made = await workbench.segment(workbench.platform(), "Germans", "de");
    expect(await workbench.platform().segments.get(project, made.id)).toEqual(made);
    const rules = [
      {
        match: "any",
        conditions: [
          { operator: "one_of", trait: "country", value: null, values: ["de", "at"], type: null },
          { operator: "at_least", trait: "age", value: "65", values: null, type: null },
        ],
        rules: [
          { match: "all", conditions: [{ operator: "is_set", trait: "plan", value: null, values: null, type: null }] },
        ],
      },
    ] as const;
    await workbench.platform().segments.update(project, made.id, { rules, name: "Speakers" });
    expect(await workbench.platform().segments.get(project, made.id)).toMatchObject({
      id: made.id,
      name: "Speakers",
      rules,
    });
    await workbench.platform().segments.delete(project, made.id);
    expect(await workbench.platform().segments.list(project)).toEqual([]);
  });

  test("refuse listed identities with the nearest thing that works", async () => {
    const error = await failure(workbench.platform().segments.create(project, { name: "A", identities: ["u"] }));
    expect(error.details).toMatchObject({ code: "unsupported", nextStep: expect.stringContaining("identity overrides") });
  });

  test("that a flag uses tell in Mixpanel's words why they stay", async () => {
    const platform = workbench.platform();
    const made = await workbench.segment(platform, "Germans", "de");
    const unit = await workbench.unit(platform, await workbench.flag(platform));
    await platform.definitions.write(unit, [{ kind: "put-segment-override", segment: made, enabled: true }]);
    expect((await failure(platform.segments.delete(project, made.id))).details.reason).toContain("in use");
  });

  test("that cannot be said here are listed by name, with what they have instead", async () => {
    const behaviors = {
      b: { count: { type: "absolute", event_selector: { event: "Buy" } }, window: { unit: "day", value: 30 } },
    };
    workbench.server.seed({ projects: [{ name: "production", cohorts: [{ name: "Buyers", behaviors }] }] });
    const [listed] = await workbench.platform().segments.list(project);
    expect(listed).toMatchObject({ name: "Buyers", rules: [] });
    const exact = await workbench.platform().segments.get(project, listed?.id ?? "");
    expect(exact).toMatchObject({ name: "Buyers", rules: [], foreignRules: expect.stringContaining('"Buy"') as string });
  });
});

describe("environments and the project", () => {
  test("are the mapping: they cannot be made, and one that is not mapped is not there", async () => {
    const platform = workbench.platform();
    expect((await platform.environments.list(project)).map(({ name }) => name)).toEqual(["production", "staging", "dev"]);
    expect(await failure(platform.environments.create(project, { name: "qa" }))).toMatchObject({ code: "unsupported" });
    expect(await platform.environments.get(project, "1")).toBeUndefined();
  });

  test("refuse two environments on one project", () => {
    const environments = { a: { project: "7" }, b: { project: "7" } };
    expect(() => workbench.platform({ environments })).toThrow(/same project/);
  });

  test("have another scope where the mapping is another", async () => {
    const scope = async (environments: Record<string, { project: string }>): Promise<string> =>
      (await workbench.platform({ environments }).project(null)).scope;
    const own = await scope({ production: { project: "7" }, dev: { project: "9" } });
    expect(await scope({ qa: { project: "12" }, production: { project: "7" }, dev: { project: "9" } })).toBe(own);
    expect(await scope({ production: { project: "107" }, dev: { project: "109" } })).not.toBe(own);
  });
});
