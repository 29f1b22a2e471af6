import type { FlagValueKind } from "../../platforms/model/flag-value";
import { findByName } from "../../platforms/adapter/names";
import type { Flag } from "../../platforms/port/flag";
import type { Project } from "../../platforms/port/named";
import type { FlagPlatformSettings } from "../../platforms/model/settings";
import { describeUse, type FlagUse, isOnlyOn, usesOfFlag } from "../../platforms/adapter/uses";
import { type Diagnostic, DiagnosticError, error } from "../../terraform/diagnostic";
import { replacedPaths } from "../../terraform/planning/replacement";
import { defineResource, type HandlerContext, type PlanContext } from "../../terraform/resource";
import type { Planned } from "../../terraform/schema";
import { isUnknown, isWhollyKnown, type Unknown } from "../../terraform/value";
import { checkTexts, type Texts } from "../common/check-texts";
import { claim, claimDestroy } from "../ownership/claim-plan";
import { definitionAt } from "../environment-definition/definition-claims";
import { warnOfUsedVariants } from "./dropped-variants";
import type { Client } from "../run/client";
import { warnHandedOverWithin } from "../common/flagsmith-columns";
import { CREATION_ONLY } from "./flagsmith-flag";
import { featureFlagAttributes, type FlagState } from "./feature-flag-attributes";
import { changesBetween, settingsOf, stateOf } from "./feature-flag-settings";
import { importNamed } from "../ownership/import-named";
import { same, settled, whereKnown } from "../common/known";
import { fromFlagsmithFeature } from "../common/flagsmith-states";
import { readProject } from "../parents/imported-names";
import {
  createOrAdopt,
  type CreateOptions,
  keepIfMadeNow,
  keepIfOthersUseIt,
  KEPT,
  NOTE,
  readNamed,
  refuseIfProtected,
  wasAdopted,
} from "../ownership/named-thing";
import { look, projectOf, requireFree } from "../parents/plan-look";
import { noteParent } from "../parents/planned-parent";
import {
  checkName,
  checkValueAt,
  checkVariants,
  knownAttributes,
  refuseSetting,
  requireCapability,
} from "../audience/plan-checks";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { changedSettings, knownSettings } from "../common/platform-settings";
import { ReplacedStates } from "../ownership/replaced-states";
import { plannedRevision, revisionOfState } from "../common/revision";
import { scopedProject, stateInScope, unchangedProject } from "../parents/scoped-project";
import { warnHandedOver } from "../audience/unit-plan";
import { validateValue } from "../audience/validate-serve";
import { withServed } from "./served-type";
import { warnIfServed } from "./served-flags";
import { updating } from "../common/updating";
import { plannedVariants, variantsOf } from "./variants";

const PATHS: SubjectPaths = { flag: ["key"], project: ["project"], tags: ["tags"], value: ["flagsmith", "initial_value"] };

const TEXTS: Texts = { key: "name", description: "description", "tags.*": "tag", "flagsmith.metadata.*": "setting" };

const NO_VARIANTS = {};

