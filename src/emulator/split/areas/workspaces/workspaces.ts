import { z } from "zod";
import { json } from "../../../wire/server/reply";
import { applyPatch } from "../../patch/json-patch";
import type { Workspace } from "../../store/records";
import type { Store } from "../../store/store";
import { seesWorkspace } from "../../wire/access";
import { conflict, invalid } from "../../wire/api-error";
import { objects } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { check } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";
import { addRolloutStatuses } from "../flags/rollout-statuses";

const name = z.string().trim().min(1).max(100);
const body = z.strictObject({ name, requiresTitleAndComments: z.boolean().default(false) });

export const workspaceRoutes = [
  route("/workspaces", {
    GET: on("read anything", (request) =>
      objects(request, matching(request), { standard: 20, maximum: 50 }, (each) => show(request, each)),
    ),
    POST: on(
      "write workspaces",
      (request) => {
        const given = request.read(body);
        refuseTaken(request.store, given.name);
        return made(request, show(request, addWorkspace(request.store, given)));
      },
      true,
    ),
  }),
  route("/workspaces/{ws}", {
    PATCH: on(
      "write workspaces",
      (request) => {
        const workspace = request.workspace();
        const before = { name: workspace.name, requiresTitleAndComments: workspace.requiresTitleAndComments };
        const after = check(body, applyPatch(before, request.json(), request.options));
        if (after.name !== workspace.name) refuseTaken(request.store, after.name);
        Object.assign(workspace, after);
        return json(show(request, workspace));
      },
      true,
    ),
    DELETE: on(
      "write workspaces",
      (request) => {
        const workspace = request.workspace();
        const { store } = request;
        if (store.environmentsOf(workspace.id).length > 0 || store.flagsOf(workspace.id).length > 0) {
          throw invalid(`The workspace ${workspace.name} is not empty`);
        }
        store.tables.workspaces.delete(workspace.id);
        return gone();
      },
      true,
    ),
  }),
];

/** It has no environment and no traffic type at first. */
export function addWorkspace(
  store: Store,
  given: { name: string; requiresTitleAndComments: boolean; organization?: string; project?: string },
): Workspace {
  const workspace = {
    id: store.newId(),
    name: given.name,
    requiresTitleAndComments: given.requiresTitleAndComments,
    organization: given.organization ?? "default",
    project: given.project ?? given.name.replace(/[^A-Za-z0-9_]/g, "_"),
  };
  store.tables.workspaces.set(workspace.id, workspace);
  addRolloutStatuses(store, workspace.id);
  return workspace;
}

function refuseTaken(store: Store, wanted: string): void {
  const taken = [...store.tables.workspaces.values()].some((each) => each.name === wanted);
  if (taken) throw conflict(`A workspace named ${wanted} already exists`);
}

function matching(request: Request): Workspace[] {
  const wanted = request.query.get("name");
  const operation = request.query.get("nameOp") ?? "IS";
  const [organization, project] = [request.query.get("organizationIdentifier"), request.query.get("projectIdentifier")];
  return [...request.store.tables.workspaces.values()].filter(
    (each) =>
      seesWorkspace(request.caller.key, each.id) &&
      (wanted === null || nameMatches(each.name, operation, wanted)) &&
      (!request.caller.harness || organization === null || each.organization === organization) &&
      (!request.caller.harness || project === null || each.project === project),
  );
}

/** The server ignores case: a client that asked for a name must compare it itself. */
function nameMatches(given: string, operation: string, wanted: string): boolean {
  const [have, want] = [given.toLowerCase(), wanted.toLowerCase()];
  switch (operation) {
    case "IS":
      return have === want;
    case "STARTS_WITH":
      return have.startsWith(want);
    case "CONTAINS":
      return have.includes(want);
    default:
      throw invalid(`nameOp must be one of IS, STARTS_WITH, CONTAINS, not ${operation}`);
  }
}

function show(request: Request, workspace: Workspace): object {
  const { id, name: called, requiresTitleAndComments, organization, project } = workspace;
  const shown = { id, name: called, type: "workspace", requiresTitleAndComments };
  return request.caller.harness ? { ...shown, organizationIdentifier: organization, projectIdentifier: project } : shown;
}
