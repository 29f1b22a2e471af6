import type { RunningEmulator } from "../../src/emulator/wire/server/start";
import { findByName } from "../../src/platforms/adapter/lists/names";
import type { Platform } from "../../src/platforms/port/platform";
import { Workbench as Flagsmith } from "../platforms/flagsmith/workbench";
import { Workbench as Mixpanel } from "../platforms/mixpanel/workbench";
import { Workbench as Split } from "../platforms/split/workbench";
import { Workbench as Vercel } from "../platforms/vercel/workbench";
import type { PlatformName } from "../support/platform-workbench";

/** A project with many flags, each defined in every environment, that was there before. */
export interface Seeded {
  readonly server: RunningEmulator;
  /** As fresh as a provider process. */
  open(): Platform;
}

const ENVIRONMENTS = ["production", "preview", "development", "staging"] as const;

const keys = (flags: number): string[] => Array.from({ length: flags }, (_, index) => `flag-${String(index)}`);

export const SEEDERS: Readonly<Record<PlatformName, (flags: number) => Promise<Seeded>>> = {
  async flagsmith(flags) {
    const workbench = await Flagsmith.start();
    workbench.server.seed({
      projects: [
        {
          name: "Big",
          environments: ENVIRONMENTS.map((name) => ({ name })),
          features: keys(flags).map((name) => ({ name, initial_value: "x" })),
        },
      ],
    });
    return { server: workbench.server, open: () => workbench.platform({ project: "Big" }) };
  },

  async split(flags) {
    const definition = {
      treatments: [{ name: "on" }, { name: "off" }],
      defaultTreatment: "off",
      defaultRule: [{ treatment: "off", size: 100 }],
    };
    const workbench = await Split.start(
      {},
      {
        environments: ENVIRONMENTS.map((name) => ({ name, production: name === "production" })),
        flags: keys(flags).map((name) => ({
          name,
          trafficType: "user",
          definitions: Object.fromEntries(ENVIRONMENTS.map((each) => [each, definition])),
        })),
      },
    );
    return { server: workbench.server, open: () => workbench.platform({ project: "Shop" }) };
  },

  async vercel(flags) {
    const own = { environments: ["staging"], flags: keys(flags).map((slug) => ({ slug, kind: "boolean" })) };
    const workbench = await Vercel.start({}, own);
    return { server: workbench.server, open: () => workbench.platform() };
  },

  async mixpanel(flags) {
    const flag = (key: string): object => ({
      ...{ key, name: key, tags: [], context: "distinct_id", serving_method: "remote_or_local", status: "enabled" },
      ruleset: {
        variants: [
          { key: "On", value: true, is_control: false, split: 1 },
          { key: "Off", value: false, is_control: true, split: 0 },
        ],
        rollout: [],
      },
    });
    const projects = ENVIRONMENTS.map((name) => ({ name, flags: keys(flags).map(flag) }));
    const workbench = await Mixpanel.start({ seed: { projects } }, ENVIRONMENTS);
    return { server: workbench.server, open: () => workbench.platform() };
  },
};

/** What a refresh of everything asks a platform: each flag by its name, each definition, and somebody's override in each. */
export async function sweepAll(platform: Platform): Promise<number> {
  const project = await platform.project(null);
  let definitions = 0;
  for (const { name } of await platform.flags.list(project)) {
    for (const environment of await platform.environments.list(project)) {
      const flag = findByName(await platform.flags.list(project), name, "flag", "refresh");
      if (!flag) throw new Error(`no flag ${name}`);
      const unit = { project, environment, flag };
      if (await platform.definitions.sweep(unit)) definitions++;
      await platform.identityOverrides.sweep(unit, "anna");
      await platform.identityOverrides.sweepAll(unit);
    }
  }
  return definitions;
}
