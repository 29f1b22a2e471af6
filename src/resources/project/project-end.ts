import { usesOfProject } from "../../platforms/adapter/lists/uses";
import type { PlanContext, ResourceDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { claimDestroy } from "../ownership/claim-plan";
import { keepIfMadeNow, keepIfOthersUseIt, KEPT, refuseIfProtected, wasAdopted } from "../ownership/named-thing";
import type { Client } from "../run/client";
import type { projectAttributes } from "./project-attributes";
import { PATHS, type ProjectState } from "./project-attributes";
import { refuseOtherScope, storeOf } from "./project-settings";

export const projectEnd = {
  planDestroy(prior, context) {
    claimDestroy({ kind: "project", project: null, name: prior.name, id: prior.id }, context);
    if (fateOf(prior, context) === "delete") return refuseOrWarn(prior, context);
    context.warn(KEPT, `Project ${prior.name}, with everything in it.`);
    return undefined;
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const what = `Project ${prior.name}`;
      if (keepIfMadeNow("project", prior.id, what, context)) return;
      if (fateOf(prior, context) === "keep") {
        context.log.info(`${what} is kept, with everything in it`);
        return;
      }
      refuseProtected(prior, context.client);
      const store = storeOf(context.client.platform);
      refuseOtherScope(prior, store);
      const found = { id: prior.id ?? "", name: prior.name, scope: store.scopeOf(prior.id ?? "") };
      if (await keepIfOthersUseIt(what, () => usesOfProject(found, context.client.platform), context)) return;
      await store.delete(await store.organisation(prior.organisation), prior.id ?? "");
    });
  },
} satisfies Partial<ResourceDefinition<typeof projectAttributes, Client>>;

/** An adopted project existed before: it is kept, unless the resource sets something else. */
export function fateOf(prior: ProjectState, context: Pick<PlanContext<Client>, "private">): string {
  return prior.on_destroy ?? (wasAdopted(context) ? "keep" : "delete");
}

async function refuseOrWarn(prior: ProjectState, context: PlanContext<Client>): Promise<void> {
  refuseProtected(prior, context.client);
  if (!context.client || prior.id === null) return;
  const { platform } = context.client;
  try {
    const found = { id: prior.id, name: prior.name, scope: storeOf(platform).scopeOf(prior.id) };
    const uses = await usesOfProject(found, platform);
    if (uses.length > 0)
      context.warn(
        "Projects that are not empty will be deleted",
        `Project ${prior.name}: ${uses.join(", ")}. To keep it, set on_destroy = "keep" and apply that first.`,
      );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.log.debug(`could not check what project ${prior.name} contains: ${reason}`);
  }
}

/** A deleted project takes everything with it: it is protected unless the resource sets something else. */
export function refuseProtected(prior: ProjectState, client: Client | undefined): void {
  refuseIfProtected({ deletion_protection: prior.deletion_protection ?? true }, `Project ${prior.name}`, client);
}
