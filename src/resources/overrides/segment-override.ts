import type { Capabilities } from "../../platforms/port/capabilities";
import type { Edit } from "../../platforms/port/edit";
import type { Definition, DefinitionUnit } from "../../platforms/port/definition";
import type { Named } from "../../platforms/port/named";
import { defineResource, type HandlerContext } from "../../terraform/resource";
import { computed, defaulted, filled, optional, t, type Planned, type State } from "../../terraform/schema";
import { UNKNOWN } from "../../terraform/value";
import { NON_EMPTY, PRIORITY } from "../common/checks";
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
  forcePuts,
  skipIfOwnedElsewhere,
} from "../ownership/claim-plan";
import type { Place as ClaimedPlace, Thing } from "../run/claims";
import type { Client } from "../run/client";
import { revisionAttribute, scopeAttribute, unitAttributes } from "../common/common-attributes";
import { fromFlagsmithOverride } from "../common/flagsmith-states";
import { importedName, readNames } from "../parents/imported-names";
import { formatImportId, parseImportId } from "../common/import-id";
import { audienceChange } from "../audience/audience-change";
import { readAudience } from "../audience/read-audience";
import { same, settled } from "../common/known";
import { checkOverrideServe, requireCapability } from "../audience/plan-checks";
import { wholeOf } from "../environment-definition/override-set";
import { lookAtUnit } from "../parents/unit-look";
import { filledIn, plannedParents, validateParents } from "../parents/planned-parent";
import { noteWarning } from "../ownership/named-thing";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { claimPriorities } from "./priorities";
import { plannedRevision, revisionOfState } from "../common/revision";
import { scopedProject, stateInScope } from "../parents/scoped-project";
import { serveType } from "../audience/serve-attribute";
import { validateServe } from "../audience/validate-serve";
import {
  describeUnit,
  findParent,
  mustRemoveOld,
  tolerateArchived,
  parentToWrite,
  sameUnit,
  storedIds,
  storeIds,
  unitOfState,
  unitToRead,
  unitToWrite,
} from "../audience/unit";
import { announce, announced, definitionId, warnHandedOver } from "../audience/unit-plan";
import { putting, updating } from "../common/updating";

