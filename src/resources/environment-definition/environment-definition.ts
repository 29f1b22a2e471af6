import { warnOfAbsentTraitsInRules } from "../audience/absent-traits";
import { previewAdoption } from "./adoption-warning";
import { readNames } from "../parents/imported-names";
import { formatImportId, importedParts } from "../common/import-id";
import type { Edit } from "../../platforms/port/edit";
import type { Definition, DefinitionUnit } from "../../platforms/port/definition";
import { defineResource, type HandlerContext } from "../../terraform/resource";
import type { Planned, State } from "../../terraform/schema";
import { isUnknown, UNKNOWN } from "../../terraform/value";
import { checkTexts } from "../common/check-texts";
import { forgetRemovals, inUnit, isElsewhere, forcePuts, skipIfOwnedElsewhere } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import {
  claimDefinition,
  claimDefinitionEnd,
  claimDefinitionRead,
  claimDefinitionRemoval,
  claimPlaces,
  prioritiesIn,
  definitionAt,
  isDefinitionHeldTwice,
  dropOwnedElsewhere,
  dropForcedPuts,
  writeOwnIdentities,
} from "./definition-claims";
import { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { fromFlagsmithDefault } from "../common/flagsmith-states";
import { same, settled } from "../common/known";
import { definitionEdits } from "./definition-edits";
import { endOfDefault, warnIfKept } from "./definition-end";
import { expectedIdentities, identityChanges, identityEdits, NO_IDENTITIES, readIdentitySet } from "./identity-set";
import { exactOverrideEdits, plannedSegments, readOverrideSet, withSegmentIds } from "./override-set";
import { warnOfOwnUsedVariants } from "../feature-flag/dropped-variants";
import { lookAtUnit } from "../parents/unit-look";
import { filledIn, plannedParents, validateParents } from "../parents/planned-parent";
import { readAudience } from "../audience/read-audience";
import { definitionPlatformAttributes, readSettings } from "../common/platform-settings";
import { readTargetingRules } from "./targeting-rules";
import { readVariants } from "../feature-flag/variants";
import { announce, announced, definitionId, warnHandedOver } from "../audience/unit-plan";
import { checkDefinition } from "../audience/plan-checks";
import { noteWarning } from "../ownership/named-thing";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { claimPriorities, validatePriorities } from "../overrides/priorities";
import { plannedRevision, revisionOfState } from "../common/revision";
import { reread } from "../common/reread";
import { scopedProject, stateInScope } from "../parents/scoped-project";
import { validateServe } from "../audience/validate-serve";
import {
  describeUnit,
  tolerateArchived,
  sameUnit,
  storedIds,
  storeIds,
  unitOfState,
  unitToRead,
  unitToWrite,
} from "../audience/unit";
import { putting, updating } from "../common/updating";

type DefinitionState = State<typeof environmentDefinitionAttributes>;

const HANDED_OVER = ["enabled", "serve", "killed", "when_off", "rules", "segment_overrides", "identity_overrides"] as const;

const SETS = ["segment_overrides", "identity_overrides"] as const;
const PARENTS = ["environment", "flag"] as const;

const OVERRIDES_APART = "overrides_apart";

const PATHS: SubjectPaths = {
  environment: ["environment"],
  flag: ["flag"],
  project: ["project"],
  segment: ["segment_overrides"],
  identity: ["identity_overrides"],
  priority: ["segment_overrides"],
  value: ["serve", "value"],
};

export const environmentDefinition = defineResource<typeof environmentDefinitionAttributes, Client>({
  type: "flagform_environment_definition",
  description: "A flag's definition in one environment: whether it is on, and what it serves there.",
  version: 1,
  attributes: environmentDefinitionAttributes,

  validate(config) {
    const diagnostics = [...validateParents(config, PARENTS), ...validateServe(config.serve, ["serve"])];
    for (const set of SETS) {
      const overrides = config[set];
      if (overrides === null || isUnknown(overrides)) continue;
      for (const [name, override] of Object.entries(overrides)) {
        if (!isUnknown(override)) diagnostics.push(...validateServe(override.serve, [set, name, "serve"]));
      }
    }
    if (config.rules !== null && !isUnknown(config.rules)) {
      for (const [index, rule] of config.rules.entries()) {
        if (!isUnknown(rule)) diagnostics.push(...validateServe(rule.serve, ["rules", index, "serve"]));
      }
    }
    if (config.segment_overrides !== null && !isUnknown(config.segment_overrides))
      diagnostics.push(...validatePriorities(config.segment_overrides, ["segment_overrides"]));
    return diagnostics;
  },

  plan({ config, prior, planned: draft, isImported }, context) {
    const { client } = context;
    const parents = plannedParents(PARENTS, config, prior, draft.project, context);
    const overrides = plannedSegments(config.segment_overrides, draft.segment_overrides, draft.project, client);
    const planned = { ...draft, ...parents, segment_overrides: overrides };
    // What an import found and nothing changes is not written by this resource, whoever else states it.
    const isIdle = prior !== null && same(managedOf(prior), managedOf(planned));
    const idle = isIdle ? SETS.filter((name) => isImported(name)) : [];
    claimDefinition({ ...planned, ...Object.fromEntries(idle.map((name) => [name, null])) }, context);
    claimPriorities(idle.includes("segment_overrides") ? [] : prioritiesIn(planned), context);
    if (prior && isElsewhere(inUnit(prior), inUnit(planned))) claimDefinitionRemoval(prior, context);
    const again = prior !== null && isDefinitionHeldTwice(planned, context);
    if (client) {
      checkTexts(planned, prior, { "identity_overrides.#": "identity" }, client.platform);
      checkDefinition(planned, client);
      warnOfAbsentTraitsInRules(prior?.rules ?? [], planned.rules, client.platform, context);
    }
    if (prior) warnHandedOver(prior, config, HANDED_OVER, context);
    const plan = {
      ...planned,
      id: definitionId(planned.environment, planned.flag),
      revision: again ? UNKNOWN : plannedRevision(prior, prior && managedOf(prior), managedOf(planned)),
    };
    announce(prior, plan, context);
    return plan;
  },

  async look(input, context) {
    await lookAtUnit(input, PARENTS, PATHS, context);
    await reporting(PATHS, () => warnOfOwnUsedVariants(input.prior, input.planned, context));
  },

  planDestroy(prior, context) {
    claimDefinitionEnd(prior, context);
    warnIfKept(prior, context);
  },

  previewCreate: previewAdoption,

  create(planned, context) {
    return putting(this, planned, context, PATHS, () => write(planned, null, context));
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const found = await unitToRead(state, context.client, storedIds(context.private));
      if (!found) return null;
      storeIds(context.private, found.unit);
      const segments = await platform.segments.list(project);
      const fillSet = context.imported && context.private.get(OVERRIDES_APART) !== true;
      const names = await readNames(state, found, context);
      const answer = (definition: Definition): DefinitionState => ({
        ...state,
        ...names,
        ...readAudience(state, definition, context.imported),
        killed: reread(state.killed, definition.killed ?? state.killed, context.imported),
        when_off: reread(state.when_off, definition.whenOff ?? null, context.imported),
        variants: definition.variants
          ? readVariants(state.variants, definition.variants, context.imported, { description: null })
          : state.variants,
        rules: definition.rules ? readTargetingRules(state.rules, definition.rules, fillSet) : state.rules,
        ...readSettings(state, definition.settings, definitionPlatformAttributes, context.imported),
        segment_overrides: readOverrideSet(
          state.segment_overrides,
          definition.segmentOverrides,
          segments,
          fillSet,
          platform,
        ),
        id: formatImportId(names.environment, names.flag),
        scope: project.scope,
      });
      const swept = await platform.definitions.sweep(found.unit);
      const listed = swept && answer(swept);
      const definition = listed && same(listed, state) ? listed : await exactly(found.unit, context, answer);
      if (!definition) return null;
      const exact = await withIdentities(definition, found.unit, fillSet, context);
      if (!exact) return null;
      claimDefinitionRead(context.managed(exact), context);
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
      const { platform } = context.client;
      await scopedProject(prior, context.client);
      const unit = await unitOfState(prior, context);
      if (!unit) return;
      const thing = { kind: "definition", ...inUnit(prior) } as const;
      if (skipIfOwnedElsewhere(thing, definitionAt(unit), `The definition of ${describeUnit(prior)}`, context)) return;
      context.client.claims.ended(definitionAt(unit));
      const segments = await platform.segments.list(unit.project);
      const removals = exactOverrideEdits(prior, null, segments, "refuse", platform.capabilities);
      const { inDefinition } = platform.identityOverrides;
      const targeted = inDefinition ? identityEdits(prior, null, platform.capabilities, "refuse") : [];
      const overrides = dropOwnedElsewhere([...removals, ...targeted], prior, unit, context);
      const end = await endOfDefault(prior, unit, context);
      if (!end) return;
      const edits = [...overrides, ...end];
      const what = `What ${describeUnit(prior)} serves`;
      if (edits.length > 0) await tolerateArchived(what, context, () => platform.definitions.write(unit, edits));
      if (inDefinition) return;
      const identities = await identityChanges(prior, null, unit, platform, "refuse");
      await tolerateArchived(what, context, () => writeOwnIdentities(identities, prior, unit, context));
    });
  },

  moveState(source, data) {
    // Its overrides were resources of their own there.
    data.set(OVERRIDES_APART, true);
    return fromFlagsmithDefault(source);
  },

  importState: (id, { client }) => importedParts(id, ["environment", "flag"], client),
});

