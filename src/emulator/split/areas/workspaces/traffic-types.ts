import { z } from "zod";
import { json } from "../../../wire/server/reply";
import type { TrafficType } from "../../store/records";
import type { Store } from "../../store/store";
import { conflict, invalid, notFound } from "../../wire/api-error";
import { gone, made, on, route } from "../../wire/route";

const body = z.strictObject({
  name: z.string().regex(/^[A-Za-z][-_A-Za-z0-9]*$/, "begins with a letter, then letters, digits, - and _"),
});

export const trafficTypeRoutes = [
  route("/trafficTypes/ws/{ws}", {
    GET: on("read anything", (request) =>
      json(request.store.trafficTypesOf(request.workspace().id).map((each) => show(request.store, each))),
    ),
    POST: on("write traffic types", (request) => {
      const workspace = request.workspace();
      const { name } = request.read(body);
      if (request.store.trafficTypesOf(workspace.id).some((each) => each.name === name)) {
        throw conflict(`A traffic type named ${name} already exists`);
      }
      return made(request, show(request.store, addTrafficType(request.store, workspace.id, name)));
    }),
  }),
  route("/trafficTypes/{tt}", {
    DELETE: on("write traffic types", (request) => {
      const { tables } = request.store;
      const found = tables.trafficTypes.get(request.param("tt"));
      if (!found) throw notFound(`Traffic type ${request.param("tt")}`);
      request.workspace(found.workspace);
      const uses = [...tables.flags.values(), ...tables.segments.values()].filter((each) => each.trafficType === found.id);
      if (uses.length > 0)
        throw invalid(`The traffic type ${found.name} is in use: ${uses.map((each) => each.name).join(", ")}`);
      tables.trafficTypes.delete(found.id);
      return gone();
    }),
  }),
];

export function addTrafficType(store: Store, workspace: string, name: string): TrafficType {
  const added = { id: store.newId(), name, workspace };
  store.tables.trafficTypes.set(added.id, added);
  return added;
}

/** With its workspace: an existing provider reads the new object's workspace from here. */
function show(store: Store, { id, name, workspace }: TrafficType): object {
  const home = { id: workspace, name: store.tables.workspaces.get(workspace)?.name, type: "workspace" };
  return { id, name, type: "trafficType", displayAttributeId: "name", workspace: home };
}

/** As other objects show it. */
export function trafficTypeOf(store: Store, id: string): { id: string; name: string } {
  return { id, name: store.tables.trafficTypes.get(id)?.name ?? "" };
}
