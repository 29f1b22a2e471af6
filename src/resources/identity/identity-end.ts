import type { IdentityPlace } from "../../platforms/port/identity/identity-store";
import type { HandlerContext, ResourceDefinition } from "../../terraform/resource";
import { reporting } from "../common/platform-diagnostic";
import { claimDestroy, isOwnedElsewhere } from "../ownership/claim-plan";
import { warnWhileDeleting } from "../ownership/deletion-notices";
import { KEPT } from "../ownership/named-thing";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import type { identityAttributes } from "./identity-attributes";
import { type IdentityState, PATHS } from "./identity-attributes";
import { addressOf, MADE, placeOfState, storeOf, thingOf } from "./identity-place";

export const identityEnd = {
  planDestroy(prior, context) {
    claimDestroy(thingOf(prior), context);
    const fate = prior.on_destroy ?? (context.private.get(MADE) === true ? "delete" : "keep");
    if (fate === "keep")
      context.warn(
        KEPT,
        `Identity ${prior.identity} of environment ${prior.environment}, with its traits and overrides. To delete it, set on_destroy = "delete" and apply that first.`,
      );
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      await scopedProject(prior, context.client);
      const place = await placeOfState(prior, context);
      if (place) await letGo(prior, place, context.private.get(MADE) === true, context);
    });
  },
} satisfies Partial<ResourceDefinition<typeof identityAttributes, Client>>;

/** Deletes what is to be deleted, and reports what is kept. */
export async function letGo(
  prior: IdentityState,
  place: IdentityPlace,
  wasMade: boolean,
  context: HandlerContext<Client>,
): Promise<void> {
  const what = `Identity ${prior.identity} of environment ${prior.environment ?? `id:${prior.environment_id ?? ""}`}`;
  if (isOwnedElsewhere(thingOf(prior), addressOf(place, prior), context)) {
    warnWhileDeleting(
      "Not changed, because another resource manages it now",
      `${what} stays as the other resource defines it.`,
      context,
    );
    return;
  }
  const fate = prior.on_destroy ?? (wasMade ? "delete" : "keep");
  if (fate === "delete") return storeOf(context.client.platform).delete(place, prior.identity);
  context.log.info(`${what} is kept, with its traits and overrides`);
}
