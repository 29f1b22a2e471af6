import { findByName } from "../../platforms/adapter/names";
import type { Project } from "../../platforms/port/named";
import type { Segment, SegmentSettings } from "../../platforms/port/segment";
import type { SegmentPlatformSettings } from "../../platforms/model/settings";
import { usesOfSegment } from "../../platforms/adapter/uses";
import { DiagnosticError, error, type Diagnostic } from "../../terraform/diagnostic";
import { defineResource, type HandlerContext, type PlanContext } from "../../terraform/resource";
import { computed, filled, optional, required, t, type Planned, type State } from "../../terraform/schema";
import { isUnknown, UNKNOWN } from "../../terraform/value";
import { NON_EMPTY } from "../common/checks";
import { checkTexts, type Texts } from "../common/check-texts";
import { warnOfAbsentTraits } from "../audience/absent-traits";
import { claim, claimDestroy } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { metadataAttribute } from "../common/flagsmith-attributes";
import { changedFields, orNull, readFields, warnHandedOverWithin } from "../common/flagsmith-columns";
import { importNamed } from "../ownership/import-named";
import { same, settled } from "../common/known";
import { fromFlagsmithSegment } from "../common/flagsmith-states";
import { readProject } from "../parents/imported-names";
import {
  createOrAdopt,
  type CreateOptions,
  keepIfAdopted,
  keepIfMadeNow,
  keepIfOthersUseIt,
  readNamed,
  refuseIfProtected,
  refuseReplacement,
  NOTE,
  warnIfAdopted,
} from "../ownership/named-thing";
import { lookIfFree } from "../parents/plan-look";
import { lookAtSegmentChange } from "./segment-look";
import { noteParent, plannedParents } from "../parents/planned-parent";
import {
  checkName,
  checkRules,
  knownAttributes,
  refuseSetting,
  requireCapability,
  warnOfRules,
} from "../audience/plan-checks";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { changedSettings, readSettings, segmentPlatformAttributes } from "../common/platform-settings";
import { ReplacedStates } from "../ownership/replaced-states";
import { reread, rereadSet } from "../common/reread";
import { scopedProject, stateInScope, unchangedProject } from "../parents/scoped-project";
import { warnHandedOver } from "../audience/unit-plan";
import { ruleType } from "../audience/segment-rule-attribute";
import { readRules, segmentRules, validateRules } from "../audience/segment-rules";
import { warnIfOverridden } from "./overridden-flags";
import { updating } from "../common/updating";

export const segmentAttributes = {
  name: required(t.string, "The segment's name. It can be changed in place.", { check: NON_EMPTY }),
  project: projectAttribute,
  description: optional(t.string, "Who is in the segment."),
  rules: optional(t.list(ruleType), "Who is in the segment: all of these rules must match."),
  identities: optional(t.set(t.string), "Identities that are always in the segment (on platforms that list members)."),
  ...segmentPlatformAttributes,
  deletion_protection: optional(t.bool, "Refuses every plan that would delete the segment."),
  adopt_existing: optional(t.bool, "Takes over a segment of this name that already exists, instead of failing."),
  flagsmith: optional(
    t.settings({
      flag: filled(
        t.string,
        "Creation only: the only flag that the segment can be used for, by key or `id:<id>`. Without it and `flag_id`, the segment is for all flags.",
        { check: NON_EMPTY },
      ),
      flag_id: filled(
        t.string,
        "That flag's id (`flagform_feature_flag.….id`). Set this or `flag`. If the flag is replaced, its segments are created again.",
        { check: NON_EMPTY },
      ),
      metadata: metadataAttribute,
    }),
    "Settings that only exist on Flagsmith.",
  ),
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
} as const;

type SegmentState = State<typeof segmentAttributes>;

const replaced = new ReplacedStates<SegmentState>();

const PATHS: SubjectPaths = { segment: ["name"], project: ["project"], value: ["rules"] };

const TEXTS: Texts = {
  name: "name",
  description: "description",
  "identities.*": "identity",
  "flagsmith.metadata.*": "setting",
};

