import { randomBytes, randomUUID } from "node:crypto";
import { boolean, column, nullable, optional, related, text } from "../../drf/field";
import { readBody } from "../../drf/serializer";
import { isObject, toText } from "../../drf/json";
import { ApiError, CrashError, forbidden, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import { created, empty, json } from "../../../wire/reply";
import type { Reply } from "../../../wire/reply";
import { ACTION, DETAIL, LIST_CREATE, READ } from "../../wire/route";
import type { Route } from "../../wire/route";
import type { Request } from "../../wire/request";
import { live, overrides } from "../../store/flag";
import type { Environment } from "../../store/records";
import type { Store } from "../../store/store";
import { cloneEnvironment, disableVersioning, enableVersioning } from "../../store/environment-copy";
import { showDocument } from "../../evaluation/document";
import { assign, environmentOf, metadataField, nullableText, readMetadata, takingTime } from "../common";

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
  {
    template: "/api/v1/environments/{environment}/my-permissions/",
    allow: READ,
    handlers: {
      GET: () => {
        throw new ApiError(400, { detail: "This endpoint can only be used with a user and not Master API Key" });
      },
    },
  },
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
  check(store, wanted, sent);
  if (sent.api_key !== undefined && store.tables.retiredKeys.has(sent.api_key)) {
    throw new CrashError("duplicate key value violates unique constraint");
  }
  const metadata = readMetadata(store, "environment", sent.metadata);
  const environment = addEnvironment(store, wanted, sent.name ?? "", options.versioning, sent.api_key);
  assign(environment, { ...sent, ...gated(request), project: undefined, metadata });
  return takingTime(request, environment, created(showWithMetadata(environment)));
}

/** A new environment has a state for each feature of its project at once. */
export function addEnvironment(store: Store, project: number, name: string, versioning: boolean, key?: string): Environment {
  const environment: Environment = {
    id: store.nextId(),
    uuid: randomUUID(),
    project,
    name,
    api_key: key ?? randomBytes(16).toString("base64url"),
    description: null,
    minimum_change_request_approvals: null,
    allow_client_traits: true,
    banner_text: null,
    banner_colour: null,
    hide_disabled_flags: null,
    use_identity_composite_key_for_hashing: true,
    hide_sensitive_data: false,
    use_v2_feature_versioning: versioning,
    use_identity_overrides_in_local_eval: true,
    metadata: [],
    updatedAt: store.now(),
  };
  store.tables.environments.set(environment.id, environment);
  for (const feature of store.featuresOf(project)) store.meet(environment, feature);
  return environment;
}

function update(request: Request, partial: boolean): Reply {
  const { store } = request;
  const environment = environmentOf(request);
  const sent = readBody(request.body(), fields, { partial });
  check(store, environment.project, sent, environment);
  assign(environment, { ...sent, ...gated(request), metadata: readMetadata(store, "environment", sent.metadata) });
  store.touch(environment);
  return json(showWithMetadata(environment));
}

/** What the free plan reads past, with 200. */
function gated({ options }: Request): { minimum_change_request_approvals?: undefined } {
  return options.plan === "free" ? { minimum_change_request_approvals: undefined } : {};
}

function check(store: Store, project: number, sent: { name?: string; api_key?: string }, self?: Environment): void {
  if ([...store.tables.environments.values()].some((each) => each !== self && each.api_key === sent.api_key)) {
    throw invalid({ api_key: ["environment with this api key already exists."] });
  }
  if (store.environmentsOf(project).some((each) => each !== self && each.name === sent.name)) {
    throw invalid({ non_field_errors: ["An environment with this name already exists."] });
  }
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

export function removeEnvironment(store: Store, environment: Environment): void {
  for (const [key, flag] of store.tables.flags) if (flag.environment === environment.id) store.tables.flags.delete(key);
  for (const row of store.tables.identities.values())
    if (row.environment === environment.id) store.tables.identities.delete(row.id);
  for (const row of store.tables.edgeIdentities.values())
    if (row.environment === environment.id) store.tables.edgeIdentities.delete(row.uuid);
  for (const row of store.tables.serverKeys.values())
    if (row.environment === environment.id) store.tables.serverKeys.delete(row.id);
  store.tables.retiredKeys.add(environment.api_key);
  store.tables.environments.delete(environment.id);
}

function countOverrides(store: Store, environment: Environment): number {
  return store.flagsIn(environment).reduce((sum, flag) => sum + overrides(live(store, flag)).length, 0);
}

function showWithMetadata(environment: Environment): object {
  return { ...showEnvironment(environment), metadata: environment.metadata };
}

export function showEnvironment(environment: Environment): object {
  return {
    id: environment.id,
    uuid: environment.uuid,
    name: environment.name,
    api_key: environment.api_key,
    description: environment.description,
    project: environment.project,
    minimum_change_request_approvals: environment.minimum_change_request_approvals,
    allow_client_traits: environment.allow_client_traits,
    banner_text: environment.banner_text,
    banner_colour: environment.banner_colour,
    hide_disabled_flags: environment.hide_disabled_flags,
    use_mv_v2_evaluation: environment.use_identity_composite_key_for_hashing,
    use_identity_composite_key_for_hashing: environment.use_identity_composite_key_for_hashing,
    hide_sensitive_data: environment.hide_sensitive_data,
    use_v2_feature_versioning: environment.use_v2_feature_versioning,
    use_identity_overrides_in_local_eval: environment.use_identity_overrides_in_local_eval,
    is_creating: false,
  };
}
