import type { FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import type { SplitEmulator } from "../../../src/emulator/split/emulator";
import type { VercelEmulator } from "../../../src/emulator/vercel/emulator";
import { type World as FlagsmithWorld, worlds as flagsmithWorlds } from "../../emulator/flagsmith/official-worlds";
import { type World as MixpanelWorld, worlds as mixpanelWorlds } from "../../emulator/mixpanel/official-worlds";
import { type World as SplitWorld, worlds as splitWorlds } from "../../emulator/split/official-worlds";
import { type World as VercelWorld, worlds as vercelWorlds } from "../../emulator/vercel/official-worlds";
import type { fc } from "../../support/fast-check";
import type { PlatformName, PlatformWorkbench, StackParts } from "../../support/platform-workbench";
import { plantFlagsmith } from "./flagsmith-project";

/** Projects as the emulators can hold them, whoever made them: each is put beside the others of one server. */
export interface Projects<W> {
  readonly worlds: fc.Arbitrary<W>;
  /** The settings of a provider that is to see it. */
  plant(workbench: PlatformWorkbench, name: string, world: W): StackParts;
}

const flagsmith: Projects<FlagsmithWorld> = {
  worlds: flagsmithWorlds,
  plant(workbench, name, world) {
    plantFlagsmith(workbench.server as FlagsmithEmulator, name, world);
    return { provider: { project: name } };
  },
};

const split: Projects<SplitWorld> = {
  worlds: splitWorlds,
  plant(workbench, name, world) {
    const segment = (called: string, kind: string, production: object): object => ({
      ...{ name: called, kind, trafficType: "user" },
      environments: { production },
    });
    (workbench.server as SplitEmulator).seed({
      workspaces: [
        {
          name,
          environments: [{ name: "production", production: true }, { name: "staging" }],
          trafficTypes: ["user"],
          segments: [
            ...Object.entries(world.keys).map(([each, keys]) => segment(each, each.split("-")[0] ?? "", { keys })),
            ...Object.entries(world.ruled).map(([each, content]) => segment(each, "rule_based", content)),
          ],
          flags: Object.entries(world.flags).map(([each, production]) => ({
            ...{ name: each, trafficType: "user", definitions: { production } },
          })),
        },
      ],
    });
    return { provider: { project: name } };
  },
};

const vercel: Projects<VercelWorld> = {
  worlds: vercelWorlds,
  plant(workbench, name, { flag, segments }) {
    (workbench.server as VercelEmulator).seed({ projects: [{ name, flags: [flag], segments }] });
    return { provider: { project: name } };
  },
};

const mixpanel: Projects<MixpanelWorld> = {
  worlds: mixpanelWorlds,
  plant(workbench, name, { flag }) {
    const { projects } = (workbench.server as MixpanelEmulator).seed({ projects: [{ name, flags: [flag] }] });
    return { platform: { environments: { production: { project: String(projects[0]?.id) } } } };
  },
};

export const PROJECTS = { flagsmith, split, vercel, mixpanel } as Readonly<Record<PlatformName, Projects<unknown>>>;
