import { findByName, resolveName } from "../../platforms/adapter/names";
import type { Platform } from "../../platforms/port/platform";
import type { ManagedProject, Organisation, ProjectSettings, ProjectStore } from "../../platforms/port/project-store";
import { usesOfProject } from "../../platforms/adapter/uses";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { defineResource, type PlanContext } from "../../terraform/resource";
import type { State } from "../../terraform/schema";
import { isUnknown } from "../../terraform/value";
import { claim, claimDestroy } from "../ownership/claim-plan";
import { checkTexts } from "../common/check-texts";
import type { Client } from "../run/client";
import { changedColumns, columnsOf, orNull, readColumns, warnHandedOverWithin } from "../common/flagsmith-columns";
import { same, settled, whereKnown } from "../common/known";
import {
  createOrAdopt,
  keepIfMadeNow,
  keepIfOthersUseIt,
  KEPT,
  readNamed,
  refuseIfProtected,
  wasAdopted,
} from "../ownership/named-thing";
import { look } from "../parents/plan-look";
import { ReplacedStates } from "../ownership/replaced-states";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { PROJECT_COLUMNS, projectAttributes } from "./project-attributes";
import { updating } from "../common/updating";

type ProjectState = State<typeof projectAttributes>;

const PATHS: SubjectPaths = { project: ["name"], organisation: ["organisation"] };

export const project = defineResource<typeof projectAttributes, Client>({
  type: "flagform_project",
  description:
    "A project (Flagsmith). If you already have one, you only need its name in the provider block. This resource is for those who create many.",
  version: 0,
  attributes: projectAttributes,

  plan({ config, prior, planned }, context) {
    if (context.client) {
      storeOf(context.client.platform);
      checkTexts(planned, prior, { name: "name", "flagsmith.feature_name_regex": "setting" }, context.client.platform);
    }
    claim({ kind: "project", project: null, name: planned.name }, context);
    const name = whereKnown(planned.name);
    if (name !== undefined && name !== prior?.name) context.client?.parents.making("project", null, name);
    replaced.note(prior, context);
    if (prior) context.client?.approvals.change(prior, planned);
    if (prior) warnHandedOverWithin(prior.flagsmith, config.flagsmith, "flagsmith", context);
    return planned;
  },

  previewCreate: (_planned, context) =>
    replaced.preview(context, (prior) => {
      if (fateOf(prior, context) === "delete") refuseProtected(prior, context.client);
    }),

  look({ prior, planned }, context) {
    return look(PATHS, context, async (client) => {
      const { organisation } = planned;
      if (isUnknown(organisation) || prior?.organisation === organisation) return;
      const store = storeOf(client.platform);
      if (prior) await sameOrganisation(prior, { organisation }, store);
      else await store.organisation(organisation);
    });
  },

  planDestroy(prior, context) {
    claimDestroy({ kind: "project", project: null, name: prior.name }, context);
    if (fateOf(prior, context) === "delete") return refuseOrWarn(prior, context);
    context.warn(KEPT, `Project ${prior.name}, with everything in it.`);
    return undefined;
  },

  create(planned, context) {
    const state = settled(planned);
    return reporting(PATHS, async () => {
      const store = storeOf(context.client.platform);
      const organisation = await store.organisation(state.organisation);
      const made = await createOrAdopt(
        store,
        organisation,
        settingsOf(state),
        {
          adoptExisting: state.adopt_existing,
          usesOf: (found) => usesOfProject({ ...found, scope: store.scopeOf(found.id) }, context.client.platform),
        },
        context,
      );
      return { ...state, id: made.id, uuid: made.uuid, scope: store.scopeOf(made.id) };
    });
  },

  read(state, context) {
    return reporting(PATHS, async () => {
      const store = storeOf(context.client.platform);
      refuseOtherScope(state, store);
      const organisation = await store.organisation(state.organisation);
      const attempted = `read project ${state.name}`;
      const id = state.id ?? findByName(await store.list(organisation), state.name, "project", attempted)?.id;
      if (id === undefined) return null;
      const found = await readNamed(store, organisation, id, (listed) =>
        same(stateOf(state, listed, context.imported), state),
      );
      return found ? { ...stateOf(state, found, context.imported), scope: store.scopeOf(found.id) } : null;
    });
  },

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(this, { prior, planned }, context, PATHS, async () => {
      const store = storeOf(context.client.platform);
      refuseOtherScope(prior, store);
      const organisation = await sameOrganisation(prior, state, store);
      const columns = changedColumns(PROJECT_COLUMNS, prior.flagsmith, state.flagsmith);
      const changes: Partial<ProjectSettings> = {
        ...(state.name !== prior.name && { name: state.name }),
        ...(Object.keys(columns).length > 0 && { flagsmith: { columns } }),
      };
      if (Object.keys(changes).length > 0) await store.update(organisation, prior.id ?? "", changes);
      return { ...state, id: prior.id, uuid: prior.uuid, scope: prior.scope };
    });
  },

  delete(prior, context) {
    return reporting(PATHS, async () => {
      const what = `Project ${prior.name}`;
      if (keepIfMadeNow("project", prior.id, what, context)) return;
      if (fateOf(prior, context) === "keep") {
        context.log.info(`${what} is kept, with everything in it`);
        return;
      }
      refuseProtected(prior, context.client);
      const store = storeOf(context.client.platform);
      refuseOtherScope(prior, store);
      const found = { id: prior.id ?? "", name: prior.name, scope: store.scopeOf(prior.id ?? "") };
      if (await keepIfOthersUseIt(what, () => usesOfProject(found, context.client.platform), context)) return;
      await store.delete(await store.organisation(prior.organisation), prior.id ?? "");
    });
  },

  importState(importId, { client }) {
    return reporting({}, async () => {
      const store = storeOf(client.platform);
      const attempted = `import project ${importId}`;
      const found = resolveName(await store.list(await store.organisation(null)), importId, "project", attempted);
      return { name: found.name, id: found.id };
    });
  },
});

