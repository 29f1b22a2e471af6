import { type Bodies, type PlatformName, PlatformWorkbench, type WorkbenchOptions } from "../../support/platform-workbench";
import { FLAG, NAMED, ON } from "./shared-unit";

/** Priorities of listed overrides, among overrides of others. */

const listing = (segments: object): Bodies => ({
  environment_definition: { d: { ...NAMED, overrides: "listed", segment_overrides: segments } },
});
const THEIRS = listing({ beta: { ...ON, priority: 3 } });
const mine = (priority?: number): Bodies => listing({ vip: { ...ON, ...(priority !== undefined && { priority }) } });

const CASES: readonly (readonly [string, PlatformName, WorkbenchOptions])[] = [
  ["Flagsmith, whole-flag endpoint", "flagsmith", { flagsmith: { server: "2.265" } }],
  ["Flagsmith, experiments", "flagsmith", { flagsmith: { server: "2.240" } }],
  ["Flagsmith, experiments and versions", "flagsmith", { flagsmith: { server: "2.240", versioning: true } }],
  ["Flagsmith, versions", "flagsmith", { flagsmith: { server: "2.200", versioning: true } }],
  ["Flagsmith, single states", "flagsmith", { flagsmith: { server: "2.200" } }],
  ["Vercel", "vercel", {}],
  ["Mixpanel", "mixpanel", {}],
];

describe.each(CASES)("%s", (_title, name, options) => {
  let workbench: PlatformWorkbench;
  beforeEach(async () => {
    workbench = await PlatformWorkbench.start(name, options);
    await workbench.apply(FLAG);
  });
  afterEach(() => workbench.stop());

  test("others keep theirs, whatever place is taken between, before and behind them", async () => {
    const [own, others] = [workbench.newDriver(), workbench.newDriver()];
    await others.apply(workbench.stack(THEIRS));
    for (const priority of [2, 9, undefined, 0]) {
      const plan = await own.plan(workbench.stack(mine(priority)));
      expect(plan.diagnostics.map(({ summary }) => summary)).toEqual([]);
      await own.apply(plan);
      expect((await own.plan(workbench.stack(mine(priority)))).actions()).toEqual({});
      expect((await others.plan(workbench.stack(THEIRS))).actions()).toEqual({});
    }
    await own.apply(workbench.stack({}));
    expect((await others.plan(workbench.stack(THEIRS))).actions()).toEqual({});
  });

  test("one that takes the priority of another's comes before it, and the plan says what moves", async () => {
    const [own, others] = [workbench.newDriver(), workbench.newDriver()];
    await others.apply(workbench.stack(THEIRS));
    const plan = await own.plan(workbench.stack(mine(3)));
    const isUnique = name === "flagsmith";
    expect(plan.diagnostics.map(({ summary, path }) => [summary, path])).toEqual(
      isUnique ? [["An override of others moves down", ["segment_overrides", "vip", "priority"]]] : [],
    );
    if (isUnique) expect(plan.diagnostics[0]?.detail).toContain("others move down: segment beta from 3 to 4.");
    await own.apply(plan);
    expect((await own.plan(workbench.stack(mine(3)))).actions()).toEqual({});
    expect((await others.plan(workbench.stack(THEIRS))).actions()).toEqual(
      isUnique ? { "flagform_environment_definition.d": "update" } : {},
    );
    const reader = workbench.newDriver();
    const all = workbench.stack({ environment_definition: { d: NAMED } });
    await reader.import(all, "flagform_environment_definition.d", "production/checkout");
    const there = reader.instance("flagform_environment_definition.d")?.attributes["segment_overrides"];
    const places = Object.entries(there as Record<string, { priority: number }>).map(([key, each]) => [key, each.priority]);
    expect(Object.fromEntries(places)).toEqual(isUnique ? { vip: 3, beta: 4 } : { vip: 3, beta: 3 });
  });
});
