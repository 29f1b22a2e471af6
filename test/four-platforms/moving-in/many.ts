import type { FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import type { SplitEmulator } from "../../../src/emulator/split/emulator";
import type { VercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { PlatformName, PlatformWorkbench, StackParts } from "../../support/platform-workbench";

/** A project with many boolean flags, each with two overrides in every environment, beside what the server had. */

export const MANY_ENVIRONMENTS = ["production", "preview", "development", "staging"] as const;
const SEGMENTS = ["beta", "vip"] as const;

const keysOf = (flags: number): string[] => Array.from({ length: flags }, (_, index) => `flag-${String(index)}`);

export const PLANT_MANY: Readonly<Record<PlatformName, (workbench: PlatformWorkbench, flags: number) => StackParts>> = {
  flagsmith(workbench, flags) {
    const server = workbench.server as FlagsmithEmulator;
    const rule = { type: "ALL", conditions: [{ operator: "EQUAL", property: "plan", value: "pro" }] };
    const [project] = server.seed({
      projects: [
        {
          name: "Big",
          environments: MANY_ENVIRONMENTS.map((name) => ({ name })),
          segments: SEGMENTS.map((name) => ({ name, rules: [rule] })),
          features: keysOf(flags).map((name) => ({ name })),
        },
      ],
    }).projects;
    for (const { key } of project?.environments ?? []) {
      const people = server.write("POST", `/api/v1/environments/${key}/identities/`, { identifier: "anna" });
      const { id } = JSON.parse(String(people.body)) as { readonly id: number };
      // Each takes two writes: in a very large project, only the first have overrides.
      for (const feature of project?.features.slice(0, 100) ?? []) {
        server.write("PATCH", `/api/__future__/environments/${key}/features/${String(feature.id)}/`, {
          segment_overrides: [{ segment: { id: project?.segments[0]?.id }, priority: 0, enabled: true }],
        });
        server.write("POST", `/api/v1/environments/${key}/identities/${String(id)}/featurestates/`, {
          ...{ feature: feature.id, enabled: true },
        });
      }
    }
    return { provider: { project: "Big" } };
  },

  split(workbench, flags) {
    const definition = {
      treatments: [{ name: "on", keys: ["anna"], segments: ["beta"] }, { name: "off" }],
      ...{ defaultTreatment: "off", defaultRule: [{ treatment: "off", size: 100 }] },
    };
    const inAll = <T>(each: T) => Object.fromEntries(MANY_ENVIRONMENTS.map((name) => [name, each]));
    (workbench.server as SplitEmulator).seed({
      workspaces: [
        {
          name: "Big",
          environments: MANY_ENVIRONMENTS.map((name) => ({ name, production: name === "production" })),
          trafficTypes: ["user"],
          segments: SEGMENTS.map((name) => ({ name, trafficType: "user", environments: inAll({ keys: ["b1"] }) })),
          flags: keysOf(flags).map((name) => ({ name, trafficType: "user", definitions: inAll(definition) })),
        },
      ],
    });
    return { provider: { project: "Big" } };
  },

  vercel(workbench, flags) {
    const outcome = (variantId: string) => ({ type: "variant", variantId });
    const environment = {
      ...{ active: true, pausedOutcome: outcome("off"), fallthrough: outcome("off") },
      rules: [{ id: "r", conditions: [{ lhs: { type: "segment" }, cmp: "eq", rhs: "seg_beta" }], outcome: outcome("on") }],
      targets: { on: { user: { id: [{ value: "anna" }] } } },
    };
    const environments = Object.fromEntries(MANY_ENVIRONMENTS.map((name) => [name, environment]));
    (workbench.server as VercelEmulator).seed({
      projects: [
        {
          ...{ name: "Big", environments: ["staging"], segments: SEGMENTS.map((slug) => ({ slug, id: `seg_${slug}` })) },
          entities: [{ kind: "user", label: "User", attributes: [{ key: "id", type: "string" }] }],
          flags: keysOf(flags).map((slug) => ({ slug, kind: "boolean", environments })),
        },
      ],
    });
    return { provider: { project: "Big" } };
  },

  mixpanel(workbench, flags) {
    const server = workbench.server as MixpanelEmulator;
    const cohorts = SEGMENTS.map((name) => ({ name, members: ["b1"] }));
    const names = MANY_ENVIRONMENTS.map((name) => `Big ${name}`);
    const planted = server.seed({ projects: names.map((name) => ({ name, cohorts })) }).projects;
    const flag = (key: string, cohort: number | undefined): object => ({
      ...{ key, name: key, tags: [], context: "distinct_id", serving_method: "remote_or_local", status: "enabled" },
      ruleset: {
        variants: [
          { key: "On", value: true, is_control: false, split: 1 },
          { key: "Off", value: false, is_control: true, split: 0 },
        ],
        rollout: [
          {
            ...{ name: "beta", rollout_percentage: 1, variant_splits: { On: 1 } },
            cohort_definition: {
              selector: { operator: "and", children: [{ property: "cohort", value: cohort, operator: "in" }] },
            },
          },
        ],
        test: { users: { anna: "On" } },
      },
    });
    server.seed({
      projects: planted.map(({ name, cohorts: own }) => ({
        name,
        flags: keysOf(flags).map((key) => flag(key, own[0]?.id)),
      })),
    });
    const environments = planted.map(({ id }, index) => [MANY_ENVIRONMENTS[index], { project: String(id) }]);
    return { platform: { environments: Object.fromEntries(environments) as object } };
  },
};
