import type { Audience } from "../../platforms/model/audience";
import type { DefinitionUnit } from "../../platforms/port/definition";
import { defineResource, type HandlerContext } from "../../terraform/resource";
import { computed, defaulted, optional, required, t, type Planned, type State } from "../../terraform/schema";
import { UNKNOWN } from "../../terraform/value";
import { checkTexts } from "../common/check-texts";
import { NON_EMPTY } from "../common/checks";
import {
  claim,
  claimEnd,
  claimPlace,
  claimRead,
  claimRemoval,
  forgetRemovals,
  inUnit,
  isOwnedElsewhere,
  isElsewhere,
  isHeldTwice,
  skipIfOwnedElsewhere,
} from "../ownership/claim-plan";
import type { Place, Thing } from "../run/claims";
import type { Client } from "../run/client";
import { revisionAttribute, scopeAttribute, unitAttributes } from "../common/common-attributes";
import { readNames } from "../parents/imported-names";
import { formatImportId, parseImportId } from "../common/import-id";
import { audienceChange, wholeAudience } from "../audience/audience-change";
import { flagsmithOverrideAttribute, noteMaker, removeMade, wasMadeHere } from "./made-identity";
import { readAudience } from "../audience/read-audience";
import { same, settled } from "../common/known";
import { checkOverrideServe } from "../audience/plan-checks";
import { lookAtUnit } from "../parents/unit-look";
import { filledIn, plannedParents, validateParents } from "../parents/planned-parent";
import { noteWarning } from "../ownership/named-thing";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { plannedRevision, revisionOfState } from "../common/revision";
import { scopedProject, stateInScope } from "../parents/scoped-project";
import { serveType } from "../audience/serve-attribute";
import { validateServe } from "../audience/validate-serve";
import {
  describeUnit,
  mustRemoveOld,
  tolerateArchived,
  sameUnit,
  storedIds,
  storeIds,
  unitOfState,
  unitToRead,
  unitToWrite,
} from "../audience/unit";
import { announce, announced, definitionId } from "../audience/unit-plan";
import { putting, updating } from "../common/updating";

export const identityOverrideAttributes = {
  ...unitAttributes,
  identity: required(t.string, "The identifier of the user, device or account, as the application names it.", {
    check: NON_EMPTY,
  }),
  enabled: defaulted(t.bool, "Whether the flag is on for this identity.", true),
  serve: optional(serveType, "What the identity gets. Left out only for boolean flags, where `enabled` says it."),
  flagsmith: flagsmithOverrideAttribute,
  id: computed(t.string, "`<environment>/<flag>/<identity>`."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;

type OverrideState = State<typeof identityOverrideAttributes>;
type PlannedOverride = Planned<typeof identityOverrideAttributes>;

const PARENTS = ["environment", "flag"] as const;

const PATHS: SubjectPaths = {
  environment: ["environment"],
  flag: ["flag"],
  identity: ["identity"],
  project: ["project"],
  value: ["serve", "value"],
};

export const identityOverride = defineResource<typeof identityOverrideAttributes, Client>({
  type: "flagform_identity_override",
  description: "What one identity (a user, device or account) gets instead of a flag's definition in one environment.",
  version: 1,
  attributes: identityOverrideAttributes,

  validate(config) {
    return [...validateParents(config, PARENTS), ...validateServe(config.serve, ["serve"])];
  },

  plan({ config, prior, planned: draft }, context) {
    const { client } = context;
    const planned = { ...draft, ...plannedParents(PARENTS, config, prior, draft.project, context) };
    const thing = { kind: "identity override", ...inUnit(planned), item: planned.identity } as const;
    claim(thing, context);
    if (prior && isElsewhere(inPlace(prior), inPlace(planned))) claimRemoval([thingOf(prior)], context);
    const again = prior !== null && isHeldTwice([thing], context);
    if (client) {
      checkTexts(planned, prior, { identity: "identity" }, client.platform);
      checkOverrideServe(planned, client.platform, client.flags.of(planned.project, planned.flag, planned.flag_id));
    }
    const plan = {
      ...planned,
      id: definitionId(planned.environment, planned.flag, planned.identity),
      revision: again ? UNKNOWN : plannedRevision(prior, prior && managedOf(prior), managedOf(planned)),
    };
    if (client) announce(prior, plan, context, client.platform.identityOverrides);
    return plan;
  },

  look(input, context) {
    return lookAtUnit(input, PARENTS, PATHS, context);
  },

  planDestroy(prior, context) {
    claimEnd([thingOf(prior)], context);
  },

  create(planned, context) {
    return putting(this, planned, context, PATHS, () => write(planned, null, context));
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { identityOverrides } = context.client.platform;
      const { project, state } = await stateInScope(before, context);
      const found = await unitToRead(state, context.client, storedIds(context.private));
      if (!found) return null;
      storeIds(context.private, found.unit);
      const names = await readNames(state, found, context);
      const answer = (override: Audience | undefined): OverrideState | undefined =>
        override && {
          ...state,
          ...names,
          ...readAudience(state, override, context.imported),
          id: formatImportId(names.environment, names.flag, state.identity),
          scope: project.scope,
        };
      const listed = answer(await identityOverrides.sweep(found.unit, state.identity));
      const exact =
        listed && same(listed, state) ? listed : answer(await identityOverrides.read(found.unit, state.identity));
      if (!exact) return null;
      claimRead([thingOf(exact)], context);
      return { ...exact, revision: state.revision ?? revisionOfState(managedOf(exact)) };
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
      const unit = await unitOfState(prior, context);
      const what = `The override of ${describeUnit(prior)} for identity ${prior.identity}`;
      if (!unit || skipIfOwnedElsewhere(thingOf(prior), placeOf(unit, prior), what, context)) return;
      const unless = (): boolean => isOwnedElsewhere(thingOf(prior), placeOf(unit, prior), context);
      const { identityOverrides } = context.client.platform;
      await tolerateArchived(what, context, () => identityOverrides.remove(unit, prior.identity, { unless }));
      if (skipIfOwnedElsewhere(thingOf(prior), placeOf(unit, prior), what, context)) return;
      await removeMade(unit, prior, wasMadeHere(context), context);
    });
  },

  async importState(id, { client }) {
    const {
      project,
      parts: [environment = "", flag = "", identity = ""],
    } = await parseImportId(id, ["environment", "flag", "identity"], client);
    return { project, environment, flag, identity };
  },
});