/**
 * Writes what the plan changes against the prior state. Where the unit itself is another (a changed key, a replaced parent),
 * everything owned is written there.
 */
async function write(
  planned: Planned<typeof environmentDefinitionAttributes>,
  prior: DefinitionState | null,
  context: HandlerContext<Client>,
): Promise<DefinitionState> {
  const { platform, defaults } = context.client;
  const wanted = settled(planned);
  const { unit, names } = await unitToWrite(wanted, context, `define ${describeUnit(wanted)}`);
  const parents = filledIn(planned, names);
  const state = { ...wanted, ...parents };
  const old = prior ? await unitOfState(prior, context) : undefined;
  const base = prior && old && sameUnit(old, unit) ? dropForcedPuts(prior, context) : null;
  const adopts = state.adopt_existing ?? defaults.adoptExisting;
  const edits: Edit[] = definitionEdits(base, state, platform, adopts);
  let segmentOverrides = state.segment_overrides;
  if (!same(state.segment_overrides, base?.segment_overrides ?? null)) {
    const unlisted = base?.segment_overrides || adopts ? "remove" : "refuse";
    const segments = await platform.segments.list(unit.project);
    segmentOverrides = withSegmentIds(planned.segment_overrides, state.segment_overrides, segments);
    edits.push(...exactOverrideEdits(base, state, segments, unlisted, platform.capabilities));
  }
  const unlisted = adopts ? "remove" : "refuse";
  const { inDefinition } = platform.identityOverrides;
  if (inDefinition && !same(state.identity_overrides, base?.identity_overrides ?? null)) {
    const targeted = identityEdits(base, state, platform.capabilities, unlisted);
    edits.push(...dropOwnedElsewhere(targeted, state, unit, context));
  }
  const identities = inDefinition ? NO_IDENTITIES : await identityChanges(base, state, unit, platform, unlisted);
  claimPlaces(edits, unit, context);
  if (edits.length > 0) {
    const { warnings } = await platform.definitions.write(
      unit,
      forcePuts(edits, context),
      announced(state.project, context.private),
    );
    for (const each of warnings) noteWarning(describeUnit(state), each, context);
  }
  for (const each of await writeOwnIdentities(identities, state, unit, context)) {
    noteWarning(describeUnit(state), each, context);
  }
  forgetRemovals(context);
  storeIds(context.private, unit);
  const revision = state.revision ?? revisionOfState(managedOf(state));
  const id = formatImportId(parents.environment, parents.flag);
  return { ...state, segment_overrides: segmentOverrides, revision, id, scope: unit.project.scope };
}