export const featureFlag = defineResource<typeof featureFlagAttributes, Client>({
  type: "flagform_feature_flag",
  description:
    "A feature flag: its key, type, description and tags. `flagform_environment_definition` sets what it serves in each environment.",
  version: 0,
  attributes: featureFlagAttributes,

  validate(config) {
    const diagnostics: Diagnostic[] = [];
    if (config.variants !== null && !isUnknown(config.variants)) {
      for (const [key, variant] of Object.entries(config.variants)) {
        if (!isUnknown(variant)) diagnostics.push(...validateValue(variant.value, ["variants", key, "value"]));
      }
    }
    if (config.flagsmith !== null && !isUnknown(config.flagsmith)) {
      diagnostics.push(...validateValue(config.flagsmith.initial_value, ["flagsmith", "initial_value"]));
    }
    return diagnostics;
  },

  plan({ config, prior, planned }, context) {
    const { client } = context;
    claim({ kind: "flag", project: planned.project, name: planned.key }, context);
    noteParent("flag", { project: planned.project, name: planned.key }, prior, context);
    replaced.note(prior, context);
    // The destroy half of a replacement is not planned by itself.
    if (prior && isReplaced(prior, planned, context)) refuseToDelete(prior, context);
    if (client) {
      const { platform } = client;
      requireCapability(platform.capabilities.variants, planned.variants, "variants", ["variants"], platform);
      if (planned.archived === true || planned.on_destroy === "archive")
        requireCapability(
          platform.capabilities.archive,
          true,
          "archive for flags",
          [planned.archived === true ? "archived" : "on_destroy"],
          platform,
        );
      if (!prior) checkName(planned.key, "flag", ["key"], platform);
      checkTexts(planned, prior, TEXTS, platform);
      for (const name of Object.keys(whereKnown(planned.variants) ?? {}))
        checkName(name, "variant", ["variants", name], platform);
      const flagType = typeOf(planned.type, prior === null, context);
      checkVariants(planned.variants, platform, flagType);
      // What is taken over may have its variants already.
      const adopts = planned.adopt_existing ?? client.defaults.adoptExisting;
      const isNew = prior === null && adopts === false && isWhollyKnown([planned.variants, planned.type, planned.mixpanel]);
      refuseSetting(platform.refuseFlag?.(settingsOf(knownAttributes(planned) as FlagState), isNew), platform);
      const settings = planned.flagsmith === null ? null : whereKnown(planned.flagsmith);
      if (settings) checkValueAt(settings.initial_value, ["flagsmith", "initial_value"], client.platform, flagType);
      const [project, key] = [whereKnown(planned.project), whereKnown(planned.key)];
      if (project !== undefined && key !== undefined && flagType !== undefined) {
        const adopts = planned.adopt_existing ?? client.defaults.adoptExisting;
        // Of a flag that is made in this run nobody else has made any.
        const isAlone = prior === null && adopts === false && !platform.capabilities.definitionVariants.can;
        const stated = isAlone ? (planned.variants ?? NO_VARIANTS) : planned.variants;
        const archived = whereKnown(planned.archived) ?? undefined;
        client.flags.remember(project, key, {
          type: flagType,
          ...plannedVariants(stated, flagType, platform),
          ...(archived !== undefined && { archived }),
        });
      }
    }
    if (prior) {
      warnIfArchived(prior, planned, context);
      warnHandedOver(prior, config, ["description", "tags", "archived", "variants"], context);
      warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, CREATION_ONLY);
    }
    return { ...planned, revision: plannedRevision(prior, prior && managedOf(prior), managedOf(planned)) };
  },

  changesInPlace: ([name], prior, context) => name === "type" && !storesTypes(prior, context),

  previewCreate: (planned, context) =>
    replaced.preview(context, (prior) => {
      refuseReplacement(prior, planned, context);
    }),

  async planReplacement(prior, planned, context) {
    refuseReplacement(prior, planned, context);
    if (fateOf(prior, context) !== "keep") await warnIfServed(prior, "replaced", context);
  },

  look({ prior, planned }, context) {
    return look(PATHS, context, async (client) => {
      const isBoolean = typeOf(planned.type, prior === null, context) === "boolean";
      // A flag that is replaced takes its variants and settings with it.
      const stays = prior !== null && !isReplaced(prior, planned, context);
      const changesVariants = stays && planned.variants !== null && !isBoolean && !same(prior.variants, planned.variants);
      const isSettled = prior !== null && same(knownSettings(prior), knownSettings(planned));
      if (isSettled && same(prior.tags, planned.tags) && !changesVariants) return;
      const project = await projectOf(planned.project, client);
      if (!project) return;
      if (stays && prior.id !== null && !isSettled) {
        const settings = changedSettings<FlagPlatformSettings>(prior, knownSettings(planned));
        const attempted = `update flag ${prior.key}`;
        if (settings) await client.platform.requireFlagChange?.(project, prior.id, { settings }, attempted);
      }
      if (prior && changesVariants && isWhollyKnown(planned.variants)) {
        const wanted = variantsOf((planned.variants ?? {}) as NonNullable<FlagState["variants"]>);
        await warnOfUsedVariants({ id: idOf(prior), key: prior.key }, wanted, project, { client, warn: context.warn });
      }
      if (prior !== null && same(prior.tags, planned.tags)) return;
      if (prior === null)
        await requireFree({ noun: "flag", name: planned.key, adopts: planned.adopt_existing }, project, client);
      const labels = whereKnown(planned.tags) ?? null;
      const settings = planned.flagsmith === null ? null : whereKnown(planned.flagsmith);
      const isNew = labels !== null && !same(labels, prior?.tags ?? null) && settings?.create_tags !== true;
      if (isNew && isWhollyKnown(labels))
        await client.platform.requireTags?.(
          project,
          labels.filter((each) => typeof each === "string"),
          `tag flag ${String(planned.key)}`,
        );
    });
  },

  planDestroy(prior, context) {
    claimDestroy({ kind: "flag", project: prior.project, name: prior.key }, context);
    refuseToDelete(prior, context);
    const fate = fateOf(prior, context);
    if (fate === "delete") return warnIfServed(prior, "deleted", context);
    if (fate === "keep") return context.warn(KEPT, `Flag ${prior.key} goes on being served as it is.`);
    const isEnded = fate === "archive" && prior.archived !== true && context.client?.platform.servesArchived === false;
    return isEnded ? warnIfServed(prior, "archived", context) : undefined;
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const flag = await createOrAdopt(
        platform.flags,
        project,
        settingsOf(state),
        optionsOf(state, project, context),
        context,
      );
      context.client.parents.learn("flag", state.project, flag.name, flag.id);
      for (const each of flag.warnings ?? []) context.warn(NOTE, `Flag ${state.key}: ${each}`);
      return { ...state, id: flag.id, scope: project.scope };
    });
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const id = state.id ?? findByName(await platform.flags.list(project), state.key, "flag", `read flag ${state.key}`)?.id;
      if (id === undefined) return null;
      const flag = await readNamed(platform.flags, project, id, (listed) =>
        same(stateOf(state, listed, context.imported), state),
      );
      if (!flag) return null;
      const own = await readProject(state, context);
      const told = context.imported ? await withServed(flag, project, platform) : flag;
      const found = { ...stateOf(state, told, context.imported), project: own, id: flag.id, scope: project.scope };
      return { ...found, revision: state.revision ?? revisionOfState(managedOf(found)) };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, { prior, planned }, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes = changesBetween(prior, state);
      if (Object.keys(changes).length > 0) {
        const { warnings = [] } = await context.client.platform.flags.update(project, idOf(prior), changes);
        for (const each of warnings) context.warn(NOTE, `Flag ${state.key}: ${each}`);
      }
      return { ...state, id: prior.id, scope: project.scope };
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await scopedProject(prior, context.client);
      if (keepIfMadeNow("flag", prior.id, `Flag ${prior.key}`, context)) return;
      const fate = fateOf(prior, context);
      if (fate === "keep") {
        context.log.info(`flag ${prior.key} is kept as it is`);
      } else if (fate === "archive") {
        if (!platform.servesArchived && (await isServedByOthers(prior, project, context))) return;
        await platform.flags.update(project, idOf(prior), { archived: true });
      } else {
        refuseIfProtected(prior, `Flag ${prior.key}`, context.client);
        if (await isServedByOthers(prior, project, context)) return;
        await platform.flags.delete(project, idOf(prior));
      }
    });
  },

  moveState: fromFlagsmithFeature,

  async importState(importId, { client }) {
    const { name: key, ...found } = await importNamed(importId, client, ({ flags }) => flags);
    return { key, ...found };
  },
});