/** Writes what the plan changes. A changed key is an in-place move: the new override is put before the old one is removed. */
async function write(
  planned: PlannedOverride,
  prior: OverrideState | null,
  context: HandlerContext<Client>,
): Promise<OverrideState> {
  const { identityOverrides, capabilities } = context.client.platform;
  const wanted = settled(planned);
  const attempted = `override ${describeUnit(wanted)} for identity ${wanted.identity}`;
  const { unit, names } = await unitToWrite(wanted, context, attempted);
  const parents = filledIn(planned, names);
  const state = { ...wanted, ...parents };
  const old = prior ? await unitOfState(prior, context) : undefined;
  const isSame = prior !== null && old !== undefined && prior.identity === state.identity && sameUnit(old, unit);
  const base = isSame && !isHeldTwice([thingOf(state)], context) ? prior : null;
  const changes = audienceChange(base, state, capabilities);
  claimPlace(placeOf(unit, state), context);
  const made = wasMadeHere(context);
  if (!base) await noteMaker(unit, state, context);
  if (!base || Object.keys(changes).length > 0) {
    const told = announced(state.project, context.private);
    const { warnings } = await identityOverrides.put(unit, state.identity, changes, wholeAudience(state), told);
    for (const each of warnings) noteWarning(describeUnit(state), each, context);
  }
  const unless = (): boolean => prior === null || !old || isOwnedElsewhere(thingOf(prior), placeOf(old, prior), context);
  const leaves = old !== undefined && (sameUnit(old, unit) ? !isSame : mustRemoveOld(old, unit, context.client.platform));
  if (prior && old && leaves && !unless()) {
    const what = `The override of ${describeUnit(prior)} for identity ${prior.identity}`;
    await tolerateArchived(what, context, () => identityOverrides.remove(old, prior.identity, { unless }));
    await removeMade(old, prior, made, context);
  }
  storeIds(context.private, unit);
  forgetRemovals(context);
  const revision = state.revision ?? revisionOfState(managedOf(state));
  return {
    ...state,
    revision,
    id: formatImportId(parents.environment, parents.flag, state.identity),
    scope: unit.project.scope,
  };
}

/** Where it stands, by the names of its parents. */
function inPlace(planned: PlannedOverride) {
  return { ...inUnit(planned), identity: planned.identity };
}

function thingOf(state: OverrideState): Thing {
  return { kind: "identity override", ...inUnit(state), item: state.identity };
}

function placeOf({ environment, flag }: DefinitionUnit, { identity }: OverrideState): Place {
  return ["identity override", environment.id, flag.id, identity];
}

function managedOf({ environment, flag, identity, enabled, serve }: PlannedOverride): Readonly<Record<string, unknown>> {
  return { environment, flag, identity, enabled, serve };
}
