import { findByName } from "../../platforms/adapter/names";
import type { Environment, EnvironmentSettings } from "../../platforms/port/environment";
import type { Project } from "../../platforms/port/named";
import { usesOfEnvironment } from "../../platforms/adapter/uses";
import { defineResource, type HandlerContext } from "../../terraform/resource";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { Planned, State } from "../../terraform/schema";
import { isUnknown } from "../../terraform/value";
import { checkTexts, type Texts } from "../common/check-texts";
import { claim, claimDestroy } from "../ownership/claim-plan";
import type { Client } from "../run/client";
import { ENVIRONMENT_COLUMNS, environmentAttributes } from "./environment-attributes";
import {
  changedColumns,
  changedFields,
  orNull,
  readColumns,
  readFields,
  warnHandedOverWithin,
} from "../common/flagsmith-columns";
import { readProject } from "../parents/imported-names";
import { importNamed } from "../ownership/import-named";
import { same, settled } from "../common/known";
import {
  createOrAdopt,
  keepIfAdopted,
  keepIfMadeNow,
  keepIfOthersUseIt,
  readNamed,
  refuseIfProtected,
  refuseReplacement,
  warnIfAdopted,
} from "../ownership/named-thing";
import { lookIfFree } from "../parents/plan-look";
import { noteParent } from "../parents/planned-parent";
import { checkName, requireCapability } from "../audience/plan-checks";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { ReplacedStates } from "../ownership/replaced-states";
import { warnIfServing } from "./serving-environment";
import { reread } from "../common/reread";
import { scopedProject, stateInScope, unchangedProject } from "../parents/scoped-project";
import { warnHandedOver } from "../audience/unit-plan";
import { updating } from "../common/updating";

type EnvironmentState = State<typeof environmentAttributes>;

const replaced = new ReplacedStates<EnvironmentState>();

const PATHS: SubjectPaths = { environment: ["name"], project: ["project"] };

const TEXTS: Texts = {
  name: "name",
  description: "environment description",
  "flagsmith.banner_text": "setting",
  "flagsmith.banner_colour": "setting",
  "flagsmith.metadata.*": "setting",
};

export const environment = defineResource<typeof environmentAttributes, Client>({
  type: "flagform_environment",
  description: "An environment of the project. For one that is managed elsewhere, use the data source of the same name.",
  version: 0,
  attributes: environmentAttributes,

  plan({ config, prior, planned }, context) {
    claim({ kind: "environment", project: planned.project, name: planned.name }, context);
    noteParent("environment", planned, prior, context);
    replaced.note(prior, context);
    const { client } = context;
    if (client) {
      if (prior) client.approvals.change(prior, planned);
      else client.approvals.make(planned);
      const { platform } = client;
      requireCapability(platform.capabilities.environments, planned.name, "environments to manage", ["name"], platform);
      if (prior?.name !== planned.name) checkName(planned.name, "environment", ["name"], platform);
      checkTexts(planned, prior, TEXTS, platform);
    }
    if (prior) {
      refuseToUnversion(prior, planned);
      warnHandedOver(prior, config, ["description"], context);
      warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context, CREATION_ONLY);
    }
    return planned;
  },

  previewCreate: (_planned, context) =>
    replaced.preview(context, (prior) => refuseReplacement(prior, `Environment ${prior.name}`, context)),

  look: (input, context) => lookIfFree("environment", input, PATHS, context),

  planDestroy(prior, context) {
    claimDestroy({ kind: "environment", project: prior.project, name: prior.name }, context);
    if (warnIfAdopted(`Environment ${prior.name}`, context)) return;
    refuseIfProtected(prior, `Environment ${prior.name}`, context.client);
    return warnIfServing(prior, context);
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const project = await platform.project(state.project);
      const made = await createOrAdopt(
        platform.environments,
        project,
        settingsOf(state),
        { adoptExisting: state.adopt_existing, usesOf: (found) => usesOfEnvironment(project, found, platform) },
        context,
      );
      context.client.parents.learn("environment", state.project, made.name, made.id);
      if (made.keyIds) context.private.set(KEY_IDS, [...made.keyIds]);
      return { ...state, id: made.id, client_key: made.clientKey, scope: project.scope };
    });
  },

  read(before, context) {
    return reporting(PATHS, async () => {
      const { platform } = context.client;
      const { project, state } = await stateInScope(before, context);
      const attempted = `read environment ${state.name}`;
      const id = state.id ?? findByName(await platform.environments.list(project), state.name, "environment", attempted)?.id;
      if (id === undefined) return null;
      const found = await readNamed(platform.environments, project, id, (listed) =>
        same(stateOf(state, listed, context.imported), state),
      );
      if (!found) return null;
      const own = await readProject(state, context);
      return { ...stateOf(state, found, context.imported), project: own, scope: project.scope };
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, { prior, planned }, context, PATHS, async () => {
      const project = await unchangedProject(prior, state, context.client);
      const changes: Partial<EnvironmentSettings> = {
        ...(state.name !== prior.name && { name: state.name }),
        ...(state.description !== null && state.description !== prior.description && { description: state.description }),
        ...flagsmithChanges(prior.flagsmith, state.flagsmith),
        ...splitChanges(prior.split, state.split),
      };
      if (Object.keys(changes).length > 0)
        await context.client.platform.environments.update(project, prior.id ?? "", changes);
      return { ...state, id: prior.id, client_key: prior.client_key, scope: project.scope };
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      if (keepIfMadeNow("environment", prior.id, `Environment ${prior.name}`, context)) return;
      if (keepIfAdopted(`Environment ${prior.name}`, context)) return;
      refuseIfProtected(prior, `Environment ${prior.name}`, context.client);
      const project = await scopedProject(prior, context.client);
      if (await isUsedByOthers(prior, project, context)) return;
      await context.client.platform.environments.delete(project, prior.id ?? "", keyIdsOf(context));
    });
  },

  importState(importId, { client }) {
    return importNamed(importId, client, ({ environments }) => environments);
  },
});

