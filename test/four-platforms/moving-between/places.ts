import type { FlagsmithEmulator } from "../../../src/emulator/flagsmith/emulator";
import type { MixpanelEmulator } from "../../../src/emulator/mixpanel/emulator";
import type { PageAnswer } from "../../../src/emulator/page/view-model";
import type { SplitEmulator } from "../../../src/emulator/split/emulator";
import type { VercelEmulator } from "../../../src/emulator/vercel/emulator";
import type { PlatformName, PlatformWorkbench, StackParts } from "../../support/platform-workbench";
import { answersAt, projectsAt } from "./emulators";
import { asSent, type Somebody } from "./people";

/** A project of an emulated platform, as a provider block names it and as its emulator evaluates it. */
export interface Place {
  readonly workbench: PlatformWorkbench;
  /** What a provider block says of it. */
  readonly parts: StackParts;
  /** On the emulator's page: the project, and its environments by the names that stacks use. */
  readonly project: string;
  readonly environments: Readonly<Record<string, string>>;
}

/** The project that every workbench starts with. */
export function shopOf(workbench: PlatformWorkbench, environments: readonly string[]): Place {
  return { workbench, parts: {}, ...pageNames(workbench.name, "Shop", environments) };
}

/** An empty project with these environments, which are its own. */
export function freshProject(workbench: PlatformWorkbench, name: string, environments: readonly string[]): Place {
  const parts = SEED[workbench.name](workbench, name, environments);
  const isMapped = workbench.name === "mixpanel";
  const own = pageNames(workbench.name, name, environments);
  const named = isMapped ? Object.fromEntries(environments.map((each) => [each, `${name} ${each}`])) : own.environments;
  return { workbench, parts, project: own.project, environments: named };
}

/** On the page, all of Mixpanel's projects are environments of one. */
function pageNames(platform: PlatformName, name: string, environments: readonly string[]) {
  const project = platform === "mixpanel" ? "All projects" : name;
  return { project, environments: Object.fromEntries(environments.map((each) => [each, each])) };
}

type Seed = (workbench: PlatformWorkbench, name: string, environments: readonly string[]) => StackParts;

const SEED: Readonly<Record<PlatformName, Seed>> = {
  flagsmith({ server }, name, environments) {
    (server as FlagsmithEmulator).seed({ projects: [{ name, environments: environments.map((each) => ({ name: each })) }] });
    return { provider: { project: name } };
  },
  split({ server }, name, environments) {
    const made = environments.map((each) => ({ name: each, production: each === "production" }));
    (server as SplitEmulator).seed({ workspaces: [{ name, environments: made, trafficTypes: ["user"] }] });
    return { provider: { project: name } };
  },
  vercel({ server }, name) {
    (server as VercelEmulator).seed({ projects: [{ name }] });
    return { provider: { project: name } };
  },
  mixpanel({ server }, name, environments) {
    const projects = environments.map((each) => ({ name: `${name} ${each}` }));
    const planted = (server as MixpanelEmulator).seed({ projects }).projects;
    const ids = environments.map((each, index) => [each, { project: String(planted[index]?.id) }] as const);
    return { platform: { environments: Object.fromEntries(ids) } };
  },
};

/** What somebody is served of every flag in an environment, by key. */
export type Ask = (environment: string, somebody: Somebody) => ReadonlyMap<string, PageAnswer>;

/** The emulator's own evaluation. */
export function askingAt({ workbench, project, environments }: Place): Ask {
  return askingIn(workbench.name, workbench.server.url, project, environments);
}

export function askingIn(
  platform: PlatformName,
  url: string,
  project: string,
  environments: Place["environments"] = {},
): Ask {
  const found = projectsAt(url).find(({ name }) => name === project);
  const ids = new Map(found?.environments.map(({ id, name }) => [name, id]));
  return (environment, { identity, traits }) => {
    const id = ids.get(environments[environment] ?? environment);
    if (!found || id === undefined) throw new Error(`${platform} has no ${project}/${environment}`);
    const question = { project: found.id, environment: id, identity, traits: asSent(platform, traits) };
    return new Map(answersAt(url, question).map((each) => [each.flag, each]));
  };
}