export const segmentOverrideAttributes = {
  ...unitAttributes,
  segment: filled(
    t.string,
    "The segment, by name or `id:<id>`. Either this or `segment_id` is enough; where both are set the id decides.",
    { check: NON_EMPTY },
  ),
  segment_id: filled(t.string, "The segment's id (`flagform_segment.….id`).", { check: NON_EMPTY }),
  priority: optional(
    t.integer,
    "Which override wins where an identity is in several segments: the lower. Left out: not managed.",
    { check: PRIORITY },
  ),
  enabled: defaulted(t.bool, "Whether the flag is on for this segment.", true),
  serve: optional(serveType, "What the segment gets. Left out only for boolean flags, where `enabled` says it."),
  id: computed(t.string, "`<environment>/<flag>/<segment>`."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;

type OverrideState = State<typeof segmentOverrideAttributes>;
type PlannedOverride = Planned<typeof segmentOverrideAttributes>;

const PARENTS = ["environment", "flag", "segment"] as const;

const PATHS: SubjectPaths = {
  environment: ["environment"],
  flag: ["flag"],
  segment: ["segment"],
  project: ["project"],
  priority: ["priority"],
  value: ["serve", "value"],
};

export const segmentOverride = defineResource<typeof segmentOverrideAttributes, Client>({
  type: "flagform_segment_override",
  description:
    "What one segment gets instead of a flag's definition in one environment. Overrides made elsewhere are left alone.",
  version: 1,
  attributes: segmentOverrideAttributes,

  validate(config) {
    return [...validateParents(config, PARENTS), ...validateServe(config.serve, ["serve"])];
  },

  plan({ config, prior, planned: draft }, context) {
    const { client } = context;
    const planned = { ...draft, ...plannedParents(PARENTS, config, prior, draft.project, context) };
    const { segment: item, segment_id: item_id } = planned;
    const thing = { kind: "segment override", ...inUnit(planned), item, item_id } as const;
    claim(thing, context);
    claimPriorities([{ ...thing, priority: planned.priority, path: ["priority"] }], context);
    if (prior && isElsewhere(inPlace(prior), inPlace(planned))) claimRemoval([thingOf(prior)], context);
    const again = prior !== null && isHeldTwice([thing], context);
    if (client) {
      const { platform } = client;
      requireCapability(
        platform.capabilities.priorities,
        planned.priority,
        "priorities of overrides",
        ["priority"],
        platform,
      );
      checkOverrideServe(planned, platform, client.flags.of(planned.project, planned.flag, planned.flag_id));
    }
    if (prior) warnHandedOver(prior, config, ["priority"], context);
    const { environment, flag, segment } = planned;
    const plan = {
      ...planned,
      id: definitionId(environment, flag, segment),
      revision: again ? UNKNOWN : plannedRevision(prior, prior && managedOf(prior), managedOf(planned)),
    };
    announce(prior, plan, context);
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
      const { definitions, segments } = context.client.platform;
      const { project, state } = await stateInScope(before, context);
      const stored = storedIds(context.private);
      const found = await unitToRead(state, context.client, stored);
      const wanted = { name: state.segment, id: state.segment_id ?? stored.segment ?? null };
      const segment = await findParent(segments, project, wanted);
      if (!segment) context.client.parents.gone("segment", state.project, wanted);
      if (!found || !segment) return null;
      storeIds(context.private, found.unit, segment.thing);
      const names = await readNames(state, found, context);
      context.client.parents.learn("segment", state.project, segment.thing.name, segment.thing.id);
      const ownSegment = {
        segment: context.imported ? importedName(segment.name, segment.thing) : segment.name,
        segment_id: segment.thing.id,
      };
      const fillsPriority = context.imported && context.client.platform.capabilities.priorities.can;
      const answer = (definition: Definition | undefined): OverrideState | undefined => {
        const override = definition?.segmentOverrides.find((each) => each.segmentId === segment.thing.id);
        return (
          override && {
            ...state,
            ...names,
            ...ownSegment,
            priority: state.priority === null && !fillsPriority ? null : override.priority,
            ...readAudience(state, override, context.imported),
            id: formatImportId(names.environment, names.flag, ownSegment.segment),
            scope: project.scope,
          }
        );
      };
      const listed = answer(await definitions.sweep(found.unit));
      const exact = listed && same(listed, state) ? listed : answer(await definitions.read(found.unit));
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
      const target = await existing(prior, context);
      if (!target) return;
      const what = describeOverride(prior);
      if (skipIfOwnedElsewhere(thingOf(prior), placeOf(target), what, context)) return;
      await remove(target, prior, context);
      skipIfOwnedElsewhere(thingOf(prior), placeOf(target), what, context);
    });
  },

  moveState: fromFlagsmithOverride,

  async importState(id, { client }) {
    const {
      project,
      parts: [environment = "", flag = "", segment = ""],
    } = await parseImportId(id, ["environment", "flag", "segment"], client);
    return { project, environment, flag, segment };
  },
});

/**
 * Writes what the plan changes. A changed key is an in-place move: in one unit the new override is put and the old one removed in
 * one batch. A replaced parent is another object under the same name: everything is written again.
 */
