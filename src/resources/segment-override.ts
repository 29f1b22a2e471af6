import type { Capabilities } from "../platforms/capabilities";
import type { Edit } from "../platforms/edit";
import type { Definition, DefinitionUnit, Named } from "../platforms/platform";
import { defineResource, type HandlerContext } from "../terraform/resource";
import { computed, defaulted, optional, required, t, type Planned, type State } from "../terraform/schema";
import { UNKNOWN } from "../terraform/value";
import { NON_EMPTY, atLeast } from "./checks";
import {
  claim,
  claimEnd,
  claimPlace,
  claimRead,
  claimRemoval,
  forgetRemovals,
  inUnit,
  isAnothers,
  isHeldTwice,
  putAgain,
  yields,
} from "./claim-plan";
import type { Place as ClaimedPlace, Thing } from "./claims";
import type { Client } from "./client";
import { revisionAttribute, scopeAttribute, unitAttributes } from "./common-attributes";
import { fromFlagsmithOverride } from "./flagsmith-states";
import { importedName, readNames } from "./imported-names";
import { formatImportId, parseImportId } from "./import-id";
import { audienceChange } from "./audience-change";
import { readAudience } from "./read-audience";
import { same, settled } from "./known";
import { checkOverrideServe, requireCapability } from "./plan-checks";
import { wholeOf } from "./override-set";
import { reporting, type SubjectPaths } from "./platform-diagnostic";
import { plannedRevision, revisionOfState } from "./revision";
import { scopedProject, stateInScope } from "./scoped-project";
import { serveType } from "./serve-attribute";
import { validateServe } from "./validate-serve";
import {
  describeUnit,
  findParent,
  leavesBehind,
  orOutOfReach,
  parentToWrite,
  sameUnit,
  storedIds,
  storeIds,
  announced,
  unitOfState,
  unitToRead,
  unitToWrite,
} from "./unit";
import { announce, definitionId, warnHandedOver } from "./unit-plan";
import { putting, updating } from "./updating";

