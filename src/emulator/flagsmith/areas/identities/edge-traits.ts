import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import type { Field } from "../../drf/field";
import { text } from "../../drf/field";
import type { Json } from "../../drf/json";
import { many, nested, readBody } from "../../drf/serializer";
import type { EdgeIdentity } from "../../store/records";
import { ApiError } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { READ } from "../../wire/route";
import { edgeIdentityOf } from "./edge-common";
import { addEdgeIdentity } from "./edge-identities";
import { sdkCaller } from "./sdk-caller";

const TEMPLATE = "/api/v1/environments/{environment}/edge-identities/{identity}/";

/** Traits of identities at the edge. The real bulk endpoint is on the edge's own host; here it is on this one. */
export const edgeTraitRoutes: readonly Route[] = [
  {
    template: `${TEMPLATE}list-traits/`,
    allow: READ,
    handlers: {
      GET: (request) => json([...edgeIdentityOf(request).traits].map(([key, value]) => showTrait(key, value))),
    },
  },
  { template: `${TEMPLATE}update-traits/`, allow: "PUT, OPTIONS", handlers: { PUT: update } },
  { template: "/api/v1/bulk-identities", allow: "POST, OPTIONS", access: "application", handlers: { POST: bulk } },
];

/** Stored unchanged; null removes the trait. */
const value: Field<Json> = { required: true, nullable: true, read: (sent) => sent };
const trait = { trait_key: text({ max: 200 }), trait_value: value };

function update(request: Request): Reply {
  const identity = edgeIdentityOf(request);
  const { trait_key: key = "", trait_value: sent = null } = readBody(request.body(), trait);
  setTrait(identity, key, sent);
  return json(showTrait(key, sent));
}

const LARGEST_BATCH = 100;

/** Creates missing identities. The real server responds before it has finished; here the difference cannot be seen. */
function bulk(request: Request): Reply {
  const { store } = request;
  const { environment } = sdkCaller(request);
  if (!store.tables.projects.get(environment.project)?.edge) throw new ApiError(404, { detail: "Not found." });
  const row = nested({ identifier: text({ max: 2000 }), traits: many(nested(trait), { required: false }) });
  const { data = [] } = readBody(request.body(), { data: many(row) });
  if (data.length > LARGEST_BATCH) throw new ApiError(400, { detail: "Too many identities." });
  for (const { identifier = "", traits = [] } of data) {
    const identity = store.edgeIdentityNamed(environment, identifier) ?? addEdgeIdentity(store, environment, identifier);
    for (const { trait_key: key = "", trait_value: sent = null } of traits) setTrait(identity, key, sent);
  }
  return json({}, 201);
}

function setTrait(identity: EdgeIdentity, key: string, sent: Json): void {
  if (sent === null) identity.traits.delete(key);
  else identity.traits.set(key, sent);
}

function showTrait(key: string, sent: Json): object {
  return { trait_key: key, trait_value: sent };
}