async function write(
  planned: PlannedOverride,
  prior: OverrideState | null,
  context: HandlerContext<Client>,
): Promise<OverrideState> {
  const { definitions, segments, capabilities } = context.client.platform;
  const wanted = settled(planned);
  const attempted = `override ${describeUnit(wanted)} for segment ${wanted.segment ?? `id:${wanted.segment_id ?? ""}`}`;
  const { unit, names } = await unitToWrite(wanted, context, attempted);
  const reference = { name: wanted.segment, id: wanted.segment_id };
  const { thing: segment, name } = await parentToWrite(segments, unit.project, reference, attempted);
  const parents = filledIn(planned, { ...names, segment: name, segment_id: segment.id });
  const state = { ...wanted, ...parents };
  const old = prior ? await existing(prior, context) : undefined;
  const stays = old !== undefined && sameUnit(old.unit, unit);
  const isSame = stays && old.segment.id === segment.id;
  const base = isSame && !isHeldTwice([thingOf(state)], context) ? prior : null;
  const edit = putEdit(state, base, segment, capabilities);
  const edits: Edit[] = edit ? [edit] : [];
  claimPlace(placeOf({ unit, segment }), context);
  const leavesOld = old === undefined || (prior !== null && isOwnedElsewhere(thingOf(prior), placeOf(old), context));
  if (stays && !isSame && !leavesOld) edits.push({ kind: "remove-segment-override", segment: old.segment });
  if (edits.length > 0) {
    const { warnings } = await definitions.write(unit, forcePuts(edits, context), announced(state.project, context.private));
    for (const each of warnings) noteWarning(describeUnit(state), each, context);
  }
  // Asked again: another resource may have put it meanwhile.
  const leaves = old !== undefined && mustRemoveOld(old.unit, unit, context.client.platform);
  if (prior && old && leaves && !isOwnedElsewhere(thingOf(prior), placeOf(old), context)) await remove(old, prior, context);
  storeIds(context.private, unit, segment);
  forgetRemovals(context);
  const revision = state.revision ?? revisionOfState(managedOf(state));
  const id = formatImportId(parents.environment, parents.flag, parents.segment);
  return { ...state, revision, id, scope: unit.project.scope };
}

function remove({ unit, segment }: Place, state: OverrideState, context: HandlerContext<Client>): Promise<void> {
  const unless = (): boolean => isOwnedElsewhere(thingOf(state), placeOf({ unit, segment }), context);
  const { definitions } = context.client.platform;
  const what = describeOverride(state);
  return tolerateArchived(what, context, () =>
    definitions.write(unit, [{ kind: "remove-segment-override", segment, unless }]),
  );
}

/** Exactly what differs; where the override is new, everything that is stated. */
function putEdit(
  state: OverrideState,
  base: OverrideState | null,
  segment: Named,
  capabilities: Pick<Capabilities, "freeValues">,
): Edit | undefined {
  const changes = {
    ...(state.priority !== null && state.priority !== (base?.priority ?? null) && { priority: state.priority }),
    ...audienceChange(base, state, capabilities),
  };
  return base && Object.keys(changes).length === 0
    ? undefined
    : { kind: "put-segment-override", segment, ...changes, ...(base && { whole: wholeOf(state) }) };
}

interface Place {
  readonly unit: DefinitionUnit;
  readonly segment: Named;
}

/** Where it stands, by the names of its parents. */
function inPlace(planned: PlannedOverride) {
  return { ...inUnit(planned), segment: planned.segment, segment_id: planned.segment_id };
}

function thingOf(state: OverrideState): Thing {
  return { kind: "segment override", ...inUnit(state), item: state.segment, item_id: state.segment_id };
}

function describeOverride(state: OverrideState): string {
  return `The override of ${describeUnit(state)} for segment ${state.segment ?? `id:${state.segment_id ?? ""}`}`;
}

function placeOf({ unit, segment }: Place): ClaimedPlace {
  return ["segment override", unit.environment.id, unit.flag.id, segment.id];
}

/** Where a state's override stands now; undefined where a parent is gone, and the override with it. */
async function existing(state: OverrideState, context: HandlerContext<Client>): Promise<Place | undefined> {
  const stored = storedIds(context.private);
  const unit = await unitOfState(state, context);
  if (!unit) return undefined;
  if (stored.segment !== undefined) return { unit, segment: { id: stored.segment, name: state.segment ?? "" } };
  const segment = await findParent(context.client.platform.segments, unit.project, {
    name: state.segment,
    id: state.segment_id,
  });
  return segment && { unit, segment: segment.thing };
}

function managedOf({
  environment,
  flag,
  segment,
  priority,
  enabled,
  serve,
}: PlannedOverride): Readonly<Record<string, unknown>> {
  return { environment, flag, segment, priority, enabled, serve };
}