/** What was adopted was there before: it is kept, unless the resource itself says otherwise. */
function fateOf(prior: ProjectState, context: Pick<PlanContext<Client>, "private">): string {
  return prior.on_destroy ?? (wasAdopted(context) ? "keep" : "delete");
}

const replaced = new ReplacedStates<ProjectState>();

async function refuseOrWarn(prior: ProjectState, context: PlanContext<Client>): Promise<void> {
  refuseProtected(prior, context.client);
  if (!context.client || prior.id === null) return;
  const { platform } = context.client;
  try {
    const found = { id: prior.id, name: prior.name, scope: storeOf(platform).scopeOf(prior.id) };
    const uses = await usesOfProject(found, platform);
    if (uses.length > 0)
      context.warn(
        "Projects that hold something will be deleted",
        `Project ${prior.name}: ${uses.join(", ")}. To keep it, set on_destroy = "keep" and apply that first.`,
      );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.log.debug(`what project ${prior.name} holds could not be looked up: ${reason}`);
  }
}

/** A project takes everything along: it is protected unless it says otherwise itself. */
function refuseProtected(prior: ProjectState, client: Client | undefined): void {
  refuseIfProtected({ deletion_protection: prior.deletion_protection ?? true }, `Project ${prior.name}`, client);
}

function refuseOtherScope({ name, id, scope }: ProjectState, store: ProjectStore): void {
  if (id === null || scope === null || scope === store.scopeOf(id)) return;
  throw new DiagnosticError(
    error(
      "The provider points at another server",
      `Project ${name} lives in ${scope}; the provider's configuration leads to ${store.scopeOf(id)}. Nothing was read or changed there.\n\nCheck the provider's host and credential.`,
    ),
  );
}

async function sameOrganisation(
  prior: ProjectState,
  state: Pick<ProjectState, "organisation">,
  store: ProjectStore,
): Promise<Organisation> {
  const organisation = await store.organisation(prior.organisation);
  if (state.organisation === prior.organisation) return organisation;
  const wanted = await store.organisation(state.organisation);
  if (wanted.id === organisation.id) return organisation;
  throw new DiagnosticError(
    error(
      "A project cannot move to another organisation",
      `It belongs to ${organisation.name}, and the configuration says ${wanted.name}. Make another project there.`,
      ["organisation"],
    ),
  );
}

function settingsOf(state: ProjectState): ProjectSettings {
  const columns = columnsOf(PROJECT_COLUMNS, state.flagsmith);
  return { name: state.name, ...(Object.keys(columns).length > 0 && { flagsmith: { columns } }) };
}

function stateOf(state: ProjectState, found: ManagedProject, imported: boolean): ProjectState {
  const read = readColumns(PROJECT_COLUMNS, state.flagsmith, found.flagsmith?.columns ?? {}, imported);
  return {
    ...state,
    name: found.name,
    flagsmith: orNull(read as NonNullable<ProjectState["flagsmith"]>, state.flagsmith),
    id: found.id,
    uuid: found.uuid,
  };
}

export function storeOf({ projects, title }: Platform): ProjectStore {
  if (projects) return projects;
  throw new DiagnosticError(
    error(
      `${title} has no projects that could be managed here`,
      `Name the project in the provider block, or use a flagform provider for Flagsmith.`,
    ),
  );
}
