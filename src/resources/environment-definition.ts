import { readNames } from "./imported-names";
import { formatImportId, parseImportId } from "./import-id";
import type { Definition, DefinitionUnit, Edit } from "../platforms/platform";
import type { Diagnostic } from "../terraform/diagnostic";
import { defineResource, type HandlerContext } from "../terraform/resource";
import type { Planned, State } from "../terraform/schema";
import { isUnknown } from "../terraform/value";
import { inUnit, yields } from "./claim-plan";
import type { Client } from "./client";
import { claimDefinition, claimPlaces, definitionAt, withoutAnothers } from "./definition-claims";
import { environmentDefinitionAttributes } from "./environment-definition-attributes";
import { fromFlagsmithDefault } from "./flagsmith-states";
import { same, settled, whereKnown } from "./known";
import { exactOverrideEdits, readOverrideSet, refuseIdentitySet } from "./override-set";
import { announce, definitionId, warnHandedOver } from "./unit-plan";
import { checkServe, checkVariants, requireCapability } from "./plan-checks";
import { reporting, type SubjectPaths } from "./platform-diagnostic";
import { plannedRevision, revisionOfState } from "./revision";
import { scopedProject, stateInScope } from "./scoped-project";
import { changedValue, readServe, servedValue, validateServe } from "./serve-value";
import {
  describeUnit,
  orGoneAlready,
  sameUnit,
  storedIds,
  storeIds,
  unitKey,
  unitOfState,
  unitToRead,
  unitToWrite,
} from "./unit";
import { updating } from "./updating";

type DefinitionState = State<typeof environmentDefinitionAttributes>;

const OVERRIDES_APART = "overrides_apart";

const PATHS: SubjectPaths = {
  environment: ["environment"],
  flag: ["flag"],
  project: ["project"],
  segment: ["segment_overrides"],
  priority: ["segment_overrides"],
  value: ["serve", "value"],
};

export const environmentDefinition = defineResource<typeof environmentDefinitionAttributes, Client>({
  type: "flagform_environment_definition",
  description: "A flag's definition in one environment: whether it is on and what it serves there.",
  version: 0,
  attributes: environmentDefinitionAttributes,

  validate(config) {
    const diagnostics: Diagnostic[] = validateServe(config.serve, ["serve"]);
    for (const set of ["segment_overrides", "identity_overrides"] as const) {
      const overrides = config[set];
      if (overrides === null || isUnknown(overrides)) continue;
      for (const [name, override] of Object.entries(overrides)) {
        if (!isUnknown(override)) diagnostics.push(...validateServe(override.serve, [set, name, "serve"]));
      }
    }
    return diagnostics;
  },

  plan({ config, prior, planned }, context) {
    const { client } = context;
    claimDefinition(planned, context);
    if (client) {
      const { platform } = client;
      const { killed, whenOff, rules } = platform.capabilities;
      requireCapability(killed, planned.killed, "switch that stops overrides too", ["killed"], platform);
      requireCapability(whenOff, planned.when_off, "variant for when a flag is off", ["when_off"], platform);
      requireCapability(rules, planned.rules, "rules inside a definition", ["rules"], platform);
      checkVariants(planned.variants, platform);
      refuseIdentitySet(planned.identity_overrides, platform);
      const type = client.flagTypes.of(planned.project, planned.flag);
      checkServe(planned.serve, ["serve"], platform, type);
      for (const [name, override] of Object.entries(whereKnown(planned.segment_overrides) ?? {})) {
        if (!isUnknown(override)) checkServe(override.serve, ["segment_overrides", name, "serve"], platform, type);
      }
    }
    if (prior) warnHandedOver(prior, config, ["enabled", "serve", "segment_overrides"], context);
    const plan = {
      ...planned,
      id: definitionId(planned.environment, planned.flag),
      revision: plannedRevision(prior, prior && managedOf(prior), managedOf(planned)),
    };
    announce(prior, plan, context);
    return plan;
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, () => write(state, null, context));
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
        enabled: state.enabled === null && !context.imported ? null : definition.enabled,
        serve: readServe(state.serve, definition.value, context.imported),
        segment_overrides: readOverrideSet(state.segment_overrides, definition.segmentOverrides, segments, fillSet),
        id: formatImportId(names.environment, names.flag),
        scope: project.scope,
      });
      const swept = await platform.definitions.sweep(found.unit);
      const listed = swept && answer(swept);
      const exact = listed && same(listed, state) ? listed : await exactly(found.unit, context, answer);
      if (!exact) return null;
      return { ...exact, revision: state.revision ?? revisionOfState(managedOf(exact)) };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, prior, context, PATHS, async () => {
      await scopedProject(prior, context.client);
      return write(state, prior, context);
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const { platform, defaults } = context.client;
      await scopedProject(prior, context.client);
      const unit = await unitOfState(prior, context.client, storedIds(context.private));
      if (!unit) return;
      const thing = { kind: "definition", ...inUnit(prior) } as const;
      if (yields(thing, definitionAt(unit), `The definition of ${describeUnit(prior)}`, context)) return;
      const fate = prior.on_destroy ?? defaults.definitionOnDestroy;
      const removals = exactOverrideEdits(prior, null, await platform.segments.list(unit.project), "refuse");
      const edits = withoutAnothers(removals, prior, unit, context);
      if (fate === "disable") edits.push({ kind: "set-default", enabled: false });
      if (fate === "reset") {
        const flag = await platform.flags.get(unit.project, unit.flag.id);
        if (!flag) return;
        edits.push({
          kind: "set-default",
          enabled: flag.initial.enabled,
          ...(flag.initial.value && { value: flag.initial.value }),
        });
      }
      if (fate === "keep") {
        context.warn("Definitions that are no longer managed stay as they are", keptDetail(prior));
      }
      if (edits.length > 0) await orGoneAlready(() => platform.definitions.write(unit, edits));
    });
  },

  moveState(source, data) {
    // Its overrides were resources of their own there.
    data.set(OVERRIDES_APART, true);
    return fromFlagsmithDefault(source);
  },

  async importState(id, { client }) {
    const {
      project,
      parts: [environment = "", flag = ""],
    } = await parseImportId(id, ["environment", "flag"], client);
    return { project, environment, flag };
  },
});

