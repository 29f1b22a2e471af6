import { findByName } from "../../platforms/adapter/lists/names";
import type { HandlerContext, PlanContext, ResourceDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { keepIfAdopted, keepIfMadeNow, keepIfOthersUseIt, refuseIfProtected, warnIfAdopted } from "../ownership/named-thing";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { serverKeyAttributes } from "./server-key-attributes";
import { ENVIRONMENT, type KeyState, PATHS, storeOf } from "./server-key-attributes";

export const keyEnd = {
  planDestroy(prior, context) {
    if (warnIfAdopted(`Server key ${prior.name}`, context)) return;
    refuseOrWarn(prior, "deleted", context);
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const what = `Server key ${prior.name}`;
      if (keepIfMadeNow("server key", prior.id, what, context)) return;
      if (keepIfAdopted(what, context)) return;
      refuseIfProtected(prior, what, context.client);
      const { platform } = context.client;
      const project = await scopedProject(prior, context.client);
      const stored = context.private.get(ENVIRONMENT);
      const environments = await platform.environments.list(project);
      const environment =
        environments.find(({ id }) => id === stored || id === prior.environment_id) ??
        findByName(environments, prior.environment ?? "", "environment", `delete server key ${prior.name}`);
      if (!environment || (await isPerhapsOthers(what, context))) return;
      await storeOf(platform).delete(environment, prior.id ?? "");
    });
  },
} satisfies Partial<ResourceDefinition<typeof serverKeyAttributes, Client>>;

export function refuseOrWarn(prior: KeyState, end: "deleted" | "replaced", context: PlanContext<Client>): void {
  refuseIfProtected(prior, `Server key ${prior.name}`, context.client);
  if (prior.active === false) return;
  const what = `Key ${prior.name} of environment ${prior.environment}: servers that read flags with it will be refused. Give them another key first.`;
  context.warn(`Active server keys will be ${end}`, what);
}

/** It is unknown which servers use a key: an adopted key stays. */
export function isPerhapsOthers(what: string, context: HandlerContext<Client>): Promise<boolean> {
  return keepIfOthersUseIt(what, () => Promise.resolve(["servers that may read flags with it"]), context);
}
