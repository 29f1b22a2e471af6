import type { HandlerContext, ResourceDefinition } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { parentToWrite } from "../audience/unit";
import { settled } from "../common/known";
import { putting, updating } from "../common/updating";
import { formatImportId } from "../import/import-id";
import { claimPlace } from "../ownership/claim-plan";
import { filledIn } from "../parents/planned-parent";
import { scopedProject } from "../parents/scoped-project";
import type { Client } from "../run/client";
import { type identityAttributes, type IdentityState, PATHS } from "./identity-attributes";
import { letGo } from "./identity-end";
import { addressOf, ENVIRONMENT, MADE, placeKey, placeOfState, storeOf } from "./identity-place";
import { identityRead } from "./identity-read";
import { changesOf } from "./managed-traits";

export const identityWrite = {
  create(planned, context) {
    return putting(identityRead, planned, context, PATHS, () => write(planned, null, context));
  },

  update({ prior, planned }, context) {
    return updating(identityRead, { prior, planned }, context, PATHS, async () => {
      await scopedProject(prior, context.client);
      return write(planned, prior, context);
    });
  },
} satisfies Partial<ResourceDefinition<typeof identityAttributes, Client>>;

async function write(
  planned: Planned<typeof identityAttributes>,
  prior: IdentityState | null,
  context: HandlerContext<Client>,
): Promise<IdentityState> {
  const { platform } = context.client;
  const wanted = settled(planned);
  const project = await platform.project(wanted.project);
  const reference = { name: wanted.environment, id: wanted.environment_id };
  const attempted = `write identity ${wanted.identity}`;
  const { thing: environment, name } = await parentToWrite(platform.environments, project, reference, attempted);
  const parents = filledIn(planned, { environment: name, environment_id: environment.id });
  const state = { ...wanted, ...parents };
  const place = { project, environment };
  const old = prior ? await placeOfState(prior, context) : undefined;
  const stays = prior !== null && old?.environment.id === place.environment.id && prior.identity === state.identity;
  const wasMade = context.private.get(MADE) === true;
  const changes = changesOf(stays ? prior : null, state);
  claimPlace(addressOf(place, state), context);
  if (!stays || changes.set.size > 0 || changes.remove.length > 0) {
    const { made } = await storeOf(platform).write(place, state.identity, changes, placeKey(planned, context.client));
    context.private.set(MADE, made || (stays && wasMade));
    context.private.set(ENVIRONMENT, place.environment.id);
  }
  if (prior && old && !stays) await letGo(prior, old, wasMade, context);
  return { ...state, id: formatImportId(parents.environment, state.identity), scope: project.scope };
}