/** The identities are asked for only where they are managed here: on some platforms that takes requests of its own. */
async function withIdentities(
  state: DefinitionState,
  unit: DefinitionUnit,
  fillSet: boolean,
  { client }: HandlerContext<Client>,
): Promise<DefinitionState | undefined> {
  if (state.identity_overrides === null && !fillSet) return state;
  const { identityOverrides } = client.platform;
  const listed = await identityOverrides.sweepAll(unit);
  const swept = listed && readIdentitySet(state.identity_overrides, listed, fillSet);
  if (swept && same(swept, state.identity_overrides)) return state;
  const exact = await identityOverrides.list(unit, expectedIdentities(state.identity_overrides));
  return exact && { ...state, identity_overrides: readIdentitySet(state.identity_overrides, exact, fillSet) };
}

async function exactly(
  unit: DefinitionUnit,
  { client }: HandlerContext<Client>,
  answer: (definition: Definition) => DefinitionState,
): Promise<DefinitionState | undefined> {
  const definition = await client.platform.definitions.read(unit);
  return definition && answer(definition);
}

function managedOf({
  environment,
  flag,
  enabled,
  serve,
  killed,
  when_off,
  variants,
  rules,
  segment_overrides,
  identity_overrides,
  split,
  vercel,
  mixpanel,
}: Planned<typeof environmentDefinitionAttributes>): Readonly<Record<string, unknown>> {
  const settings = { split, vercel, mixpanel };
  const overrides = { segment_overrides, identity_overrides };
  return { environment, flag, enabled, serve, killed, when_off, variants, rules, ...overrides, ...settings };
}
