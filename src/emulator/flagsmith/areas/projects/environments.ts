import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { boolean, column, nullable, optional, related, text } from "../../drf/field";
import { isObject, toText } from "../../drf/json";
import { readBody } from "../../drf/serializer";
import { showDocument } from "../../evaluation/document";
import { cloneEnvironment, disableVersioning, enableVersioning } from "../../store/environment-copy";
import { ApiError, CrashError, forbidden, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { ACTION, DETAIL, LIST_CREATE, myPermissionsRoute, READ } from "../../wire/route";
import { assign, environmentOf, nullableText, takingTime } from "../common";
import { metadataField, readMetadata } from "../features/metadata-fields";
import { addEnvironment, refuseTaken, removeEnvironment } from "./environment-rows";
import { countOverrides, showWithMetadata } from "./environment-view";

/** Environments, found by their key. */
export const environmentRoutes: readonly Route[] = [
  { template: "/api/v1/environments/", allow: LIST_CREATE, limited: "handler", handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/environments/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const environment = [...request.store.tables.environments.values()].find(
          (each) => each.uuid === request.param("uuid"),
        );
        if (!environment) throw noMatch("Environment");
        return json(showWithMetadata(environment));
      },
    },
  },
  {
    template: "/api/v1/environments/{environment}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => {
        const environment = environmentOf(request);
        return json({
          ...showWithMetadata(environment),
          total_segment_overrides: countOverrides(request.store, environment),
        });
      },
      PUT: (request) => update(request, false),
      PATCH: (request) => update(request, true),
      DELETE: (request) => {
        removeEnvironment(request.store, environmentOf(request));
        return empty();
      },
    },
  },
  { template: "/api/v1/environments/{environment}/clone/", allow: ACTION, handlers: { POST: clone } },
  {
    template: "/api/v1/environments/{environment}/enable-v2-versioning/",
    allow: ACTION,
    handlers: { POST: (request) => switchVersioning(request, true) },
  },
  {
    template: "/api/v1/environments/{environment}/disable-v2-versioning/",
    allow: ACTION,
    handlers: { POST: (request) => switchVersioning(request, false) },
  },
  {
    template: "/api/v1/environments/{environment}/document/",
    allow: READ,
    handlers: { GET: (request) => json(showDocument(request.store, environmentOf(request))) },
  },
  myPermissionsRoute("/api/v1/environments/{environment}"),
];

const fields = {
  name: text({ max: 2000 }),
  api_key: text({ max: 100, required: false }),
  description: nullableText(20000),
  minimum_change_request_approvals: nullable(column({ required: false })),
  allow_client_traits: boolean({ required: false }),
  banner_text: nullableText(255),
  banner_colour: nullableText(7),
  hide_disabled_flags: nullable(boolean({ required: false })),
  use_identity_composite_key_for_hashing: boolean({ required: false }),
  hide_sensitive_data: boolean({ required: false }),
  use_identity_overrides_in_local_eval: boolean({ required: false }),
  metadata: metadataField,
};

function list(request: Request): Reply {
  const { store } = request;
  const project = store.tables.projects.get(Number(request.query.get("project") ?? NaN));
  if (!project) throw invalid(["Invalid or missing value for project parameter."]);
  return page(request, request.actor === "admin" ? store.environmentsOf(project.id) : [], showWithMetadata);
}

function create(request: Request): Reply {
  const { store, options } = request;
  const body = request.body();
  const wanted = isObject(body) && body.project !== undefined ? Number(toText(body.project)) : NaN;
  if (request.actor !== "admin" || !store.tables.projects.has(wanted)) throw forbidden();
  const sent = readBody(body, { ...fields, project: related((id) => store.tables.projects.get(id)) });
  refuseTaken(store, wanted, sent);
  if (sent.api_key !== undefined && store.tables.retiredKeys.has(sent.api_key)) {
    throw new CrashError("duplicate key value violates unique constraint");
  }
  const metadata = readMetadata(store, "environment", sent.metadata);
  const environment = addEnvironment(store, wanted, sent.name ?? "", options.versioning, sent.api_key);
  assign(environment, { ...sent, ...gated(request), project: undefined, metadata });
  return takingTime(request, environment, created(showWithMetadata(environment)));
}

function update(request: Request, partial: boolean): Reply {
  const { store } = request;
  const environment = environmentOf(request);
  const sent = readBody(request.body(), fields, { partial });
  refuseTaken(store, environment.project, sent, environment);
  assign(environment, { ...sent, ...gated(request), metadata: readMetadata(store, "environment", sent.metadata) });
  store.touch(environment);
  return json(showWithMetadata(environment));
}

/** What the free plan ignores, with a 200. */
function gated({ options }: Request): { minimum_change_request_approvals?: undefined } {
  return options.plan === "free" ? { minimum_change_request_approvals: undefined } : {};
}

function clone(request: Request): Reply {
  const { store } = request;
  const source = environmentOf(request);
  const sent = readBody(request.body(), { name: fields.name, clone_feature_states_async: optional(boolean()) });
  const copy = addEnvironment(store, source.project, sent.name ?? "", source.use_v2_feature_versioning);
  cloneEnvironment(store, source, copy);
  const shown = { id: copy.id, name: copy.name, api_key: copy.api_key, project: copy.project };
  return takingTime(request, copy, json(shown));
}

function switchVersioning(request: Request, on: boolean): Reply {
  const environment = environmentOf(request);
  if (environment.use_v2_feature_versioning === on) {
    const detail = on ? "Environment already using v2 versioning." : "Environment is not using v2 versioning.";
    throw new ApiError(400, { detail });
  }
  if (on) enableVersioning(request.store, environment);
  else disableVersioning(request.store, environment);
  return empty(202);
}
