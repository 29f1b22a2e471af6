import { ok } from "../wire/api-error";
import type { Route } from "../wire/route";

/** A project's data views (1.3). */
export const workspaceRoutes: readonly Route[] = [
  {
    template: "/api/app/projects/{project:int}/workspaces",
    slash: "either",
    handlers: {
      GET: ({ store, project }) =>
        ok(
          store.workspacesOf(project.id).map(({ id, name, is_global, is_default }) => ({
            id,
            name,
            is_global,
            is_default,
            project_id: project.id,
            is_visible: true,
          })),
        ),
    },
  },
];
