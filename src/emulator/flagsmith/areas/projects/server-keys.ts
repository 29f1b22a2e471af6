import { randomBytes } from "node:crypto";
import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { boolean, text } from "../../drf/field";
import { readBody } from "../../drf/serializer";
import type { ServerKey } from "../../store/records";
import { noMatch } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { LIST_CREATE } from "../../wire/route";
import { assign, nullableText, permittedEnvironment, time } from "../common";

/** Server-side keys of an environment: always readable, never writable. */
export const serverKeyRoutes: readonly Route[] = [
  {
    template: "/api/v1/environments/{environment}/api-keys/",
    allow: LIST_CREATE,
    handlers: {
      GET: (request) => {
        const environment = permittedEnvironment(request);
        const keys = [...request.store.tables.serverKeys.values()].filter((each) => each.environment === environment.id);
        return json(keys.map(showKey));
      },
      POST: create,
    },
  },
  {
    template: "/api/v1/environments/{environment}/api-keys/{key}/",
    allow: "PUT, PATCH, DELETE, OPTIONS",
    handlers: {
      PUT: (request) => update(request, false),
      PATCH: (request) => update(request, true),
      DELETE: (request) => {
        request.store.tables.serverKeys.delete(keyOf(request).id);
        return empty();
      },
    },
  },
];

const fields = { name: text({ max: 100 }), active: boolean({ required: false }), expires_at: nullableText() };

function create(request: Request): Reply {
  const { store } = request;
  const environment = permittedEnvironment(request);
  const sent = readBody(request.body(), fields);
  const key: ServerKey = {
    id: store.nextId(),
    environment: environment.id,
    key: `ser.${randomBytes(16).toString("base64url")}`,
    created_at: store.now(),
    active: true,
    name: "",
    expires_at: null,
  };
  assign(key, sent);
  store.tables.serverKeys.set(key.id, key);
  return created(showKey(key));
}

function update(request: Request, partial: boolean): Reply {
  const key = keyOf(request);
  assign(key, readBody(request.body(), fields, { partial }));
  return json(showKey(key));
}

function keyOf(request: Request): ServerKey {
  const environment = permittedEnvironment(request);
  const key = request.store.tables.serverKeys.get(request.id("key"));
  if (key?.environment !== environment.id) throw noMatch("EnvironmentAPIKey");
  return key;
}

function showKey(key: ServerKey): object {
  return {
    id: key.id,
    key: key.key,
    active: key.active,
    created_at: time(key.created_at),
    name: key.name,
    expires_at: key.expires_at,
  };
}
