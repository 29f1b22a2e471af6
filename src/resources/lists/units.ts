import { resolveName } from "../../platforms/adapter/lists/names";
import type { Definition } from "../../platforms/port/definition";
import type { Directory, Named, Project } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import { PlatformError } from "../../platforms/port/platform-error";
import type { ListContext } from "../../terraform/list-resource";
import { optional, t } from "../../terraform/schema";
import { sweptOrRead } from "../audience/swept-definition";
import { NON_EMPTY } from "../common/checks";
import { projectAttribute } from "../common/common-attributes";
import { reporting } from "../common/platform-diagnostic";
import type { Client } from "../run/client";
import { byName } from "./filters";
import { nameOf, shownName, type ShownUnit } from "./found";
import { denied, type LeftOut, orLeftOut } from "./left-out";

/** What the lists of definitions and overrides can be filtered by. */
export const unitFilters = {
  project: projectAttribute,
  environment: optional(t.string, "Only in this environment, by name or `id:<id>`.", { check: NON_EMPTY }),
  flag: optional(t.string, "Only of this flag, by key or `id:<id>`.", { check: NON_EMPTY }),
} as const;

interface UnitFilters {
  readonly project: string | null;
  readonly environment: string | null;
  readonly flag: string | null;
}

/** Each flag in each environment. An environment is only swept once something in it is asked for. */
export async function* units(
  config: UnitFilters,
  { client: { platform }, signal }: ListContext<Client>,
): AsyncGenerator<ShownUnit | LeftOut> {
  const { project, environments, flags, all } = await reporting(PATHS, async () => {
    const project = await platform.project(config.project);
    const environments = await chosen(platform.environments, project, config.environment);
    const flags = await chosen(platform.flags, project, config.flag);
    const [all, allFlags] = [await platform.environments.list(project), await platform.flags.list(project)];
    return { project, environments, flags: flags.map((flag) => [flag, shownName(flag, allFlags)] as const), all };
  });
  for (const environment of environments) {
    const name = shownName(environment, all);
    const own = flags.map(([flag, key]) => ({ project, environment, flag, shown: { environment: name, flag: key } }));
    const refused = await refusalOf(own, platform);
    if (signal.aborted) return;
    if (refused) yield refused;
    else yield* own;
  }
}

const PATHS = { project: ["project"], environment: ["environment"], flag: ["flag"] };

async function chosen<T extends Named>(store: Directory<T>, project: Project, reference: string | null) {
  const all = await store.list(project);
  return reference === null ? byName(all) : [resolveName(all, reference, store.noun, `list by ${store.noun} ${reference}`)];
}

/** A credential may see some environments only: reading the first flag shows it. What was swept is kept. */
function refusalOf([first]: readonly ShownUnit[], platform: Platform): Promise<LeftOut | undefined> {
  return reporting(PATHS, async () => {
    if (!first) return undefined;
    try {
      await platform.definitions.sweep(first);
      return undefined;
    } catch (cause) {
      if (!(cause instanceof PlatformError) || cause.code !== "denied") throw cause;
      return denied(first.shown.environment, cause);
    }
  });
}

/** The definition as a refresh finds it. Undefined: the flag has none there. */
export function sweptDefinition(unit: ShownUnit, { platform }: Client): Promise<Definition | LeftOut | undefined> {
  return orLeftOut(nameOf(unit), () => sweptOrRead(unit, { platform, trustsLists: true }));
}
