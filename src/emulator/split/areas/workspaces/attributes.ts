import { z } from "zod";
import { json } from "../../../wire/server/reply";
import type { Attribute } from "../../store/records";
import type { Store } from "../../store/store";
import { invalid, notFound } from "../../wire/api-error";
import { marked } from "../../wire/paging";
import type { Request } from "../../wire/request";
import { check } from "../../wire/request";
import { gone, made, on, route } from "../../wire/route";

/** Case-insensitive; returned in capitals. */
const dataType = z
  .string()
  .transform((word) => word.toUpperCase())
  .pipe(z.enum(["STRING", "DATETIME", "NUMBER", "SET"]));

const fields = {
  displayName: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
  dataType: dataType.nullable().default(null),
  isSearchable: z.boolean().default(false),
  suggestedValues: z.array(z.string()).max(100).nullable().default(null),
};
const whole = z.object({ id: z.string().regex(/^\S+$/), ...fields });
/** Members that are present are set; null removes one. Identifying members may be echoed. */
const partial = z.strictObject({
  id: z.unknown().optional(),
  trafficTypeId: z.unknown().optional(),
  displayName: z.string().nullable().optional(),
  description: z.string().nullable().optional(),
  dataType: dataType.nullable().optional(),
  isSearchable: z.boolean().optional(),
  suggestedValues: z.array(z.string()).max(100).nullable().optional(),
});

const PATH = "/schema/ws/{ws}/trafficTypes/{tt}";

export const attributeRoutes = [
  route(PATH, {
    GET: on("read anything", list),
    POST: on("write traffic types", (request) => made(request, show(request.store, upsert(request, request.json())))),
  }),
  route(`${PATH}/attribute:bulk`, {
    POST: on("write traffic types", (request) => {
      const all = request.json();
      if (!Array.isArray(all)) throw invalid("A list of attributes is expected");
      return made(
        request,
        all.map((each) => show(request.store, upsert(request, each))),
      );
    }),
  }),
  route(`${PATH}/{attribute}`, {
    PATCH: on("write traffic types", (request) => {
      const found = find(request);
      const { id: _id, trafficTypeId: _trafficTypeId, ...changes } = check(partial, request.json());
      for (const [name, value] of Object.entries(changes)) {
        if (value !== undefined) Object.assign(found, { [name]: value });
      }
      return json(show(request.store, found));
    }),
    DELETE: on("write traffic types", (request) => {
      const { trafficType, id } = find(request);
      request.store.tables.attributes.delete(`${trafficType}/${id}`);
      return gone();
    }),
  }),
];

/** The whole list, or in pages with `paginate=true`. */
function list(request: Request): ReturnType<typeof json> {
  const all = attributesOf(request.store, request.trafficType(request.workspace()).id);
  if (request.query.get("paginate") !== "true") return json(all.map((each) => show(request.store, each)));
  const prefix = request.query.get("searchPrefix") ?? "";
  const renamed = { after: "afterMarker", before: "beforeMarker", limit: "markerLimit" };
  for (const [name, given] of Object.entries(renamed)) {
    const value = request.query.get(given);
    if (value !== null) request.query.set(name, value);
  }
  const matching = all.filter((each) => each.id.startsWith(prefix));
  return marked(
    request,
    matching,
    { standard: 20, maximum: 200 },
    (each) => each.id,
    (each) => show(request.store, each),
  );
}

function upsert(request: Request, body: unknown): Attribute {
  const workspace = request.workspace();
  const trafficType = request.trafficType(workspace);
  const attribute = { workspace: workspace.id, trafficType: trafficType.id, ...check(whole, body) };
  request.store.tables.attributes.set(`${trafficType.id}/${attribute.id}`, attribute);
  return attribute;
}

function find(request: Request): Attribute {
  const { id } = request.trafficType(request.workspace());
  const found = request.store.tables.attributes.get(`${id}/${request.param("attribute")}`);
  if (!found) throw notFound(`Attribute ${request.param("attribute")}`);
  return found;
}

function attributesOf(store: Store, trafficType: string): Attribute[] {
  return [...store.tables.attributes.values()].filter((each) => each.trafficType === trafficType);
}

function show({ organisation }: Store, { workspace, trafficType, ...rest }: Attribute): object {
  return { ...rest, trafficTypeId: trafficType, workspaceId: workspace, organizationId: organisation };
}
