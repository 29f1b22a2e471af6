import type { Named } from "../platforms/platform";
import { PlatformError } from "../platforms/platform-error";
import type { ReadContext } from "../terraform/resource";
import type { Client } from "./client";
import type { FoundUnit, UnitNames } from "./unit";

/**
 * What the first read after an import or a move fills in: the parents' ids, as configurations set them beside the names, and
 * names in place of `id:<id>`, which is all that another provider's state knows.
 */
function importedUnit({ unit, environment, flag }: FoundUnit): Omit<UnitNames, "project"> {
  return {
    environment: importedName(environment, unit.environment),
    environment_id: unit.environment.id,
    flag: importedName(flag, unit.flag),
    flag_id: unit.flag.id,
  };
}

export function importedName(stated: string, thing: Named): string {
  return stated.startsWith("id:") ? thing.name : stated;
}

/** The names of a unit that was read, with all that a first read fills in. */
export async function readNames(
  state: { readonly project: string | null; readonly environment_id: string | null; readonly flag_id: string | null },
  found: FoundUnit,
  { client, imported }: Pick<ReadContext<Client>, "client" | "imported">,
): Promise<UnitNames> {
  const { project, environment_id, flag_id } = state;
  if (!imported) return { project, environment: found.environment, environment_id, flag: found.flag, flag_id };
  return { project: await importedProject(project, client), ...importedUnit(found) };
}

/** Null where it is the provider's own project: configurations leave it out then. */
export async function importedProject(stated: string | null, { platform }: Client): Promise<string | null> {
  if (stated === null || !stated.startsWith("id:")) return stated;
  const project = await platform.project(stated);
  try {
    return (await platform.project(null)).id === project.id ? null : project.name;
  } catch (cause) {
    // The provider has no default project, so the resource must name its own.
    if (cause instanceof PlatformError) return project.name;
    throw cause;
  }
}
