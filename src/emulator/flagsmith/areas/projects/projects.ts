import { randomUUID } from "node:crypto";
import { created, empty, json } from "../../../wire/server/reply";
import { boolean, column, nullable, related, text } from "../../drf/field";
import { isObject } from "../../drf/json";
import { readBody } from "../../drf/serializer";
import type { Project } from "../../store/records";
import type { Store } from "../../store/store";
import { CrashError, forbidden, invalid, noMatch } from "../../wire/api-error";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { DETAIL, LIST_CREATE, myPermissionsRoute, READ } from "../../wire/route";
import { assign, nullableText, projectOf } from "../common";
import { removeEnvironment } from "./environment-rows";
import { showEnvironment } from "./environment-view";

/** Projects: plain arrays, no pages. */
export const projectRoutes: readonly Route[] = [
  { template: "/api/v1/projects/", allow: LIST_CREATE, limited: "handler", handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/projects/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const project = [...request.store.tables.projects.values()].find((each) => each.uuid === request.param("uuid"));
        if (!project) throw noMatch("Project");
        return json(showProject(project));
      },
    },
  },
  {
    template: "/api/v1/projects/{project}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showInFull(request.store, projectOf(request))),
      PUT: (request) => update(request, false),
      PATCH: (request) => update(request, true),
      DELETE: (request) => {
        removeProject(request.store, projectOf(request));
        return empty();
      },
    },
  },
  {
    template: "/api/v1/projects/{project}/environments/",
    allow: READ,
    handlers: {
      GET: (request) => json(request.store.environmentsOf(projectOf(request).id).map((each) => showEnvironment(each))),
    },
  },
  myPermissionsRoute("/api/v1/projects/{project}"),
];

const fields = {
  name: text({ max: 2000 }),
  hide_disabled_flags: boolean({ required: false }),
  prevent_flag_defaults: boolean({ required: false }),
  enable_realtime_updates: boolean({ required: false }),
  only_allow_lower_case_feature_names: boolean({ required: false }),
  feature_name_regex: nullableText(255),
  stale_flags_limit_days: column({ required: false }),
  minimum_change_request_approvals: nullable(column({ required: false })),
  enforce_feature_owners: boolean({ required: false }),
};

function list(request: Request): ReturnType<typeof json> {
  const organisation = request.query.get("organisation");
  const uuid = request.query.get("uuid");
  const rows = [...request.store.tables.projects.values()].filter(
    (each) =>
      request.actor === "admin" &&
      (organisation === null || String(each.organisation) === organisation) &&
      (uuid === null || each.uuid === uuid),
  );
  return json(rows.map(showProject));
}

function create(request: Request): ReturnType<typeof json> {
  const { store } = request;
  const body = request.body();
  const organisation = isObject(body) ? body.organisation : undefined;
  if (organisation === undefined && request.actor === "admin") throw new CrashError("KeyError: 'organisation'");
  if (request.actor !== "admin" || String(organisation) !== String(store.organisation.id)) throw forbidden();
  const sent = readBody(body, {
    ...fields,
    organisation: related((id) => (id === store.organisation.id ? id : undefined)),
  });
  checkName(store, sent.name);
  if (request.options.plan === "free" && store.tables.projects.size > 0) throw forbidden();
  const project = addProject(store, sent.name ?? "", request.options.identities === "edge");
  assign(project, { ...sent, ...gated(request), organisation: undefined });
  return created(showProject(project));
}

export function addProject(store: Store, name: string, edge: boolean): Project {
  const project: Project = {
    id: store.nextId(),
    uuid: randomUUID(),
    organisation: store.organisation.id,
    edge,
    name,
    hide_disabled_flags: false,
    prevent_flag_defaults: false,
    enable_realtime_updates: false,
    only_allow_lower_case_feature_names: true,
    feature_name_regex: null,
    stale_flags_limit_days: 30,
    minimum_change_request_approvals: null,
    enforce_feature_owners: false,
  };
  store.tables.projects.set(project.id, project);
  return project;
}

function update(request: Request, partial: boolean): ReturnType<typeof json> {
  const project = projectOf(request);
  const sent = readBody(request.body(), fields, { partial });
  checkName(request.store, sent.name, project);
  assign(project, { ...sent, ...gated(request) });
  return json(showProject(project));
}

/** What the free plan ignores, with a 200. */
function gated({ options }: Request) {
  if (options.plan !== "free") return {};
  return {
    enable_realtime_updates: undefined,
    stale_flags_limit_days: undefined,
    minimum_change_request_approvals: undefined,
  };
}

function checkName(store: Store, name: string | undefined, self?: Project): void {
  if ([...store.tables.projects.values()].some((each) => each.name === name && each !== self)) {
    throw invalid({ non_field_errors: ["A project with this name already exists."] });
  }
}

function removeProject(store: Store, project: Project): void {
  for (const environment of store.environmentsOf(project.id)) removeEnvironment(store, environment);
  for (const table of [store.tables.features, store.tables.segments, store.tables.tags]) {
    for (const row of table.values()) if (row.project === project.id) table.delete(row.id);
  }
  for (const option of store.tables.options.values())
    if (!store.tables.features.has(option.feature)) store.tables.options.delete(option.id);
  store.tables.projects.delete(project.id);
}

export function showProject(project: Project): object {
  return {
    id: project.id,
    uuid: project.uuid,
    name: project.name,
    organisation: project.organisation,
    hide_disabled_flags: project.hide_disabled_flags,
    enable_dynamo_db: project.edge,
    migration_status: project.edge ? "MIGRATION_COMPLETED" : "NOT_APPLICABLE",
    use_edge_identities: project.edge,
    prevent_flag_defaults: project.prevent_flag_defaults,
    enable_realtime_updates: project.enable_realtime_updates,
    only_allow_lower_case_feature_names: project.only_allow_lower_case_feature_names,
    feature_name_regex: project.feature_name_regex,
    show_edge_identity_overrides_for_feature: project.edge,
    stale_flags_limit_days: project.stale_flags_limit_days,
    edge_v2_migration_status: project.edge ? "COMPLETE" : "NOT_STARTED",
    minimum_change_request_approvals: project.minimum_change_request_approvals,
    enforce_feature_owners: project.enforce_feature_owners,
  };
}

function showInFull(store: Store, project: Project): object {
  return {
    ...showProject(project),
    max_segments_allowed: 500,
    max_features_allowed: 1000,
    max_segment_overrides_allowed: 2000,
    total_features: store.featuresOf(project.id).length,
    total_segments: store.segmentsOf(project.id).length,
  };
}
