import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { nullable, related, text } from "../../drf/field";
import { isObject } from "../../drf/json";
import { readBody } from "../../drf/serializer";
import { identitySegments } from "../../evaluation/serve";
import type { Segment } from "../../store/records";
import type { Store } from "../../store/store";
import { noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { ACTION, DETAIL, LIST_CREATE, READ } from "../../wire/route";
import { assign, nullableText, projectOf, time } from "../common";
import { metadataField, readMetadata } from "../features/metadata-fields";
import { addSegment, removeSegment, statesFor } from "./segment-rows";
import { buildRules, checkDepth, rulesField, showRule } from "./segment-rules";

/** Segments: names need not be unique, rules are replaced whole. */
export const segmentRoutes: readonly Route[] = [
  { template: "/api/v1/projects/{project}/segments/", allow: LIST_CREATE, handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/projects/{project}/segments/{segment}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showSegment(segmentOf(request))),
      PUT: (request) => update(request, false),
      PATCH: (request) => update(request, true),
      DELETE: (request) => {
        removeSegment(request.store, segmentOf(request));
        return empty();
      },
    },
  },
  {
    template: "/api/v1/projects/{project}/segments/{segment}/associated-features/",
    allow: READ,
    handlers: { GET: associatedFeatures },
  },
  {
    template: "/api/v1/projects/{project}/segments/{segment}/clone/",
    allow: ACTION,
    handlers: {
      POST: (request) => {
        const source = segmentOf(request);
        const sent = readBody(request.body(), { name: text({ max: 2000 }) });
        const copy = addSegment(request.store, source.project, sent.name ?? "", source.rules);
        assign(copy, { description: source.description, feature: source.feature });
        return created(showSegment(copy));
      },
    },
  },
  {
    template: "/api/v1/segments/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const segment = [...request.store.tables.segments.values()].find((each) => each.uuid === request.param("uuid"));
        if (!segment) throw noMatch("Segment");
        return json(showSegment(segment));
      },
    },
  },
];

function fields(store: Store) {
  return {
    name: text({ max: 2000 }),
    description: nullableText(),
    feature: nullable(related((id) => store.tables.features.get(id)?.id, { required: false })),
    rules: rulesField,
    metadata: metadataField,
  };
}

function list(request: Request): Reply {
  const { store, query } = request;
  const project = projectOf(request);
  const search = (query.get("q") ?? "").toLowerCase();
  const identity = store.tables.identities.get(Number(query.get("identity") ?? NaN));
  const matching = identity && new Set(identitySegments(store, identity).map((each) => each.id));
  const all = !["false", "0", "f", "no", "off"].includes((query.get("include_feature_specific") ?? "").toLowerCase());
  const rows = store
    .segmentsOf(project.id)
    .filter((each) => each.name.toLowerCase().includes(search))
    .filter((each) => (all || each.feature === null) && (!matching || matching.has(each.id)));
  return page(request, rows, showSegment, "chosen");
}

function create(request: Request): Reply {
  const { store } = request;
  const project = projectOf(request);
  const body = request.body();
  checkDepth(isObject(body) ? body.rules : undefined);
  const { rules, metadata, ...sent } = readBody(body, fields(store));
  const fieldValues = readMetadata(store, "segment", metadata);
  const segment = addSegment(store, project.id, sent.name ?? "", buildRules(store, rules ?? []));
  assign(segment, { ...sent, metadata: fieldValues });
  return created(showSegment(segment));
}

function update(request: Request, partial: boolean): Reply {
  const { store } = request;
  const segment = segmentOf(request);
  const body = request.body();
  checkDepth(isObject(body) ? body.rules : undefined);
  const { rules, metadata, ...sent } = readBody(body, fields(store), { partial });
  assign(segment, { ...sent, metadata: readMetadata(store, "segment", metadata), updatedAt: store.now() });
  if (rules) segment.rules = buildRules(store, rules);
  for (const environment of store.environmentsOf(segment.project)) store.touch(environment);
  return json(showSegment(segment));
}

function associatedFeatures(request: Request): Reply {
  const { store } = request;
  const segment = segmentOf(request);
  const environment = request.query.get("environment");
  const rows = statesFor(store, segment, environment);
  return page(request, rows, (each) => ({ id: each.id, feature: each.feature, environment: each.environment }));
}

function segmentOf(request: Request): Segment {
  const project = projectOf(request);
  const segment = request.store.tables.segments.get(request.id("segment"));
  if (segment?.project !== project.id) throw noMatch("Segment");
  return segment;
}

function showSegment(segment: Segment): object {
  return {
    id: segment.id,
    uuid: segment.uuid,
    created_at: time(segment.createdAt),
    updated_at: time(segment.updatedAt),
    name: segment.name,
    description: segment.description,
    project: segment.project,
    feature: segment.feature,
    version_of: segment.id,
    rules: segment.rules.map(showRule),
    metadata: segment.metadata,
    membership_counts: [],
    managed_by: "",
  };
}
