import type { FlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startFlagsmithEmulator } from "../../src/emulator/flagsmith/emulator";
import { startMixpanelEmulator } from "../../src/emulator/mixpanel/emulator";
import { startVercelEmulator } from "../../src/emulator/vercel/emulator";
import type { RunningEmulator } from "../../src/emulator/wire/server/start";
import { MANY_ENVIRONMENTS, PLANT_MANY } from "../four-platforms/moving-in/many";
import { type PlatformName, PLATFORMS, PlatformWorkbench } from "../support/platform-workbench";
import { Query } from "../support/query";
import { lookedAt } from "./work";

/**
 * A request about a project of four times as many flags may take four times as much, and not sixteen times: where one flag of a list looks
 * at all flags, a list of 10,000 takes minutes.
 */

const FEW = 25;
const TIMES = 4;
const LISTS = ["feature_flag", "segment", "environment_definition", "segment_override", "identity_override"];

interface Work {
  readonly planting: number;
  /** Of the most expensive of all requests that the lists make. */
  readonly request: number;
}

async function workFor(name: PlatformName, flags: number): Promise<Work> {
  const workbench = await PlatformWorkbench.start(name);
  try {
    let parts = {};
    const planting = lookedAt(() => (parts = PLANT_MANY[name](workbench, flags)));
    const query = await Query.of(workbench, parts);
    let shown = 0;
    for (const type of LISTS) shown += await query.count(`flagform_${type}`, () => undefined);
    await query.close();
    expect(shown).toBeGreaterThan(flags * MANY_ENVIRONMENTS.length);
    const { server } = workbench;
    const paths = new Set(server.requests().map(({ path }) => path));
    return { planting, request: Math.max(...[...paths].map((path) => lookedAt(() => server.write("GET", path)))) };
  } finally {
    await workbench.stop();
  }
}

test.each(PLATFORMS)("%s looks at each flag of a project a fixed number of times", async (name) => {
  const few = await workFor(name, FEW);
  const many = await workFor(name, FEW * TIMES);
  expect(few.request).toBeGreaterThan(FEW);
  expect(many.request / few.request).toBeLessThan(TIMES * 1.5);
  expect(many.planting / few.planting).toBeLessThan(TIMES * 1.5);
});

interface Target {
  readonly server: RunningEmulator;
  readonly path: string;
}

const numbered = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A project with as many segments as flags, each used by one, and the path of a list that says by which. */
const SEGMENTED: Readonly<Record<string, (count: number) => Promise<Target>>> = {
  async flagsmith(count) {
    const server: FlagsmithEmulator = await startFlagsmithEmulator();
    const rule = { type: "ALL", conditions: [{ operator: "EQUAL", property: "plan", value: "pro" }] };
    const segments = numbered(count).map((index) => ({ name: `segment-${String(index)}`, rules: [rule] }));
    const features = numbered(count).map((index) => ({ name: `flag-${String(index)}` }));
    const [project] = server.seed({
      projects: [{ name: "Big", environments: [{ name: "production" }], segments, features }],
    }).projects;
    const environment = `environments/${project?.environments[0]?.key ?? ""}`;
    for (const index of numbered(count)) {
      const feature = String(project?.features[index]?.id);
      server.write("PATCH", `/api/__future__/${environment}/features/${feature}/`, {
        segment_overrides: [{ segment: { id: project?.segments[index]?.id }, priority: 0, enabled: true }],
      });
      const person = server.write("POST", `/api/v1/${environment}/identities/`, { identifier: `person-${feature}` });
      const { id } = JSON.parse(String(person.body)) as { readonly id: number };
      const path = `/api/v1/${environment}/identities/${String(id)}/featurestates/`;
      server.write("POST", path, { feature: Number(feature), enabled: true });
    }
    return { server, path: `/api/v1/${environment}/document/` };
  },

  async vercel(count) {
    const server = await startVercelEmulator();
    const outcome = { type: "variant", variantId: "off" };
    const flags = numbered(count).map((index) => {
      const conditions = [{ lhs: { type: "segment" }, cmp: "eq", rhs: `seg_${String(index)}` }];
      const environment = { active: true, pausedOutcome: outcome, fallthrough: outcome };
      const production = { ...environment, rules: [{ id: "r", conditions, outcome }] };
      return { slug: `flag-${String(index)}`, kind: "boolean", environments: { production } };
    });
    const segments = numbered(count).map((index) => ({ slug: `segment-${String(index)}`, id: `seg_${String(index)}` }));
    const [project] = server.seed({ projects: [{ name: "Big", segments, flags }] }).projects;
    return { server, path: `/v1/projects/${project?.id ?? ""}/feature-flags/segments` };
  },

  async mixpanel(count) {
    const server = await startMixpanelEmulator();
    const cohorts = numbered(count).map((index) => ({
      name: `cohort-${String(index)}`,
      id: 1000 + index,
      selector: { operator: "and", children: [{ property: "cohort", value: 1000, operator: "in" }] },
    }));
    const [project] = server.seed({ projects: [{ name: "Big", cohorts }] }).projects;
    return { server, path: `/api/app/projects/${String(project?.id)}/cohorts/` };
  },
};

test.each(Object.keys(SEGMENTED))("%s looks at each flag and segment once to tell who uses which segment", async (name) => {
  const workFor = async (count: number): Promise<number> => {
    const found = await SEGMENTED[name]?.(count);
    if (!found) throw new Error(`${name} has no segments`);
    try {
      const answered = found.server.write("GET", found.path);
      expect(answered.status).toBe(200);
      expect(answered.body.length).toBeGreaterThan(100 * count);
      return lookedAt(() => found.server.write("GET", found.path));
    } finally {
      await found.server.stop();
    }
  };
  expect((await workFor(FEW * TIMES)) / (await workFor(FEW))).toBeLessThan(TIMES * 1.5);
});
