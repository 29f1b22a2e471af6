import {
  sameTrait,
  type Identity,
  type IdentityPlace,
  type IdentityStore,
  type TraitChanges,
  type TraitValue,
} from "../../platforms/port/identity-store";
import { getOwn } from "../../get-own";
import type { Platform } from "../../platforms/port/platform";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { defineResource, type HandlerContext } from "../../terraform/resource";
import { computed, optional, required, t, type Planned, type State } from "../../terraform/schema";
import { isUnknown, isWhollyKnown } from "../../terraform/value";
import { NON_EMPTY, oneOf } from "../common/checks";
import { claim, claimDestroy, claimPlace, isOwnedElsewhere } from "../ownership/claim-plan";
import type { Place, Thing } from "../run/claims";
import { checkTexts } from "../common/check-texts";
import { environmentReference, projectAttribute, scopeAttribute } from "../common/common-attributes";
import type { Client } from "../run/client";
import { formatImportId, importedParts } from "../common/import-id";
import { importedName, readProject } from "../parents/imported-names";
import { same, settled, whereKnown } from "../common/known";
import { lookAtUnit } from "../parents/unit-look";
import { filledIn, plannedParents, validateParents } from "../parents/planned-parent";
import { warnWhileDeleting } from "../ownership/deletion-notices";
import { KEPT } from "../ownership/named-thing";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { scopedProject, stateInScope } from "../parents/scoped-project";
import { traitAttribute, traitOf, traitType, validateAbsent, validateTraits } from "./trait-attributes";
import { findParent, parentToWrite } from "../audience/unit";
import { definitionId, warnHandedOver } from "../audience/unit-plan";
import { putting, updating } from "../common/updating";

export const identityAttributes = {
  project: projectAttribute,
  ...environmentReference,
  identity: required(t.string, "The identifier of the user, device or account, as the application names it.", {
    check: NON_EMPTY,
  }),
  traits: optional(
    t.map(traitType),
    "Traits by name. Others are left alone; one that is taken out of the map is removed. Left out: none is managed.",
  ),
  absent_traits: optional(t.set(t.string), "Traits that the identity must not have: one that is there is removed."),
  on_destroy: optional(
    t.string,
    "What destroying the resource does: `delete` removes the identity with all its traits and overrides, `keep` leaves it as it is. Default: an identity that was made here is deleted, one that was there before is kept.",
    { check: oneOf("delete", "keep") },
  ),
  id: computed(t.string, "`<environment>/<identity>`."),
  scope: scopeAttribute,
} as const;

type IdentityState = State<typeof identityAttributes>;

const PARENTS = ["environment"] as const;

const PATHS: SubjectPaths = { environment: ["environment"], identity: ["identity"], project: ["project"] };

export const identity = defineResource<typeof identityAttributes, Client>({
  type: "flagform_identity",
  description:
    "A user, device or account that the platform keeps, with its traits (Flagsmith). Applications make identities themselves; manage those that must be there before.",
  version: 1,
  attributes: identityAttributes,

  validate(config) {
    return [
      ...validateParents(config, PARENTS),
      ...validateTraits(config.traits, ["traits"]),
      ...validateAbsent(config.traits, config.absent_traits, ["absent_traits"]),
    ];
  },

  plan({ config, prior, planned: draft }, context) {
    const { client } = context;
    const planned = { ...draft, ...plannedParents(PARENTS, config, prior, draft.project, context) };
    if (client) {
      checkTexts(planned, prior, { identity: "identity", "traits.#": "trait" }, client.platform);
      checkTraits(planned, storeOf(client.platform));
    }
    const { project, environment, environment_id, identity: item } = planned;
    claim({ kind: "identity", project, environment, environment_id, item }, context);
    if (prior) warnHandedOver(prior, config, ["traits", "absent_traits"], context);
    const plan = { ...planned, id: definitionId(planned.environment, planned.identity) };
    if (client && changesTraits(prior, plan)) storeOf(client.platform).announce(placeKey(planned, client));
    return plan;
  },

  look(input, context) {
    return lookAtUnit(input, PARENTS, PATHS, context);
  },

  planDestroy(prior, context) {
    claimDestroy(thingOf(prior), context);
    const fate = prior.on_destroy ?? (context.private.get(MADE) === true ? "delete" : "keep");
    if (fate === "keep")
      context.warn(
        KEPT,
        `Identity ${prior.identity} of environment ${prior.environment}, with its traits and overrides. To delete it, set on_destroy = "delete" and apply that first.`,
      );
  },

  create(planned, context) {
    return putting(this, planned, context, PATHS, () => write(planned, null, context));
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const stored = state.environment_id ?? storedEnvironment(context);
      const found = await findParent(platform.environments, project, { name: state.environment, id: stored ?? null });
      if (!found) return null;
      context.client.parents.learn("environment", state.project, found.thing.name, found.thing.id);
      const remote = await storeOf(platform).read({ project, environment: found.thing }, state.identity);
      if (!remote) return null;
      context.private.set(ENVIRONMENT, found.thing.id);
      const environment = context.imported ? importedName(found.name, found.thing) : found.name;
      return {
        ...state,
        ...readTraits(state, remote, context.imported),
        project: await readProject(state, context),
        environment,
        environment_id: found.thing.id,
        id: formatImportId(environment, state.identity),
        scope: project.scope,
      };
    });
  },

  update({ prior, planned }, context) {
    return updating(this, { prior, planned }, context, PATHS, async () => {
      await scopedProject(prior, context.client);
      return write(planned, prior, context);
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      await scopedProject(prior, context.client);
      const place = await placeOfState(prior, context);
      if (place) await letGo(prior, place, context.private.get(MADE) === true, context);
    });
  },

  importState: (id, { client }) => importedParts(id, ["environment", "identity"], client),
});

