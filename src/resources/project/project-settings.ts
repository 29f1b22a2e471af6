import type { Platform } from "../../platforms/port/platform";
import type { ManagedProject, ProjectSettings, ProjectStore } from "../../platforms/port/project-store";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { columnsOf, orNull, readColumns } from "../common/flagsmith/flagsmith-columns";
import { PROJECT_COLUMNS, type ProjectState } from "./project-attributes";

export function refuseOtherScope({ name, id, scope }: ProjectState, store: ProjectStore): void {
  if (id === null || scope === null || scope === store.scopeOf(id)) return;
  throw new DiagnosticError(
    error(
      "The provider points at another server",
      `Project ${name} belongs to ${scope}, but the provider is configured for ${store.scopeOf(id)}. Nothing was read or changed there.\n\nCheck the provider's host and credential.`,
    ),
  );
}

export function settingsOf(state: ProjectState): ProjectSettings {
  const columns = columnsOf(PROJECT_COLUMNS, state.flagsmith);
  return { name: state.name, ...(Object.keys(columns).length > 0 && { flagsmith: { columns } }) };
}

export function stateOf(state: ProjectState, found: ManagedProject, imported: boolean): ProjectState {
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
      `Projects cannot be managed on ${title}`,
      `Name the project in the provider block, or use a flagform provider for Flagsmith.`,
    ),
  );
}
