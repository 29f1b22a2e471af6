import type { EmulatorOptions } from "../../../src/emulator/mixpanel/emulator";
import type { FlagSettings } from "../../../src/platforms/port/flag";
import type { Project } from "../../../src/platforms/port/named";
import { failure, Workbench } from "./workbench";

let bench: Workbench;
const project: Project = { id: "0", name: "mixpanel", scope: "" };

async function start(options: EmulatorOptions = {}): Promise<void> {
  await bench.stop();
  bench = await Workbench.start(options);
}

beforeEach(async () => {
  bench = await Workbench.start();
});
afterEach(() => bench.stop());

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
    const made = await bench.platform().flags.create(project, PRICES);
    const read = await bench.platform().flags.get(project, made.id);
    expect(read).toEqual(made);
    expect(read).toMatchObject({
      name: "price",
      type: "string",
      description: "what it costs",
      tags: ["shop", "web"],
      archived: false,
    });
    for (const name of ["production", "staging", "dev"]) expect((await bench.live(name)).status).toBe("disabled");
  });

  test("exist where one project has the key, archived or not", async () => {
    await bench.flag(bench.platform());
    expect(await failure(bench.flag(bench.platform()))).toMatchObject({ code: "exists" });
  });

  test("change in every project, and what others put there stays", async () => {
    const platform = bench.platform();
    const made = await platform.flags.create(project, PRICES);
    const theirs = await bench.theirs("staging", { context: "device_id" });
    await bench.api(theirs.method, theirs.path, theirs.body);
    await bench.platform().flags.update(project, made.id, { description: "new", tags: [] });
    expect(await bench.live("staging")).toMatchObject({ description: "new", tags: [], context: "device_id" });
    expect(await bench.live("dev")).toMatchObject({ description: "new", tags: [], context: "distinct_id" });
  });

  test("send nothing where nothing changes", async () => {
    const made = await bench.platform().flags.create(project, PRICES);
    const fresh = bench.platform();
    const counts = await bench.requestsOf(() => fresh.flags.update(project, made.id, { ...PRICES }));
    expect(Object.keys(counts).filter((route) => !route.startsWith("GET "))).toEqual([]);
  });

  test("that are not alike in all projects say so, and are made alike by the next update", async () => {
    await start({ putArchived: "archives" });
    const platform = bench.platform();
    const made = await platform.flags.create(project, {
      name: "checkout",
      type: "boolean",
      description: "new",
      tags: ["a"],
    });
    const { method, path, body } = await bench.theirs("staging", { description: "old", tags: ["b"], status: "archived" });
    await bench.api(method, path, body);
    const found = await bench.platform().flags.get(project, made.id);
    expect(found).toMatchObject({ archived: null, tags: ["a (not in staging)", "b (not in production, dev)"] });
    expect(found?.description).toMatch(/old \(staging\)/);
    await bench.platform().flags.update(project, made.id, { description: "new", tags: ["a"], archived: false });
    const alike = { description: "new", tags: ["a"], archived: false };
    expect(await bench.platform().flags.get(project, made.id)).toMatchObject(alike);
  });

  test.each(["ignored", "refused", "archives"] as const)(
    "are archived and restored where a PUT of the status is %s",
    async (putArchived) => {
      await start({ putArchived });
      const platform = bench.platform();
      const made = await bench.flag(platform);
      const unit = await bench.unit(platform, made);
      await platform.definitions.write(unit, [{ kind: "set-default", enabled: true }]);
      expect(await platform.flags.update(project, made.id, { archived: true })).toMatchObject({ archived: true });
      expect(await bench.platform().flags.get(project, made.id)).toMatchObject({ archived: true });
      const error = await failure(bench.platform().definitions.write(unit, [{ kind: "set-default", enabled: false }]));
      expect(error.details).toMatchObject({ code: "archived", nextStep: expect.stringContaining("archived = false") });
      await bench.platform().flags.update(project, made.id, { archived: false });
      expect(await bench.platform().flags.get(project, made.id)).toMatchObject({ archived: false });
      expect(await bench.live("production")).toMatchObject({ status: "disabled" });
    },
  );

  test("are deleted from every project, switched on or not; already gone is success", async () => {
    const platform = bench.platform();
    const made = await bench.flag(platform);
    await platform.definitions.write(await bench.unit(platform, made), [{ kind: "set-default", enabled: true }]);
    await bench.platform().flags.delete(project, made.id);
    expect(await bench.platform().flags.list(project)).toEqual([]);
    expect(await bench.platform().flags.get(project, made.id)).toBeUndefined();
    await bench.platform().flags.delete(project, made.id);
  });

  test("are there as long as any project has a copy: a deletion that fails half-way is found again by its id", async () => {
    const platform = bench.platform();
    const made = await bench.flag(platform);
    bench.server.fault({ kind: "status", status: 500, method: "DELETE", nth: 3, times: 0 });
    expect((await failure(platform.flags.delete(project, made.id))).code).toBe("unavailable");
    bench.server.clearFaults();
    const next = bench.platform();
    expect(await next.flags.get(project, made.id)).toMatchObject({ id: made.id });
    await next.flags.delete(project, made.id);
    expect(await bench.platform().flags.list(project)).toEqual([]);
  });

  test("tell of a key that a deleted flag still reserves", async () => {
    const platform = bench.platform();
    const made = await bench.flag(platform);
    await platform.flags.delete(project, made.id);
    const error = await failure(bench.flag(bench.platform()));
    expect(error.details).toMatchObject({ code: "exists", nextStep: expect.stringContaining("reserved") });
  });

  test("are not gone where the credential lost the project", async () => {
    const made = await bench.flag(bench.platform());
    const environments = Object.fromEntries(
      [...bench.projects].map(([name, { id }]) => [name, { project: String(id + 5_000) }]),
    );
    expect(await failure(bench.platform({ environments }).flags.get(project, made.id))).toMatchObject({ code: "denied" });
    const secret = "wrong";
    const error = await failure(bench.platform({ secret }).flags.get(project, made.id));
    expect(error).toMatchObject({ code: "unauthenticated" });
    expect(JSON.stringify(error.details)).not.toContain(bench.server.secret);
  });

  test("refuse a context that people were dealt by already", async () => {
    const platform = bench.platform();
    const made = await bench.flag(platform);
    await platform.definitions.write(await bench.unit(platform, made), [{ kind: "set-default", enabled: true }]);
    const changes = { settings: { mixpanel: { context: "device_id" } } };
    expect(await failure(bench.platform().flags.update(project, made.id, changes))).toMatchObject({ code: "unsupported" });
  });

  test.each([{ slash: "redirect" }, { refusals: 200 }, { duplicateStatus: 409 }] as const)(
    "work on a server of another habit: %j",
    async (options) => {
      await start(options);
      const platform = bench.platform();
      const made = await platform.flags.create(project, PRICES);
      const unit = await bench.unit(platform, made);
      await platform.definitions.write(unit, [
        { kind: "set-default", enabled: true, serve: { kind: "variant", variant: "high" } },
      ]);
      expect(bench.served("production", "price", "u")).toMatchObject({ value: "15" });
      await platform.flags.delete(project, made.id);
      expect(await failure(bench.platform().flags.create(project, PRICES))).toMatchObject({ code: "exists" });
    },
  );
});