function optionsOf(
  state: FlagState,
  project: Project,
  { client: { platform } }: HandlerContext<Client>,
): CreateOptions<Flag> {
  const isOnFromTheStart = state.flagsmith?.initial_enabled === true;
  return {
    adoptExisting: state.adopt_existing,
    async usesOf(flag) {
      const uses = await usesOfFlag(project, flag, platform);
      return uses.filter((use) => !isOnFromTheStart || !isOnlyOn(use)).map(describeUse);
    },
  };
}

/** Of a flag that was taken over: what this run's own definitions leave served is no reason to keep it. */
function isServedByOthers(prior: FlagState, project: Project, context: HandlerContext<Client>): Promise<boolean> {
  const { platform, claims } = context.client;
  const flag = { id: idOf(prior), name: prior.key };
  return keepIfOthersUseIt(
    `Flag ${prior.key}`,
    async () => {
      const uses = await usesOfFlag(project, flag, platform);
      const isOurs = (use: FlagUse): boolean => claims.hasEnded(definitionAt({ environment: use.environment, flag }));
      return uses.filter((use) => use.segments.length + use.identities > 0 || !isOurs(use)).map(describeUse);
    },
    context,
  );
}

/** A plan that makes no request cannot tell whether it is served now. */
function warnIfArchived(
  prior: FlagState,
  { archived }: Planned<typeof featureFlagAttributes>,
  context: PlanContext<Client>,
): void {
  const platform = context.client?.platform;
  if (!platform || platform.servesArchived || archived !== true || prior.archived === true) return;
  context.warn(
    "Archived flags are served to nobody",
    `On ${platform.title} flag ${prior.key} is switched off everywhere once it is archived: applications get what their code falls back to.`,
  );
}

