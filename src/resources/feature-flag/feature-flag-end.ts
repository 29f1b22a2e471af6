import { describeUse, usesOfFlag } from "../../platforms/adapter/lists/uses";
import type { Project } from "../../platforms/port/named";
import type { HandlerContext, PlanContext, ResourceDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { claimDestroy } from "../ownership/claim-plan";
import { isLeftByThisRun } from "../ownership/left-served";
import { keepIfMadeNow, keepIfOthersUseIt, KEPT, refuseIfProtected, wasAdopted } from "../ownership/named-thing";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { featureFlagAttributes } from "./feature-flag-attributes";
import { type FlagState, idOf, PATHS } from "./feature-flag-attributes";
import { warnIfServed } from "./served/served-flags";

/** What happens to a flag whose resource ends: deleted, archived or kept. */

export const flagEnd = {
  planDestroy(prior, context) {
    claimDestroy({ kind: "flag", project: prior.project, name: prior.key, id: prior.id }, context);
    refuseToDelete(prior, context);
    const fate = fateOf(prior, context);
    if (fate === "delete") return warnIfServed(prior, "deleted", context);
    if (fate === "keep") return context.warn(KEPT, `Flag ${prior.key} continues to be served as it is.`);
    const isEnded = fate === "archive" && prior.archived !== true && context.client?.platform.servesArchived === false;
    return isEnded ? warnIfServed(prior, "archived", context) : undefined;
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await scopedProject(prior, context.client);
      if (keepIfMadeNow("flag", prior.id, `Flag ${prior.key}`, context)) return;
      const fate = fateOf(prior, context);
      if (fate === "keep") {
        context.log.info(`flag ${prior.key} is kept as it is`);
      } else if (fate === "archive") {
        if (!platform.servesArchived && (await isServedByOthers(prior, project, context))) return;
        await platform.flags.update(project, idOf(prior), { archived: true });
      } else {
        refuseIfProtected(prior, `Flag ${prior.key}`, context.client);
        if (await isServedByOthers(prior, project, context)) return;
        await platform.flags.delete(project, idOf(prior));
      }
    });
  },
} satisfies Partial<ResourceDefinition<typeof featureFlagAttributes, Client>>;

/** The uses of an adopted flag. What this run's own definitions leave served is no reason to keep it. */
function isServedByOthers(prior: FlagState, project: Project, context: HandlerContext<Client>): Promise<boolean> {
  const { platform } = context.client;
  const flag = { id: idOf(prior), name: prior.key };
  return keepIfOthersUseIt(
    `Flag ${prior.key}`,
    async () => {
      const uses = await usesOfFlag(project, flag, platform);
      return uses.filter((use) => !isLeftByThisRun({ ...use, flag }, context.client)).map(describeUse);
    },
    context,
  );
}

/** An adopted flag existed before: it is kept, unless the resource sets something else. */
export function fateOf(prior: FlagState, context: Pick<PlanContext<Client>, "client" | "private">): string {
  return prior.on_destroy ?? (wasAdopted(context) ? "keep" : (context.client?.defaults.flagOnDestroy ?? "delete"));
}

export function refuseToDelete(prior: FlagState, context: PlanContext<Client>): void {
  if (fateOf(prior, context) === "delete") refuseIfProtected(prior, `Flag ${prior.key}`, context.client);
}