describe("segments", () => {
  test("are a cohort in every project, changed and deleted together", async () => {
    const made = await bench.segment(bench.platform(), "Germans", "de");
    expect(await bench.platform().segments.get(project, made.id)).toEqual(made);
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
    await bench.platform().segments.update(project, made.id, { rules, name: "Speakers" });
    expect(await bench.platform().segments.get(project, made.id)).toMatchObject({ id: made.id, name: "Speakers", rules });
    await bench.platform().segments.delete(project, made.id);
    expect(await bench.platform().segments.list(project)).toEqual([]);
  });

  test("refuse listed identities with the nearest thing that works", async () => {
    const error = await failure(bench.platform().segments.create(project, { name: "A", identities: ["u"] }));
    expect(error.details).toMatchObject({ code: "unsupported", nextStep: expect.stringContaining("identity overrides") });
  });

  test("that a flag uses tell in Mixpanel's words why they stay", async () => {
    const platform = bench.platform();
    const made = await bench.segment(platform, "Germans", "de");
    const unit = await bench.unit(platform, await bench.flag(platform));
    await platform.definitions.write(unit, [{ kind: "put-segment-override", segment: made, enabled: true }]);
    expect((await failure(platform.segments.delete(project, made.id))).details.reason).toContain("in use");
  });

  test("that cannot be said here are listed by name, with what they have instead", async () => {
    const behaviors = {
      b: { count: { type: "absolute", event_selector: { event: "Buy" } }, window: { unit: "day", value: 30 } },
    };
    bench.server.seed({ projects: [{ name: "production", cohorts: [{ name: "Buyers", behaviors }] }] });
    const [listed] = await bench.platform().segments.list(project);
    expect(listed).toMatchObject({ name: "Buyers", rules: [] });
    const exact = await bench.platform().segments.get(project, listed?.id ?? "");
    expect(exact).toMatchObject({ name: "Buyers", rules: [], foreignRules: expect.stringContaining('"Buy"') as string });
  });
});

describe("environments and the project", () => {
  test("are the mapping: they cannot be made, and one that is not mapped is not there", async () => {
    const platform = bench.platform();
    expect((await platform.environments.list(project)).map(({ name }) => name)).toEqual(["production", "staging", "dev"]);
    expect(await failure(platform.environments.create(project, { name: "qa" }))).toMatchObject({ code: "unsupported" });
    expect(await platform.environments.get(project, "1")).toBeUndefined();
  });

  test("refuse two environments on one project", () => {
    const environments = { a: { project: "7" }, b: { project: "7" } };
    expect(() => bench.platform({ environments })).toThrow(/same project/);
  });

  test("have another scope where the mapping is another", async () => {
    const scope = async (environments: Record<string, { project: string }>): Promise<string> =>
      (await bench.platform({ environments }).project(null)).scope;
    const own = await scope({ production: { project: "7" }, dev: { project: "9" } });
    expect(await scope({ qa: { project: "12" }, production: { project: "7" }, dev: { project: "9" } })).toBe(own);
    expect(await scope({ production: { project: "107" }, dev: { project: "109" } })).not.toBe(own);
  });
});