/** Of an environment that was taken over. What this configuration had in it is gone by now. */
function isUsedByOthers(prior: EnvironmentState, project: Project, context: HandlerContext<Client>): Promise<boolean> {
  const { platform } = context.client;
  const usesOf = async (): Promise<readonly string[]> => {
    const found = await platform.environments.get(project, prior.id ?? "");
    return found ? usesOfEnvironment(project, found, platform) : [];
  };
  return keepIfOthersUseIt(`Environment ${prior.name}`, usesOf, context);
}

const KEY_IDS = "key_ids";

function keyIdsOf({ private: data }: HandlerContext<Client>): string[] {
  const ids = data.get(KEY_IDS);
  return Array.isArray(ids) ? ids.filter((each) => typeof each === "string") : [];
}

const CREATION_ONLY = ["clone_from", "clone_from_id"];

/** Before anything is sent, and before anything else of the plan is done. */
function refuseToUnversion(prior: EnvironmentState, { flagsmith }: Planned<typeof environmentAttributes>): void {
  if (!prior.flagsmith?.feature_versioning || flagsmith === null || isUnknown(flagsmith)) return;
  if (flagsmith.feature_versioning !== false) return;
  throw new DiagnosticError(
    error(
      "Feature versioning cannot be switched off",
      `Environment ${prior.name} has it, and Flagsmith has no way back that keeps the flags' history. Set feature_versioning = true, or leave it out.`,
      ["flagsmith", "feature_versioning"],
    ),
  );
}

function settingsOf(state: EnvironmentState): EnvironmentSettings {
  const { flagsmith } = state;
  const source = flagsmith?.clone_from_id ? `id:${flagsmith.clone_from_id}` : flagsmith?.clone_from;
  return {
    name: state.name,
    ...(state.description !== null && { description: state.description }),
    ...flagsmithChanges(null, flagsmith),
    ...splitChanges(null, state.split),
    ...(source && { making: { cloneFrom: source } }),
  };
}

/** What an update (or, from nothing, a create) sends of the settings that only Flagsmith has. */
function flagsmithChanges(
  prior: EnvironmentState["flagsmith"],
  planned: EnvironmentState["flagsmith"],
): Pick<EnvironmentSettings, "flagsmith"> {
  const columns = changedColumns(ENVIRONMENT_COLUMNS, prior, planned);
  const metadata = changedFields(prior?.metadata ?? null, planned?.metadata ?? null);
  const versioned = planned?.feature_versioning ?? null;
  const flagsmith = {
    ...(Object.keys(columns).length > 0 && { columns }),
    ...(metadata && { metadata }),
    ...(versioned !== null && versioned !== (prior?.feature_versioning ?? null) && { versioned }),
  };
  return Object.keys(flagsmith).length > 0 ? { flagsmith } : {};
}

function splitChanges(
  prior: EnvironmentState["split"],
  planned: EnvironmentState["split"],
): Pick<EnvironmentSettings, "settings"> {
  const production = planned?.production ?? null;
  if (production === null || production === prior?.production) return {};
  return { settings: { split: { production } } };
}

/** The state as the platform has it. */
function stateOf(state: EnvironmentState, found: Environment, imported: boolean): EnvironmentState {
  return {
    ...state,
    name: found.name,
    description: reread(state.description, found.description ?? "", imported),
    flagsmith: flagsmithOf(state.flagsmith, found.flagsmith, imported),
    split: splitOf(state.split, found.settings?.split?.production, imported),
    id: found.id,
    client_key: found.clientKey,
  };
}

function splitOf(
  stated: EnvironmentState["split"],
  production: boolean | undefined,
  imported: boolean,
): EnvironmentState["split"] {
  if (stated === null) return imported && production === true ? { production } : null;
  return { production: production === undefined ? stated.production : reread(stated.production, production, imported) };
}

function flagsmithOf(
  stated: EnvironmentState["flagsmith"],
  found: Environment["flagsmith"],
  imported: boolean,
): EnvironmentState["flagsmith"] {
  if (!found) return stated;
  const { columns, metadata, versioned } = found;
  return orNull(
    {
      clone_from: stated?.clone_from ?? null,
      clone_from_id: stated?.clone_from_id ?? null,
      ...(readColumns(ENVIRONMENT_COLUMNS, stated, columns, imported) as ReadColumns),
      feature_versioning: reread(stated?.feature_versioning ?? null, versioned, imported),
      metadata: readFields(stated?.metadata ?? null, metadata, imported),
    },
    stated,
  );
}

/** The table has just these columns, each of the attribute's type. */
type ReadColumns = Omit<
  NonNullable<EnvironmentState["flagsmith"]>,
  "clone_from" | "clone_from_id" | "feature_versioning" | "metadata"
>;