/**
 * Writes what the plan changes against the prior state. Where the unit itself is another (a changed key, a replaced parent),
 * everything owned is written there.
 */
async function write(
  state: DefinitionState,
  prior: DefinitionState | null,
  context: HandlerContext<Client>,
): Promise<DefinitionState> {
  const { platform, defaults } = context.client;
  const attempted = `define ${describeUnit(state)}`;
  const unit = await unitToWrite(state, context.client, attempted);
  const old = prior ? await unitOfState(prior, context.client, storedIds(context.private)) : undefined;
  const base = old && sameUnit(old, unit) ? prior : null;
  const value = changedValue(base?.serve ?? null, state.serve);
  const changesEnabled = state.enabled !== null && state.enabled !== (base?.enabled ?? null);
  const edits: Edit[] = [];
  if (value || changesEnabled) {
    edits.push({
      kind: "set-default",
      ...(changesEnabled && state.enabled !== null && { enabled: state.enabled }),
      ...(value && { value }),
    });
  }
  if (!same(state.segment_overrides, base?.segment_overrides ?? null)) {
    const unlisted = base?.segment_overrides || (state.adopt_existing ?? defaults.adoptExisting) ? "remove" : "refuse";
    edits.push(...exactOverrideEdits(base, state, await platform.segments.list(unit.project), unlisted));
  }
  claimPlaces(edits, unit, context);
  if (edits.length > 0) {
    const { warnings } = await platform.definitions.write(unit, edits, unitKey(state));
    for (const each of warnings) context.warn(`A word on ${describeUnit(state)}`, each);
  }
  storeIds(context.private, unit);
  return { ...state, id: formatImportId(state.environment, state.flag), scope: unit.project.scope };
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
}: Planned<typeof environmentDefinitionAttributes>): Readonly<Record<string, unknown>> {
  return { environment, flag, enabled, serve, killed, when_off, variants, rules, segment_overrides, identity_overrides };
}

function keptDetail(state: DefinitionState): string {
  const value = servedValue(state.serve);
  const parts = [
    `Nothing was sent for ${describeUnit(state)}.`,
    state.enabled === null ? "" : state.enabled ? "It is on." : "It is off.",
    value ? `It serves ${JSON.stringify(value.value)}.` : "",
    'To switch a flag off on destroy, set on_destroy = "disable" and apply that first.',
  ];
  return parts.filter(Boolean).join(" ");
}