export const segment = defineResource<typeof segmentAttributes, Client>({
  type: "flagform_segment",
  description: "A named audience. For one that is managed elsewhere, use the data source of the same name.",
  version: 1,
  attributes: segmentAttributes,

  validate(config): Diagnostic[] {
    return validateRules(config.rules, ["rules"]);
  },

  plan({ config, prior, planned: draft }, context) {
    const { client } = context;
    const planned = { ...draft, flagsmith: withItsFlag(config.flagsmith, draft, prior, context) };
    claim({ kind: "segment", project: planned.project, name: planned.name }, context);
    noteParent("segment", planned, prior, context);
    replaced.note(prior, context);
    if (client) {
      const { platform } = client;
      checkTexts(planned, prior, TEXTS, platform);
      const { segmentIdentities, segmentRules: rules } = platform.capabilities;
      requireCapability(segmentIdentities, planned.identities, "listed identities in segments", ["identities"], platform);
      requireCapability(rules, planned.rules, "rules in segments", ["rules"], platform);
      // What is there already is no reason to refuse a plan that leaves it alone.
      if (!same(planned.rules, prior?.rules ?? null)) {
        checkRules(planned.rules, ["rules"], "segment", platform);
        warnOfAbsentTraits(prior?.rules ?? null, planned.rules, platform, context);
      }
      if (prior?.name !== planned.name) checkName(planned.name, "segment", ["name"], platform);
      refuseSetting(platform.refuseSegment?.(settingsOf(knownAttributes(planned) as SegmentState)), platform);
    }
    if (!prior) {
      refuseNobody(planned, client);
      return planned;
    }
    refuseOtherFlag(prior, planned);
    warnHandedOver(prior, config, ["description", "rules", "identities"], context);
    warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, ["flag", "flag_id"]);
    // A segment goes with its flag: it may have to be made anew.
    return hasOtherFlag(prior, planned) ? { ...planned, id: UNKNOWN } : planned;
  },

  previewCreate: (_planned, context) =>
    replaced.preview(context, (prior) => refuseReplacement(prior, `Segment ${prior.name}`, context)),

  async look(input, context) {
    await lookIfFree("segment", input, PATHS, context);
    const { prior, planned } = input;
    const known = knownAttributes(planned) as SegmentState;
    await lookAtSegmentChange(input, prior ? changesOf(prior, known) : settingsOf(known), PATHS, context);
    const platform = context.client?.platform;
    if (!platform || same(planned.rules, prior?.rules ?? null)) return;
    // By now a server that was asked has told its release, on which much depends.
    checkRules(planned.rules, ["rules"], "segment", platform);
    warnOfRules(planned.rules, `Segment ${String(planned.name)}`, platform, context);
  },

  planDestroy(prior, context) {
    claimDestroy({ kind: "segment", project: prior.project, name: prior.name }, context);
    if (warnIfAdopted(`Segment ${prior.name}`, context)) return;
    refuseIfProtected(prior, `Segment ${prior.name}`, context.client);
    return warnIfOverridden(prior, context);
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const made = await createOrAdopt(
        platform.segments,
        project,
        settingsOf(state),
        optionsOf(state, project, context),
        context,
      );
      context.client.parents.learn("segment", state.project, made.name, made.id);
      warnOf(made, context);
      return {
        ...state,
        flagsmith: filledFlag(planned.flagsmith, state.flagsmith, flagOf(made)),
        id: made.id,
        scope: project.scope,
      };
    });
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const id =
        state.id ??
        findByName(await platform.segments.list(project), state.name, "segment", `read segment ${state.name}`)?.id;
      if (id === undefined) return null;
      const found = await readNamed(platform.segments, project, id, (listed) =>
        same(stateOf(state, listed, context.imported), state),
      );
      if (!found) return null;
      if (state.rules !== null || context.imported) warnIfForeign(found, context);
      const own = await readProject(state, context);
      return { ...stateOf(state, found, context.imported), project: own, scope: project.scope };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, { prior, planned }, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes = changesOf(prior, state);
      const { segments } = context.client.platform;
      if (state.id === null && !(await segments.get(project, prior.id ?? ""))) {
        const made = await createOrAdopt(segments, project, settingsOf(state), optionsOf(state, project, context), context);
        warnOf(made, context);
        const flagsmith = filledFlag(planned.flagsmith, state.flagsmith, flagOf(made));
        return { ...state, flagsmith, id: made.id, scope: project.scope };
      }
      if (Object.keys(changes).length > 0) warnOf(await segments.update(project, prior.id ?? "", changes), context);
      const flagsmith = filledFlag(planned.flagsmith, state.flagsmith, prior.flagsmith?.flag_id ?? null);
      return { ...state, flagsmith, id: prior.id, scope: project.scope };
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      if (keepIfMadeNow("segment", prior.id, `Segment ${prior.name}`, context)) return;
      if (keepIfAdopted(`Segment ${prior.name}`, context)) return;
      refuseIfProtected(prior, `Segment ${prior.name}`, context.client);
      const project = await scopedProject(prior, context.client);
      if (await isUsedByOthers(prior, project, context)) return;
      await context.client.platform.segments.delete(project, prior.id ?? "");
    });
  },

  moveState: fromFlagsmithSegment,

  importState(importId, { client }) {
    return importNamed(importId, client, ({ segments }) => segments);
  },
});

