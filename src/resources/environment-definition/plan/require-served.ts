import { findById, findByName } from "../../../platforms/adapter/lists/names";
import type { DefinitionUnit } from "../../../platforms/port/definition";
import type { Named, Project } from "../../../platforms/port/named";
import type { PlanContext } from "../../../terraform/resource";
import type { Planned, State } from "../../../terraform/schema";
import { whereKnown } from "../../common/known";
import type { SubjectPaths } from "../../common/platform-diagnostic";
import { look, projectOf, type Given } from "../../parents/plan-look";
import type { Client } from "../../run/client";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";

type Attributes = typeof environmentDefinitionAttributes;

/** "On" beside no `serve` means what is served there already; where that is nothing, the apply would have nothing to write. */
export function requireServed(
  prior: State<Attributes> | null,
  planned: Planned<Attributes>,
  paths: SubjectPaths,
  context: PlanContext<Client>,
): Promise<void> {
  return look({ ...paths, value: ["serve"] }, context, async (client) => {
    const { definitions } = client.platform;
    if (!definitions.requireServed || planned.enabled !== true || planned.serve !== null || prior?.enabled === true) return;
    const facts = client.flags.of(planned.project, planned.flag, planned.flag_id);
    if (facts === undefined || facts.type === "boolean") return;
    const project = await projectOf(planned.project, client);
    if (!project) return;
    const unit = await unitOf(project, planned, client);
    const attempted = `write flag ${String(planned.flag)} in environment ${String(planned.environment)}`;
    await definitions.requireServed(unit, attempted);
  });
}

/** Undefined where one of both is not there yet. */
async function unitOf(
  project: Project,
  planned: Planned<Attributes>,
  { platform: { environments, flags }, parents }: Pick<Client, "platform" | "parents">,
): Promise<DefinitionUnit | undefined> {
  const where = whereKnown(planned.project) ?? null;
  const isMade = typeof planned.flag === "string" && parents.isMaking("flag", where, planned.flag);
  const flag = isMade ? undefined : find(await flags.list(project), planned.flag, planned.flag_id);
  const environment = find(await environments.list(project), planned.environment, planned.environment_id);
  return flag && environment && { project, flag, environment };
}

function find<T extends Named>(things: readonly T[], name: Given, id: Given): T | undefined {
  if (typeof id === "string") return findById(things, id);
  return typeof name === "string" ? findByName(things, name, "flag", "find it") : undefined;
}
