import type { DefinitionUnit } from "../../../platforms/port/definition";
import type { Project } from "../../../platforms/port/named";
import type { PlanContext } from "../../../terraform/resource";
import type { Planned, State } from "../../../terraform/schema";
import { whereKnown } from "../../common/known";
import type { SubjectPaths } from "../../common/platform-diagnostic";
import { findGiven, look, projectOf } from "../../parents/plan-look";
import type { Client } from "../../run/client";
import type { environmentDefinitionAttributes } from "../environment-definition-attributes";

type Attributes = typeof environmentDefinitionAttributes;

/** "On" without `serve` means what is served there already; where that is nothing, the apply would have nothing to write. */
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
  const flag = isMade
    ? undefined
    : findGiven(await flags.list(project), { noun: "flag", name: planned.flag, id: planned.flag_id });
  const environment = findGiven(await environments.list(project), {
    noun: "environment",
    name: planned.environment,
    id: planned.environment_id,
  });
  return flag && environment && { project, flag, environment };
}
