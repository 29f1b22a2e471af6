import { findById, findByName } from "../../platforms/adapter/lists/names";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Named } from "../../platforms/port/named";
import { whereKnown } from "../common/known";
import type { Client } from "../run/client";
import type { Given, ParentReference } from "./known-parents";
import { projectOf } from "./plan-look";

/** The unit of a definition or an override, as far as a plan knows it. */
export interface PlannedUnit {
  readonly project: Given;
  readonly environment: Given;
  readonly environment_id: Given;
  readonly flag: Given;
  readonly flag_id: Given;
}

/** The unit of a plan, as far as it is on the platform. Undefined if its flag or environment is only created in this run. */
export async function unitThatStands(planned: PlannedUnit, client: Client): Promise<DefinitionUnit | undefined> {
  const project = await projectOf(planned.project, client);
  if (!project) return undefined;
  const { platform } = client;
  const [environmentName, flagName] = [whereKnown(planned.environment) ?? null, whereKnown(planned.flag) ?? null];
  const [environmentId, flagId] = [whereKnown(planned.environment_id) ?? null, whereKnown(planned.flag_id) ?? null];
  const environments = await platform.environments.list(project);
  const environment = findReferred(environments, { name: environmentName, id: environmentId }, "environment");
  const flag = findReferred(await platform.flags.list(project), { name: flagName, id: flagId }, "flag");
  return environment && flag ? { project, environment, flag } : undefined;
}

function findReferred<T extends Named>(things: readonly T[], { name, id }: ParentReference, noun: "flag" | "environment") {
  return findById(things, id) ?? (name === null ? undefined : findByName(things, name, noun, `check ${noun} ${name}`));
}
