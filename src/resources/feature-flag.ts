import type { Flag, FlagSettings } from "../platforms/platform";
import type { FlagPlatformSettings } from "../platforms/settings";
import type { FlagValueKind } from "../platforms/flag-value";
import { findByName } from "../platforms/names";
import type { Diagnostic } from "../terraform/diagnostic";
import { replacedPaths } from "../terraform/planning/replacement";
import { defineResource, type PlanContext } from "../terraform/resource";
import { computed, optional, required, t, type Planned, type State } from "../terraform/schema";
import { isUnknown, type Unknown } from "../terraform/value";
import { NON_EMPTY, oneOf } from "./checks";
import { claim, claimDestroy } from "./claim-plan";
import type { Client } from "./client";
import { projectAttribute, revisionAttribute, scopeAttribute } from "./common-attributes";
import { metadataAttribute } from "./flagsmith-attributes";
import { warnHandedOverWithin } from "./flagsmith-columns";
import { CREATION_ONLY, flagsmithChanges, flagsmithSettings, readFlagsmith } from "./flagsmith-flag";
import { importNamed } from "./import-named";
import { same, settled, whereKnown } from "./known";
import { fromFlagsmithFeature } from "./flagsmith-states";
import { importedProject } from "./imported-names";
import { createOrAdopt, keepIfMadeNow, readNamed, refuseIfProtected, wasAdopted } from "./named-thing";
import { checkName, checkValueAt, checkVariants, requireCapability } from "./plan-checks";
import { reporting, type SubjectPaths } from "./platform-diagnostic";
import { plannedRevision, revisionOfState } from "./revision";
import { reread, rereadSet } from "./reread";
import { scopedProject, stateInScope, unchangedProject } from "./scoped-project";
import { valueType } from "./serve-attribute";
import { warnHandedOver } from "./unit-plan";
import { flagValueOf } from "./serve-value";
import { validateValue } from "./validate-serve";
import { warnIfServed } from "./served-flags";
import { updating } from "./updating";
import { changedSettings, flagPlatformAttributes, readSettings } from "./platform-settings";
import { plannedVariants, readVariants, variantsOf } from "./variants";