export const segmentOverrideAttributes = {
  ...unitAttributes,
  segment: required(t.string, "The segment, by name or `id:<id>`.", { check: NON_EMPTY }),
  segment_id: optional(
    t.string,
    "The segment's id (`flagform_segment.….id`). Set it beside the name, so that a replaced segment is noticed.",
  ),
  priority: optional(
    t.integer,
    "Which override wins where an identity is in several segments: the lower. Left out: not managed.",
    {
      check: atLeast(0),
    },
  ),
  enabled: defaulted(t.bool, "Whether the flag is on for this segment.", true),
  serve: optional(serveType, "What the segment gets. Left out only for boolean flags, where `enabled` says it."),
  id: computed(t.string, "`<environment>/<flag>/<segment>`."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;

type OverrideState = State<typeof segmentOverrideAttributes>;

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
  version: 0,
  attributes: segmentOverrideAttributes,

  validate(config) {
    return validateServe(config.serve, ["serve"]);
  },

  plan({ config, prior, planned }, context) {
    const { client } = context;
    const thing = { kind: "segment override", ...inUnit(planned), item: planned.segment } as const;
    claim(thing, context);
    if (prior && !same(inPlace(prior), inPlace(planned))) claimRemoval([thingOf(prior)], context);
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
      checkOverrideServe(planned, platform, client.flags.of(planned.project, planned.flag));
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

  planDestroy(prior, context) {
    claimEnd([thingOf(prior)], context);
  },

  create(planned, context) {
    return putting(this, planned, context, PATHS, (state) => write(state, null, context));
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { definitions, segments } = context.client.platform;
      const { project, state } = await stateInScope(before, context);
      const stored = storedIds(context.private);
      const found = await unitToRead(state, context.client, stored);
      const segment = await findParent(segments, project, state.segment, stored.segment);
      if (!found || !segment) return null;
      storeIds(context.private, found.unit, segment.thing);
      const names = await readNames(state, found, context);
      const ownSegment = context.imported
        ? { segment: importedName(segment.name, segment.thing), segment_id: segment.thing.id }
        : { segment: segment.name };
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
      return write(settled(planned), prior, context);
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      await scopedProject(prior, context.client);
      const target = await existing(prior, context);
      if (!target) return;
      const what = `The override of ${describeUnit(prior)} for segment ${prior.segment}`;
      if (yields(thingOf(prior), placeOf(target), what, context)) return;
      await remove(target, prior, context);
      yields(thingOf(prior), placeOf(target), what, context);
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
  state: OverrideState,
  prior: OverrideState | null,
  context: HandlerContext<Client>,
): Promise<OverrideState> {
  const { definitions, segments, capabilities } = context.client.platform;
  const attempted = `override ${describeUnit(state)} for segment ${state.segment}`;
  const unit = await unitToWrite(state, context.client, attempted);
  const segment = await parentToWrite(segments, unit.project, state.segment, state.segment_id, attempted);
  const old = prior ? await existing(prior, context) : undefined;
  const stays = old !== undefined && sameUnit(old.unit, unit);
  const isSame = stays && old.segment.id === segment.id;
  const base = isSame && !isHeldTwice([thingOf(state)], context) ? prior : null;
  const edit = putEdit(state, base, segment, capabilities);
  const edits: Edit[] = edit ? [edit] : [];
  claimPlace(placeOf({ unit, segment }), context);
  const leavesOld = old === undefined || (prior !== null && isAnothers(thingOf(prior), placeOf(old), context));
  if (stays && !isSame && !leavesOld) edits.push({ kind: "remove-segment-override", segment: old.segment });
  if (edits.length > 0) {
    const { warnings } = await definitions.write(unit, putAgain(edits, context), announced(state));
    for (const each of warnings) context.warn(`A word on ${describeUnit(state)}`, each);
  }
  // Asked again: another resource may have put it meanwhile.
  const leaves = old !== undefined && leavesBehind(old.unit, unit, context.client.platform);
  if (prior && old && leaves && !isAnothers(thingOf(prior), placeOf(old), context)) await remove(old, prior, context);
  storeIds(context.private, unit, segment);
  forgetRemovals(context);
  const revision = state.revision ?? revisionOfState(managedOf(state));
  return { ...state, revision, id: formatImportId(state.environment, state.flag, state.segment), scope: unit.project.scope };
}

function remove({ unit, segment }: Place, state: OverrideState, context: HandlerContext<Client>): Promise<void> {
  const unless = (): boolean => isAnothers(thingOf(state), placeOf({ unit, segment }), context);
  const { definitions } = context.client.platform;
  const what = `The override of ${describeUnit(state)} for segment ${state.segment}`;
  return orOutOfReach(what, context, () => definitions.write(unit, [{ kind: "remove-segment-override", segment, unless }]));
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
function inPlace({ project, environment, flag, segment }: Planned<typeof segmentOverrideAttributes>) {
  return { project, environment, flag, segment };
}

function thingOf(state: OverrideState): Thing {
  return { kind: "segment override", ...inUnit(state), item: state.segment };
}

function placeOf({ unit, segment }: Place): ClaimedPlace {
  return ["segment override", unit.environment.id, unit.flag.id, segment.id];
}

/** Where a state's override stands now; undefined where a parent is gone, and the override with it. */
async function existing(
  state: OverrideState,
  { client, private: data }: HandlerContext<Client>,
): Promise<Place | undefined> {
  const stored = storedIds(data);
  const unit = await unitOfState(state, client, stored);
  if (!unit) return undefined;
  if (stored.segment !== undefined) return { unit, segment: { id: stored.segment, name: state.segment } };
  const segment = await findParent(client.platform.segments, unit.project, state.segment, undefined);
  return segment && { unit, segment: segment.thing };
}

function managedOf({
  environment,
  flag,
  segment,
  priority,
  enabled,
  serve,
}: Planned<typeof segmentOverrideAttributes>): Readonly<Record<string, unknown>> {
  return { environment, flag, segment, priority, enabled, serve };
}
