import { findById, findByName } from "../../../platforms/adapter/lists/names";
import type { DefinitionUnit } from "../../../platforms/port/definition";
import type { Named } from "../../../platforms/port/named";
import type { Planned } from "../../../terraform/schema";
import { isUnknown } from "../../../terraform/value";
import { whereKnown } from "../../common/known";
import type { ParentReference } from "../../parents/known-parents";
import type { Client } from "../../run/client";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";

/** The unit of a plan, as far as it is on the platform. Undefined if its flag or environment is only created in this run. */
export async function unitThatStands(
  planned: Planned<typeof environmentDefinitionAttributes>,
  { platform }: Client,
): Promise<DefinitionUnit | undefined> {
  const { project: reference } = planned;
  if (isUnknown(reference)) return undefined;
  const [environmentName, flagName] = [whereKnown(planned.environment) ?? null, whereKnown(planned.flag) ?? null];
  const [environmentId, flagId] = [whereKnown(planned.environment_id) ?? null, whereKnown(planned.flag_id) ?? null];
  const project = await platform.project(reference);
  const environments = await platform.environments.list(project);
  const environment = findReferred(environments, { name: environmentName, id: environmentId }, "environment");
  const flag = findReferred(await platform.flags.list(project), { name: flagName, id: flagId }, "flag");
  return environment && flag ? { project, environment, flag } : undefined;
}

function findReferred<T extends Named>(things: readonly T[], { name, id }: ParentReference, noun: "flag" | "environment") {
  return findById(things, id) ?? (name === null ? undefined : findByName(things, name, noun, `check ${noun} ${name}`));
}
