import { usesOfEnvironment } from "../../platforms/adapter/lists/uses";
import type { Project } from "../../platforms/port/named";
import type { HandlerContext, ResourceDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { claimDestroy } from "../ownership/claim-plan";
import { isLeftByThisRun } from "../ownership/left-served";
import { keepIfAdopted, keepIfMadeNow, keepIfOthersUseIt, refuseIfProtected, warnIfAdopted } from "../ownership/named-thing";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { environmentAttributes } from "./environment-attributes";
import { type EnvironmentState, PATHS } from "./environment-attributes";
import { warnIfServing } from "./serving-environment";

export const environmentEnd = {
  planDestroy(prior, context) {
    claimDestroy({ kind: "environment", project: prior.project, name: prior.name, id: prior.id }, context);
    if (warnIfAdopted(`Environment ${prior.name}`, context)) return;
    refuseIfProtected(prior, `Environment ${prior.name}`, context.client);
    return warnIfServing(prior, context);
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      if (keepIfMadeNow("environment", prior.id, `Environment ${prior.name}`, context)) return;
      if (keepIfAdopted(`Environment ${prior.name}`, context)) return;
      refuseIfProtected(prior, `Environment ${prior.name}`, context.client);
      const project = await scopedProject(prior, context.client);
      if (await isUsedByOthers(prior, project, context)) return;
      await context.client.platform.environments.delete(project, prior.id ?? "", keyIdsOf(context));
    });
  },
} satisfies Partial<ResourceDefinition<typeof environmentAttributes, Client>>;

/** The uses of an adopted environment. This configuration's own objects in it are deleted by now, or left to end with their flags. */
function isUsedByOthers(prior: EnvironmentState, project: Project, context: HandlerContext<Client>): Promise<boolean> {
  const { platform } = context.client;
  const usesOf = async (): Promise<readonly string[]> => {
    const found = await platform.environments.get(project, prior.id ?? "");
    return found ? usesOfEnvironment(project, found, platform, (use) => isLeftByThisRun(use, context.client)) : [];
  };
  return keepIfOthersUseIt(`Environment ${prior.name}`, usesOf, context);
}

export const KEY_IDS = "key_ids";

function keyIdsOf({ private: data }: HandlerContext<Client>): string[] {
  const ids = data.get(KEY_IDS);
  return Array.isArray(ids) ? ids.filter((each) => typeof each === "string") : [];
}
