import { usesOfProject } from "../../platforms/adapter/lists/uses";
import type { Organisation, ProjectSettings, ProjectStore } from "../../platforms/port/project-store";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { ResourceDefinition } from "../../terraform/resource";
import { changedColumns } from "../common/flagsmith/flagsmith-columns";
import { settled } from "../common/known";
import { reporting } from "../common/platform-diagnostic";
import { updating } from "../common/updating";
import { createOrAdopt } from "../ownership/named-thing";
import type { Client } from "../run/client";
import type { projectAttributes } from "./project-attributes";
import { PATHS, PROJECT_COLUMNS, type ProjectState } from "./project-attributes";
import { projectRead } from "./project-read";
import { refuseOtherScope, settingsOf, storeOf } from "./project-settings";

export const projectWrite = {
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

  update({ prior, planned }, context) {
    const state = settled(planned);
    return updating(projectRead, { prior, planned }, context, PATHS, async () => {
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
} satisfies Partial<ResourceDefinition<typeof projectAttributes, Client>>;

export async function sameOrganisation(
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
      `It belongs to ${organisation.name}, but the configuration sets ${wanted.name}. Create another project there.`,
      ["organisation"],
    ),
  );
}