export const featureFlagAttributes = {
  key: required(t.string, "The key that applications ask for. A change replaces the flag.", {
    replace: true,
    check: NON_EMPTY,
  }),
  project: projectAttribute,
  type: optional(
    t.string,
    "What the flag serves: `boolean` (where left out), `string`, `integer`, `number` or `json`. A change replaces the flag.",
    { replace: true, check: oneOf("boolean", "string", "integer", "number", "json") },
  ),
  description: optional(t.string, "What the flag is for."),
  tags: optional(t.set(t.string), "Labels. They must exist on the platform (or see `flagsmith.create_tags`)."),
  archived: optional(t.bool, "Whether the flag is archived: hidden, but still served."),
  variants: optional(
    t.map(
      t.object({
        value: required(valueType, "What the variant serves."),
        description: optional(t.string, "What the variant is for."),
        weight: optional(t.integer, "Its share in new environments, in percent (Flagsmith)."),
      }),
    ),
    "The values the flag can serve, by a key of your choice. Everything refers to variants by this key.",
  ),
  on_destroy: optional(t.string, "What destroying the resource does: `delete` (default), `archive` or `keep`.", {
    check: oneOf("delete", "archive", "keep"),
  }),
  deletion_protection: optional(
    t.bool,
    "Refuses every plan and request that would delete the flag. Change and apply it first.",
  ),
  adopt_existing: optional(t.bool, "Takes over a flag of this key that exists already, instead of failing."),
  flagsmith: optional(
    t.object({
      initial_enabled: optional(t.bool, "Creation only: whether every environment starts with the flag on."),
      initial_value: optional(valueType, "Creation only: the value every environment starts with."),
      server_key_only: optional(t.bool, "Hides the flag from client-side SDKs."),
      create_tags: optional(
        t.bool,
        "Creates the tags that are missing, instead of failing. They stay when the flag is destroyed.",
      ),
      owners: optional(t.set(t.string), "Who owns the flag: users of the organisation, by e-mail address."),
      group_owners: optional(t.set(t.string), "Which groups own the flag, by name."),
      metadata: metadataAttribute,
    }),
    "Settings that only Flagsmith has.",
  ),
  ...flagPlatformAttributes,
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;

type FlagState = State<typeof featureFlagAttributes>;

const PATHS: SubjectPaths = { flag: ["key"], project: ["project"], tags: ["tags"], value: ["flagsmith", "initial_value"] };

export const featureFlag = defineResource<typeof featureFlagAttributes, Client>({
  type: "flagform_feature_flag",
  description:
    "A feature flag: its key, type, description and tags. What it serves is said per environment, by `flagform_environment_definition`.",
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
    // The destroy half of a replacement is not planned by itself.
    if (prior && replacedPaths(featureFlagAttributes, { ...prior }, { ...planned }).length > 0)
      refuseToDelete(prior, context);
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
      for (const name of Object.keys(whereKnown(planned.variants) ?? {}))
        checkName(name, "variant", ["variants", name], platform);
      const flagType = typeOf(planned.type, prior === null, context);
      checkVariants(planned.variants, platform, flagType);
      const settings = planned.flagsmith === null ? null : whereKnown(planned.flagsmith);
      if (settings) checkValueAt(settings.initial_value, ["flagsmith", "initial_value"], client.platform, flagType);
      const [project, key] = [whereKnown(planned.project), whereKnown(planned.key)];
      if (project !== undefined && key !== undefined && flagType !== undefined) {
        client.flags.remember(project, key, { type: flagType, ...plannedVariants(planned.variants, flagType, platform) });
      }
    }
    if (prior) {
      warnHandedOver(prior, config, ["description", "tags", "archived", "variants"], context);
      warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, CREATION_ONLY);
    }
    return { ...planned, revision: plannedRevision(prior, prior && managedOf(prior), managedOf(planned)) };
  },

  planDestroy(prior, context) {
    claimDestroy({ kind: "flag", project: prior.project, name: prior.key }, context);
    refuseToDelete(prior, context);
    return fateOf(prior, context) === "delete" ? warnIfServed(prior, context) : undefined;
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const flag = await createOrAdopt(platform.flags, project, settingsOf(state), state.adopt_existing, context);
      for (const each of flag.warnings ?? []) context.warn(`A word on flag ${state.key}`, each);
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
      const own = context.imported ? await importedProject(state.project, context.client) : state.project;
      const found = { ...stateOf(state, flag, context.imported), project: own, id: flag.id, scope: project.scope };
      return { ...found, revision: state.revision ?? revisionOfState(managedOf(found)) };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, prior, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes = changesBetween(prior, state);
      if (Object.keys(changes).length > 0) {
        const { warnings = [] } = await context.client.platform.flags.update(project, idOf(prior), changes);
        for (const each of warnings) context.warn(`A word on flag ${state.key}`, each);
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
        context.warn(`Flag ${prior.key} is kept`, "It is no longer managed and goes on being served as it is.");
      } else if (fate === "archive") {
        await platform.flags.update(project, idOf(prior), { archived: true });
      } else {
        refuseIfProtected(prior, `Flag ${prior.key}`, context.client);
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

function settingsOf(state: FlagState): FlagSettings {
  const { flagsmith } = state;
  const settings = changedSettings<FlagPlatformSettings>(null, state);
  const initialValue = flagsmith?.initial_value ? flagValueOf(flagsmith.initial_value) : undefined;
  return {
    name: state.key,
    ...(state.description !== null && { description: state.description }),
    ...(state.tags !== null && { tags: state.tags }),
    ...(state.archived !== null && { archived: state.archived }),
    type: (state.type ?? "boolean") as FlagValueKind,
    ...(state.variants !== null && { variants: variantsOf(state.variants) }),
    ...(settings && { settings }),
    ...(flagsmith && {
      initial: {
        ...(flagsmith.initial_enabled !== null && { enabled: flagsmith.initial_enabled }),
        ...(initialValue && { value: initialValue }),
      },
      flagsmith: flagsmithSettings(flagsmith),
      ...(flagsmith.create_tags !== null && { making: { createTags: flagsmith.create_tags } }),
    }),
  };
}

/** Exactly the managed settings whose planned value differs from the prior state. What became unmanaged stays as it is. */
function changesBetween(prior: FlagState, state: FlagState): Partial<FlagSettings> {
  const before: Partial<FlagSettings> = settingsOf(prior);
  const { name, initial, type, settings: _, making, flagsmith, ...after }: Partial<FlagSettings> = settingsOf(state);
  const changes = Object.entries(after).filter(([setting, value]) => !same(value, before[setting as keyof FlagSettings]));
  const own = flagsmithChanges(prior.flagsmith, state.flagsmith);
  const settings = changedSettings<FlagPlatformSettings>(prior, state);
  return {
    ...Object.fromEntries(changes),
    ...(settings && { settings }),
    ...(Object.keys(own).length > 0 && { flagsmith: own }),
    ...(making && changes.length > 0 && { making }),
  };
}

/** The state as the platform has it: what the state leaves out stays out, unless this read follows an import. */
function stateOf(state: FlagState, flag: Flag, imported: boolean): FlagState {
  return {
    ...state,
    description: reread(state.description, flag.description, imported),
    tags: rereadSet(state.tags, flag.tags, imported),
    archived: reread(state.archived, flag.archived, imported),
    type: reread(state.type, typeRead(state.type, flag.type), imported),
    variants: flag.variants
      ? readVariants(state.variants, flag.variants, imported, { description: null, weight: null })
      : state.variants,
    ...readSettings(state, flag.settings, flagPlatformAttributes, imported),
    flagsmith: readFlagsmith(state.flagsmith, flag.flagsmith, imported),
  };
}

/** Some platforms know numbers only, and tell whole ones as integers. */
function typeRead(stated: string | null, told: FlagValueKind | undefined): string | null {
  if (told === undefined) return stated;
  return stated === "number" && told === "integer" ? stated : told;
}
