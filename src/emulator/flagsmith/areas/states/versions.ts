import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import type { Field } from "../../drf/field";
import { boolean, column, nullable, optional } from "../../drf/field";
import type { Json } from "../../drf/json";
import { isObject } from "../../drf/json";
import { many, nested, readBody } from "../../drf/serializer";
import type { Draft } from "../../store/flag";
import { defaultState, isLive, linksOf, overrides, publish, publishDraft, removeLinks, startDraft } from "../../store/flag";
import type { Environment, Feature, FeatureVersion, Flag } from "../../store/records";
import type { Store } from "../../store/store";
import { ApiError, CrashError, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { ACTION, LIST_CREATE, READ } from "../../wire/route";
import { nullableText, time } from "../common";
import { createOverride, namedSegment, stateFields, updateState } from "./state-in-version";

/** The versions of a flag: each holds all its states, and the newest published one counts. */
export const versionRoutes: readonly Route[] = [
  {
    template: "/api/v1/environments/{environment}/features/{feature}/versions/",
    allow: LIST_CREATE,
    handlers: { GET: list, POST: create },
  },
  {
    template: "/api/v1/environments/{environment}/features/{feature}/versions/{version}/",
    allow: "DELETE, OPTIONS",
    handlers: {
      DELETE: (request) => {
        const { flag, version } = versionOf(request);
        if (isLive(request.store, version)) throw new ApiError(400, { detail: "Cannot delete a live version." });
        removeVersion(flag, version);
        return empty();
      },
    },
  },
  {
    template: "/api/v1/environments/{environment}/features/{feature}/versions/{version}/publish/",
    allow: ACTION,
    handlers: {
      POST: (request) => {
        const { flag, version } = versionOf(request);
        const sent = readBody(request.body(), { live_from: nullableText() });
        publish(request.store, version, sent.live_from ? new Date(sent.live_from) : request.store.now());
        touch(request.store, flag);
        return json({ live_from: time(version.liveFrom) });
      },
    },
  },
  {
    template: "/api/v1/environment-feature-versions/{version}/",
    allow: READ,
    handlers: { GET: retrieve },
  },
];

interface Target {
  readonly environment: Environment;
  readonly feature: Feature;
  readonly flag: Flag;
}

/** Environments are identified by their number here. A write to an unknown one crashes, a read does not. */
function flagOf(request: Request): Target {
  const { store } = request;
  const feature = store.tables.features.get(request.id("feature"));
  const environment = store.tables.environments.get(request.id("environment"));
  const isWrite = request.method === "POST" && request.path.endsWith("/versions/");
  if (!feature) throw isWrite ? new CrashError("Feature.DoesNotExist") : noMatch("Feature");
  if (environment?.project !== feature.project)
    throw isWrite ? new CrashError("Environment.DoesNotExist") : noMatch("Environment");
  return { environment, feature, flag: store.flag(environment, feature) };
}

export function versionOf(request: Request): Target & Draft & { readonly version: FeatureVersion } {
  const target = flagOf(request);
  const version = target.flag.versions.find((each) => each.uuid === request.param("version"));
  if (!version) throw noMatch("EnvironmentFeatureVersion");
  return { ...target, version };
}

function list(request: Request): Reply {
  const { store, query } = request;
  const { flag } = flagOf(request);
  const { is_live: wanted } = readBody(query.has("is_live") ? { is_live: query.get("is_live") } : {}, {
    is_live: boolean({ required: false }),
  });
  const rows = flag.versions
    .filter((each) => wanted === undefined || isLive(store, each) === wanted)
    .sort((one, other) => other.sequence - one.sequence);
  return page(request, rows, (each) => show(store, each), "chosen");
}

function create(request: Request): Reply {
  const { store } = request;
  const { environment, feature, flag } = flagOf(request);
  const body = request.body();
  const validState = asSent(nested(stateFields(store, feature.project)));
  const sent = readBody(body, {
    description: nullableText(),
    feature_states_to_create: optional(nullable(many(validState))),
    feature_states_to_update: optional(nullable(many(validState))),
    segment_ids_to_delete_overrides: optional(nullable(many(column()))),
    publish_immediately: boolean({ required: false }),
  });
  if (!environment.use_v2_feature_versioning) {
    throw invalid({ environment: "Environment must use v2 feature versioning." });
  }
  return store.atomically(flag, () => {
    const draft = startDraft(store, flag, sent.description ?? null);
    for (const each of sent.feature_states_to_create ?? []) addOverride(request, draft, feature, each);
    for (const each of sent.feature_states_to_update ?? []) changeState(request, draft, each);
    const unwanted = new Set(sent.segment_ids_to_delete_overrides ?? []);
    removeLinks(
      flag,
      linksOf(draft).filter((each) => unwanted.has(each.segment)),
    );
    if (sent.publish_immediately) {
      publishDraft(store, draft);
      store.touch(environment);
    }
    if (!draft.version) throw new Error("a draft of a versioned flag has a version");
    return created(show(store, draft.version));
  });
}

/** Read twice, as on the real server: first for all errors at once, then one by one as they are written. */
function asSent<T>(inner: Field<T>): Field<Json> {
  return {
    ...inner,
    read: (value) => {
      inner.read(value);
      return value;
    },
  };
}

function addOverride(request: Request, draft: Draft, feature: Feature, body: Json): void {
  const segment = namedSegment(body);
  if (segment === undefined) {
    throw invalid({ message: "Cannot create FeatureState objects that are not segment overrides." });
  }
  if (overrides(draft).some((each) => each.link.segment === segment)) {
    const name = request.store.tables.segments.get(segment)?.name ?? "";
    throw invalid({ message: `An unresolvable conflict occurred: segment override already exists for segment '${name}'` });
  }
  createOverride(request, draft, feature, body);
}

function changeState(request: Request, draft: Draft, body: Json): void {
  const segment = namedSegment(body);
  if (segment === undefined) {
    updateState(request, draft, defaultState(draft), isObject(body) ? body : {}, "option");
    return;
  }
  const found = overrides(draft).find((each) => each.link.segment === segment);
  if (!found) {
    const name = request.store.tables.segments.get(segment)?.name;
    if (name === undefined) throw new CrashError("Segment.DoesNotExist");
    throw invalid({ message: `An unresolvable conflict occurred: segment override does not exist for segment '${name}'.` });
  }
  updateState(request, draft, found.state, body, "option");
}

function removeVersion(flag: Flag, version: FeatureVersion): void {
  flag.versions = flag.versions.filter((each) => each !== version);
  flag.links = flag.links.filter((each) => each.version !== version.uuid);
  flag.states = flag.states.filter((each) => each.version !== version.uuid);
}

function retrieve(request: Request): Reply {
  const { store } = request;
  for (const flag of store.tables.flags.values()) {
    const version = flag.versions.find((each) => each.uuid === request.param("version"));
    if (!version) continue;
    const earlier = flag.versions.filter((each) => each.publishedAt !== null && each.sequence < version.sequence);
    return json({
      ...show(store, version),
      previous_version_uuid: earlier.at(-1)?.uuid ?? null,
      feature: flag.feature,
      environment: flag.environment,
    });
  }
  throw noMatch("EnvironmentFeatureVersion");
}

function touch(store: Store, flag: Flag): void {
  const environment = store.tables.environments.get(flag.environment);
  if (environment) store.touch(environment);
}

function show(store: Store, version: FeatureVersion): object {
  return {
    created_at: time(version.createdAt),
    updated_at: time(version.updatedAt),
    published: version.publishedAt !== null,
    live_from: time(version.liveFrom),
    uuid: version.uuid,
    is_live: isLive(store, version),
    published_by: null,
    created_by: null,
    description: version.description,
  };
}
