import { referenceTo } from "../../platforms/adapter/lists/names";
import type { Named } from "../../platforms/port/named";
import { PlatformError } from "../../platforms/port/platform-error";
import type { ReadContext } from "../../terraform/resource";
import type { FoundUnit } from "../audience/unit";
import type { Client } from "../run/client";
import type { UnitNames } from "../run/unit-names";

/** The name instead of `id:<id>`, unless several of the things have it. */
export function importedName<T extends Named>(stated: string, thing: Named, things: readonly T[]): string {
  return stated.startsWith("id:") ? referenceTo(things, thing) : stated;
}

/**
 * The names and ids of a unit that was read: both, whichever the configuration sets. After an import names replace
 * `id:<id>`, which is all that another provider's state has.
 */
export async function readNames(
  state: { readonly project: string | null },
  { unit, names }: FoundUnit,
  context: ReadContext<Client>,
): Promise<FoundUnit["names"] & Pick<UnitNames, "project">> {
  const project = await readProject(state, context);
  if (!context.imported) return { project, ...names };
  const environments = await context.client.platform.environments.list(unit.project);
  return {
    project,
    ...names,
    environment: importedName(names.environment, unit.environment, environments),
    // No two flags have one key.
    flag: importedName(names.flag, unit.flag, [unit.flag]),
  };
}

/**
 * The project of an import, by its name. Leaving it out in a configuration means the provider's own project, so a plan may
 * only keep that one next to such a configuration. For updates and deletes it stays left out then: if the provider is
 * configured for another project one day, the scope check refuses.
 */
export async function readProject(
  { project: stated }: { readonly project: string | null },
  { client, imported, mustBeStated }: ReadContext<Client>,
): Promise<string | null> {
  if (!imported || stated === null) return stated;
  const project = await client.platform.project(stated);
  const isOwn = (await ownProject(client))?.id === project.id;
  if (!isOwn) mustBeStated("project");
  if (!stated.startsWith("id:")) return stated;
  return isOwn ? null : project.name;
}

/** Undefined if the provider has no default project, so that each resource must set its own. */
async function ownProject({ platform }: Client): Promise<Named | undefined> {
  try {
    return await platform.project(null);
  } catch (cause) {
    if (cause instanceof PlatformError) return undefined;
    throw cause;
  }
}
