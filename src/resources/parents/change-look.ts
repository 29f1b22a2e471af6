import type { Named, Project } from "../../platforms/port/named";
import type { PlanContext } from "../../terraform/resource";
import { member } from "../../terraform/values/equality";
import { noteFlag } from "../audience/unit";
import { whereKnown } from "../common/known";
import type { Client } from "../run/client";
import { requireApproval } from "./approvals-look";
import type { Given } from "./known-parents";
import type { ParentNoun } from "./planned-parent";
import { requireDefinitionSettings } from "./settings-look";
import { requireStatedVariants } from "./stated-variants";

/** What is written to a flag in an environment: the environment, the platform and the flag must allow it. */
export async function lookAtChange(
  { prior, planned }: { readonly prior: object | null; readonly planned: object },
  there: ReadonlyMap<ParentNoun, Named>,
  project: Project,
  client: Client,
  context: PlanContext<Client>,
): Promise<void> {
  const [flag, place] = [there.get("flag"), there.get("environment")];
  if (flag) noteFlag(context.private, flag);
  const environment = place && (await client.platform.environments.list(project)).find(({ id }) => id === place.id);
  const reference = givenIn(planned, "project");
  const where = whereKnown(reference) ?? null;
  const values: { readonly [name: string]: unknown } = { ...planned };
  requireApproval({ prior, planned: values, project: where, environment, isFlagThere: flag !== undefined }, client, context);
  const [key, id] = [givenIn(planned, "flag"), givenIn(planned, "flag_id")];
  if (place) {
    const attempted = `update flag ${typeof key === "string" ? key : ""} in environment ${place.name}`;
    await requireDefinitionSettings(prior, values, project, place, attempted, client);
  }
  await requireStatedVariants(prior, { ...values, project: reference, flag: key, flag_id: id }, project, client);
}

/** A name or an id among planned values. */
export function givenIn(values: object, name: string): Given {
  return (member(values, name) ?? null) as Given;
}