/** What was adopted was there before: it is kept, unless the resource itself says otherwise. */
function fateOf(prior: FlagState, context: Pick<PlanContext<Client>, "client" | "private">): string {
  return prior.on_destroy ?? (wasAdopted(context) ? "keep" : (context.client?.defaults.flagOnDestroy ?? "delete"));
}

function managedOf({
  key,
  type,
  description,
  tags,
  archived,
  variants,
  flagsmith,
  split,
  vercel,
  mixpanel,
}: Planned<typeof featureFlagAttributes>): Readonly<Record<string, unknown>> {
  return { key, type, description, tags, archived, variants, flagsmith, split, vercel, mixpanel };
}

const replaced = new ReplacedStates<FlagState>();

/** By the state's own platform where there is no client yet: the scope begins with its name. */
function storesTypes({ scope }: FlagState, { client }: PlanContext<Client>): boolean {
  if (client) return client.platform.storesFlagTypes;
  return scope === null || !/^(flagsmith|split):/.test(scope);
}

function isReplaced(
  prior: FlagState,
  planned: Planned<typeof featureFlagAttributes>,
  context: PlanContext<Client>,
): boolean {
  const paths = replacedPaths(featureFlagAttributes, { ...prior }, { ...planned });
  return paths.some(([name]) => name !== "type" || storesTypes(prior, context));
}

/** Where the old flag must stay, or no flag could be made in its place. */
function refuseReplacement(
  prior: FlagState,
  planned: Planned<typeof featureFlagAttributes>,
  context: PlanContext<Client>,
): void {
  refuseToDelete(prior, context);
  const key = whereKnown(planned.key);
  const isSameKey = typeof key === "string" && key.toLowerCase() === prior.key.toLowerCase();
  if (isSameKey) refuseSameKey(prior, planned, fateOf(prior, context), context);
}

function refuseSameKey(
  prior: FlagState,
  planned: Planned<typeof featureFlagAttributes>,
  fate: string,
  { client }: PlanContext<Client>,
): void {
  if (!client) return;
  const { platform, defaults } = client;
  const path = same(planned.type, prior.type) ? ["key"] : ["type"];
  const anew = "Make a flag with another key, move what is served there, and delete the old one when nothing asks for it.";
  if (fate === "delete" && platform.reservesDeletedKeys)
    throw new DiagnosticError(
      error(
        `${platform.title} never gives the key of a deleted flag again`,
        `Flag ${prior.key} would be deleted, and none of its key could be made after it. ${anew}`,
        path,
      ),
    );
  if (fate === "delete") return;
  const adopts = whereKnown(planned.adopt_existing) ?? defaults.adoptExisting;
  if (adopts && same(planned.type, prior.type)) return;
  throw new DiagnosticError(
    error(
      `Flag ${prior.key} would stand in the way of its own replacement`,
      `Replaced, it is not deleted (${fate === "archive" ? "archived" : "kept"}), and there cannot be two flags of one key. ${anew} Or set on_destroy = "delete" and apply that first.`,
      path,
    ),
  );
}

function refuseToDelete(prior: FlagState, context: PlanContext<Client>): void {
  if (fateOf(prior, context) === "delete") refuseIfProtected(prior, `Flag ${prior.key}`, context.client);
}

const TYPE = "type";

/**
 * The type that values are held against. Left out it is boolean, which is remembered, for an imported flag that leaves it out may
 * be of any.
 */
function typeOf(
  planned: string | Unknown | null,
  isNew: boolean,
  { private: data }: PlanContext<Client>,
): FlagValueKind | undefined {
  if (isUnknown(planned)) return undefined;
  if (isNew) data.set(TYPE, planned ?? "boolean");
  const type = planned ?? data.get(TYPE);
  return typeof type === "string" ? (type as FlagValueKind) : undefined;
}

function idOf(state: FlagState): string {
  return state.id ?? "";
}
