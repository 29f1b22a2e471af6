import { z } from "zod";
import { json } from "../../../wire/server/reply";
import type { FlagSet } from "../../store/records";
import type { Store } from "../../store/store";
import { conflict, invalid, notFound } from "../../wire/api-error";
import { marked } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";

const body = z.strictObject({
  name: z.string().regex(/^[a-z0-9][_a-z0-9]{0,49}$/, "small letters, digits and _, at most 50"),
  description: z.string().default(""),
  workspace: z.object({ id: z.string(), type: z.string().regex(/^workspace$/i) }),
});

export const flagSetRoutes = [
  route(
    "/flag-sets",
    {
      GET: on("read flags", (request) => {
        const id = request.query.get("workspace_id");
        if (id === null) throw invalid("workspace_id is required");
        const workspace = request.workspace(id);
        const all = [...request.store.tables.flagSets.values()].filter((each) => each.workspace === workspace.id);
        const shown = request.store.shown(all, (each) => each.id);
        return marked(request, shown, { standard: 20, maximum: 200 }, (each) => each.id, show);
      }),
      POST: on("write flags", (request) => {
        const given = request.read(body);
        const workspace = request.workspace(given.workspace.id);
        const { flagSets } = request.store.tables;
        if ([...flagSets.values()].some((each) => each.workspace === workspace.id && each.name === given.name)) {
          throw conflict(`A flag set named ${given.name} already exists`);
        }
        const added = addFlagSet(request.store, workspace.id, given.name, given.description);
        request.store.hide(added.id, request.options.listLag);
        return made(request, show(added));
      }),
    },
    "v3",
  ),
  route(
    "/flag-sets/{set}",
    {
      GET: on("read flags", (request) => json(show(find(request)))),
      DELETE: on("write flags", (request) => {
        const { id } = find(request);
        request.store.tables.flagSets.delete(id);
        // It is removed from the definitions.
        for (const { content } of request.store.tables.definitions.values()) {
          content.flagSets = content.flagSets.filter((each) => each.id !== id);
        }
        return gone();
      }),
    },
    "v3",
  ),
];

export function addFlagSet(store: Store, workspace: string, name: string, description: string): FlagSet {
  const added = { id: store.newId(), name, workspace, description, creationTime: store.tick() };
  store.tables.flagSets.set(added.id, added);
  return added;
}

function find(request: Request): FlagSet {
  const found = request.store.tables.flagSets.get(request.param("set"));
  if (!found) throw notFound(`Flag set ${request.param("set")}`);
  request.workspace(found.workspace);
  return found;
}

function show({ id, name, description, workspace, creationTime }: FlagSet): object {
  const at = new Date(creationTime).toISOString();
  return { id, name, description, workspace: { id: workspace, type: "WORKSPACE" }, createdAt: at, type: "FLAG_SET" };
}