/** Where a segment lists nobody, its rules are all that there is of it. */
function refuseNobody(
  { rules, adopt_existing: adopting }: Planned<typeof segmentAttributes>,
  client: Client | undefined,
): void {
  if (!client || client.platform.capabilities.segmentIdentities.can || adopting === true || isUnknown(rules)) return;
  if (rules !== null && rules.length > 0) return;
  const { title } = client.platform;
  throw new DiagnosticError(
    error("The segment has no rules", `Nobody would be in it, and ${title} refuses it. Say in \`rules\` whom it holds.`, [
      "rules",
    ]),
  );
}

function optionsOf(
  state: SegmentState,
  project: Project,
  { client: { platform } }: HandlerContext<Client>,
): CreateOptions<Segment> {
  return {
    adoptExisting: state.adopt_existing,
    usesOf: (found) => usesOfSegment(project, found, platform),
  };
}

/** Of a segment that was taken over. The overrides of this configuration are gone by now. */
function isUsedByOthers({ id, name }: SegmentState, project: Project, context: HandlerContext<Client>): Promise<boolean> {
  const segment = { id: id ?? "", name };
  return keepIfOthersUseIt(`Segment ${name}`, () => usesOfSegment(project, segment, context.client.platform), context);
}

function warnOf({ name, warnings = [] }: Segment, context: { warn(summary: string, detail: string): void }): void {
  for (const each of warnings) context.warn(NOTE, `Segment ${name}: ${each}`);
}

function warnIfForeign({ name, foreignRules }: Segment, context: { warn(summary: string, detail: string): void }): void {
  if (foreignRules === undefined) return;
  context.warn(
    `The rules of segment ${name} cannot be said here`,
    `They have ${foreignRules}. Where the configuration states \`rules\`, the plan puts those in their place; to keep them as they are, leave \`rules\` out.`,
  );
}

function settingsOf(state: SegmentState): SegmentSettings {
  const settings = changedSettings<SegmentPlatformSettings>(null, state);
  return {
    name: state.name,
    ...(state.description !== null && { description: state.description }),
    ...(state.rules !== null && { rules: segmentRules(state.rules) }),
    ...(state.identities !== null && { identities: state.identities }),
    ...(settings && { settings }),
    ...flagsmithChanges(null, state.flagsmith),
  };
}

function changesOf(prior: SegmentState, state: SegmentState): Partial<SegmentSettings> {
  const settings = changedSettings<SegmentPlatformSettings>(prior, state);
  return {
    ...(state.name !== prior.name && { name: state.name }),
    ...(state.description !== null && state.description !== prior.description && { description: state.description }),
    ...(state.rules !== null && !same(state.rules, prior.rules) && { rules: segmentRules(state.rules) }),
    ...(state.identities !== null && !same(state.identities, prior.identities) && { identities: state.identities }),
    ...(settings && { settings }),
    ...flagsmithChanges(prior.flagsmith, state.flagsmith),
  };
}