/** Whether this resource made the identity, and in which environment it was last seen. */
const MADE = "made";
const ENVIRONMENT = "environment";

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

/** Deletes what is to be deleted, and says what is kept. */
async function letGo(
  prior: IdentityState,
  place: IdentityPlace,
  wasMade: boolean,
  context: HandlerContext<Client>,
): Promise<void> {
  const what = `Identity ${prior.identity} of environment ${prior.environment ?? `id:${prior.environment_id ?? ""}`}`;
  if (isOwnedElsewhere(thingOf(prior), addressOf(place, prior), context)) {
    warnWhileDeleting(
      "What another resource manages now was left alone",
      `${what} stays as the other resource has it.`,
      context,
    );
    return;
  }
  const fate = prior.on_destroy ?? (wasMade ? "delete" : "keep");
  if (fate === "delete") return storeOf(context.client.platform).delete(place, prior.identity);
  context.log.info(`${what} is kept, with its traits and overrides`);
}

/** Exactly what differs. A trait that leaves the map goes; with the map itself everything is handed over. */
function changesOf(prior: IdentityState | null, state: IdentityState): TraitChanges {
  const before = prior?.traits ?? {};
  const after = Object.entries(state.traits ?? {});
  const set = after.filter(([key, trait]) => {
    const known = getOwn(before, key);
    return !known || !sameTrait(traitOf(known), traitOf(trait));
  });
  const dropped = state.traits === null ? [] : Object.keys(before).filter((key) => !getOwn(state.traits, key));
  const absent = (state.absent_traits ?? []).filter((key) => !prior?.absent_traits?.includes(key));
  return {
    set: new Map(set.map(([key, trait]): [string, TraitValue] => [key, traitOf(trait)])),
    remove: [...new Set([...dropped, ...absent])],
  };
}

/** What is managed as it is there; after an import all of it. */
function readTraits(
  state: IdentityState,
  { traits: remote }: Identity,
  imported: boolean,
): Pick<IdentityState, "traits" | "absent_traits"> {
  const keys = imported && state.traits === null ? [...remote.keys()] : Object.keys(state.traits ?? {});
  const traits = keys.flatMap((key) => {
    const [stated, value] = [getOwn(state.traits, key), remote.get(key)];
    if (!value) return [];
    return [[key, stated && sameTrait(traitOf(stated), value) ? stated : traitAttribute(value)] as const];
  });
  const isUnmanaged = state.traits === null && traits.length === 0;
  return {
    traits: isUnmanaged ? null : Object.fromEntries(traits),
    // What is there is not absent: the plan puts it back into the set, and the update removes it.
    absent_traits: state.absent_traits?.filter((key) => !remote.has(key)) ?? null,
  };
}

async function placeOfState(state: IdentityState, context: HandlerContext<Client>): Promise<IdentityPlace | undefined> {
  const { platform } = context.client;
  const project = await platform.project(state.project);
  const stored = storedEnvironment(context) ?? state.environment_id ?? undefined;
  const byId = (await platform.environments.list(project)).find(({ id }) => id === stored);
  if (byId) return { project, environment: byId };
  // Without an id (a state from elsewhere) the name is all there is.
  const wanted = { name: state.environment, id: null };
  const named = stored === undefined ? await findParent(platform.environments, project, wanted) : null;
  return named ? { project, environment: named.thing } : undefined;
}

function storedEnvironment(context: HandlerContext<Client>): string | undefined {
  const stored = context.private.get(ENVIRONMENT);
  return typeof stored === "string" ? stored : undefined;
}

function checkTraits(planned: Planned<typeof identityAttributes>, store: IdentityStore): void {
  for (const [key, trait] of Object.entries(whereKnown(planned.traits) ?? {})) {
    if (isUnknown(trait) || !isWhollyKnown(trait)) continue;
    const refusal = store.refuseTrait(key, traitOf(trait as Parameters<typeof traitOf>[0]));
    if (refusal !== undefined)
      throw new DiagnosticError(error("The trait would not be kept as it is", refusal, ["traits", key]));
  }
}

function changesTraits(prior: IdentityState | null, planned: Planned<typeof identityAttributes>): boolean {
  const told = ({ environment, identity: name, traits, absent_traits }: Planned<typeof identityAttributes>) => {
    return [environment, name, traits, absent_traits];
  };
  return prior === null || !same(told(prior), told(planned));
}

function thingOf({ project, environment, environment_id, identity: item }: IdentityState): Thing {
  return { kind: "identity", project, environment, environment_id, item };
}

function addressOf({ environment }: IdentityPlace, { identity: name }: IdentityState): Place {
  return ["identity", environment.id, name];
}

function placeKey(planned: Planned<typeof identityAttributes>, { parents }: Client): string {
  const project = whereKnown(planned.project) ?? null;
  const reference = { name: whereKnown(planned.environment) ?? null, id: whereKnown(planned.environment_id) ?? null };
  return JSON.stringify(["identities", project, parents.refer("environment", project, reference)]);
}

function storeOf({ identities, title }: Platform): IdentityStore {
  if (identities) return identities;
  throw new DiagnosticError(
    error(
      `${title} keeps no identities that could be managed here`,
      "Name them where they are used, in identity overrides and segments; their attributes come from the application.",
    ),
  );
}
