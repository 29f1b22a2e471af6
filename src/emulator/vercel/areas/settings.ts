import type { Reply } from "../../wire/server/reply";
import { json } from "../../wire/server/reply";
import { updateSettingsBody } from "../schema/settings-body";
import type { Project } from "../store/records";
import type { Store } from "../store/store";
import { badRequest } from "../wire/api-error";
import { page } from "../wire/paging";
import type { Request } from "../wire/request";
import { projectOf, teamProjects } from "../wire/scope";

export function getSettings(request: Request): Reply {
  return json(settingsView(request.store, projectOf(request)));
}

/**
 * The first write answers 201. Entities are replaced as a whole; environments cannot be created or removed (2, 3.11).
 */
export function updateSettings(request: Request): Reply {
  const body = request.body(updateSettingsBody);
  const project = projectOf(request);
  const unknown = body.environments?.find((each) => !project.environments.includes(each));
  if (unknown !== undefined) throw badRequest(`The environment "${unknown}" does not exist in the project.`);
  const { store } = request;
  const now = store.now();
  const next: Project = {
    ...project,
    enabled: body.enabled ?? project.enabled,
    entities: body.entities ?? project.entities,
    createdAt: project.createdAt ?? now,
    updatedAt: now,
  };
  store.tables.projects.set(next.id, next);
  return json(settingsView(store, next), project.createdAt === undefined ? 201 : 200);
}

const SETTINGS_A_PAGE = 20;

export function listTeamSettings(request: Request): Reply {
  const projects = teamProjects(request).map((project, index) => ({ sequence: index + 1, project }));
  const { items, next } = page(request, projects, SETTINGS_A_PAGE);
  return json({ data: items.map(({ project }) => settingsView(request.store, project)), pagination: { next } });
}

function settingsView(store: Store, project: Project): object {
  const flags = store.flagsOf(project.id);
  const active = flags.filter((each) => each.state === "active").length;
  return {
    typeName: "settings",
    projectId: project.id,
    ownerId: project.scope === "team" ? store.team.id : store.user.id,
    enabled: project.enabled,
    environments: project.environments,
    entities: project.entities,
    createdAt: project.createdAt,
    updatedAt: project.updatedAt,
    metadata: {
      activeFlagCount: active,
      archivedFlagCount: flags.length - active,
      segmentCount: store.segmentsOf(project.id).length,
      packSizeInBytes: project.packBytes,
      packRevision: project.packRevision,
      configUpdatedAt: project.configUpdatedAt,
    },
  };
}