function stateOf(state: SegmentState, found: Segment, imported: boolean): SegmentState {
  return {
    ...state,
    name: found.name,
    description: reread(state.description, found.description ?? "", imported),
    // What cannot be said is no list of rules, not even an empty one: the plan shows it as a difference, and writes what is stated.
    rules: found.foreignRules === undefined ? readRules(state.rules, found.rules, imported) : null,
    identities: found.identities ? rereadSet(state.identities, found.identities, imported) : state.identities,
    ...readSettings(state, found.settings, segmentPlatformAttributes, imported),
    flagsmith: readFlagsmith(state.flagsmith, found.flagsmith, imported),
    id: found.id,
  };
}

type FlagsmithAttribute = SegmentState["flagsmith"];

function flagsmithChanges(prior: FlagsmithAttribute, planned: FlagsmithAttribute): Pick<SegmentSettings, "flagsmith"> {
  if (planned === null) return {};
  const metadata = changedFields(prior?.metadata ?? null, planned.metadata);
  const flag = planned.flag_id === null ? planned.flag : `id:${planned.flag_id}`;
  const isOther = planned.flag !== (prior?.flag ?? null) || planned.flag_id !== (prior?.flag_id ?? null);
  const flagsmith = { ...(flag !== null && isOther && { flag }), ...(metadata && { metadata }) };
  return Object.keys(flagsmith).length > 0 ? { flagsmith } : {};
}

function readFlagsmith(stated: FlagsmithAttribute, found: Segment["flagsmith"], imported: boolean): FlagsmithAttribute {
  if (!found) return stated;
  // Made once and never changed: what the state says of the flag holds as long as the segment is there.
  const isUnsaid = imported && stated?.flag == null && stated?.flag_id == null && found.flagId !== null;
  return orNull(
    {
      flag: stated?.flag ?? (isUnsaid ? `id:${found.flagId ?? ""}` : null),
      flag_id: stated?.flag_id ?? (imported || stated?.flag != null ? found.flagId : null),
      metadata: readFields(stated?.metadata ?? null, found.metadata, imported),
    },
    stated,
  );
}

type PlannedSegment = Planned<typeof segmentAttributes>;
type PlannedFlagsmith = PlannedSegment["flagsmith"];

/** The one flag that it is for, by its key and its id, whichever is given. */
function withItsFlag(
  config: PlannedFlagsmith,
  { flagsmith, project }: PlannedSegment,
  prior: SegmentState | null,
  context: PlanContext<Client>,
): PlannedFlagsmith {
  if (config === null || flagsmith === null || isUnknown(config) || isUnknown(flagsmith)) return flagsmith;
  if (config.flag === null && config.flag_id === null) return prior?.flagsmith ? flagsmith : { ...flagsmith, ...NO_FLAG };
  return { ...flagsmith, ...plannedParents(["flag"], config, prior?.flagsmith ?? null, project, context) };
}

const NO_FLAG = { flag: null, flag_id: null };

function filledFlag(planned: PlannedFlagsmith, state: FlagsmithAttribute, id: string | null): FlagsmithAttribute {
  if (state === null || planned === null || isUnknown(planned) || !isUnknown(planned.flag_id)) return state;
  return { ...state, flag_id: id };
}

function flagOf({ flagsmith }: Segment): string | null {
  return flagsmith?.flagId ?? null;
}

function hasOtherFlag(prior: SegmentState, { flagsmith }: PlannedSegment): boolean {
  const before = prior.flagsmith?.flag_id ?? null;
  return before !== null && flagsmith !== null && !isUnknown(flagsmith) && flagsmith.flag_id !== before;
}

/** Two keys are two flags; an id may be either. */
function refuseOtherFlag(prior: SegmentState, { flagsmith }: PlannedSegment): void {
  const before = prior.flagsmith?.flag ?? null;
  if (before === null || flagsmith === null || isUnknown(flagsmith)) return;
  const { flag } = flagsmith;
  if (flag === null || isUnknown(flag) || flag.toLowerCase() === before.toLowerCase()) return;
  if (flag.startsWith("id:") || before.startsWith("id:")) return;
  throw new DiagnosticError(
    error(
      "A segment stays with its flag",
      `Segment ${prior.name} was made for flag ${before}. Make another segment for flag ${flag}, or replace this one (terraform apply -replace=ADDRESS), which deletes its overrides.`,
      ["flagsmith", "flag"],
    ),
  );
}
