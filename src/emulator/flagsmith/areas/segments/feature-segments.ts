import type { Reply } from "../../../wire/server/reply";
import { created, empty, json } from "../../../wire/server/reply";
import { column, FieldError, related } from "../../drf/field";
import { isObject } from "../../drf/json";
import { many, nested, readBody, refused } from "../../drf/serializer";
import type { Draft } from "../../store/flag";
import { addLink, linksOf, live, moveLink, removeLinkAndCloseGap } from "../../store/flag";
import type { Flag, Link } from "../../store/records";
import type { Store } from "../../store/store";
import { CrashError, forbidden, invalid, noMatch } from "../../wire/api-error";
import { page } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { ACTION, DETAIL, LIST_CREATE, READ } from "../../wire/route";

/** The links between features and segments, and their order. With versioning only reads are safe. */
export const featureSegmentRoutes: readonly Route[] = [
  { template: "/api/v1/features/feature-segments/", allow: LIST_CREATE, handlers: { GET: list, POST: create } },
  {
    template: "/api/v1/features/feature-segments/update-priorities/",
    allow: ACTION,
    handlers: { POST: updatePriorities },
  },
  {
    template: "/api/v1/features/feature-segments/get-by-uuid/{uuid}/",
    allow: READ,
    handlers: {
      GET: (request) => {
        const found = find(request.store, (each) => each.uuid === request.param("uuid"));
        return json(showListed(request.store, found));
      },
    },
  },
  {
    template: "/api/v1/features/feature-segments/{link}/",
    allow: DETAIL,
    handlers: {
      GET: (request) => json(showListed(request.store, linkOf(request))),
      PUT: update,
      PATCH: update,
      DELETE: (request) => {
        const { flag, link } = linkOf(request);
        removeLinkAndCloseGap(draftOf(flag, link), link);
        return empty();
      },
    },
  },
];

interface Found {
  readonly flag: Flag;
  readonly link: Link;
}

function list(request: Request): Reply {
  const { store, query } = request;
  const sent = readBody(
    Object.fromEntries(["environment", "feature"].flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : []))),
    { environment: column(), feature: column() },
  );
  const environment = store.tables.environments.get(sent.environment ?? 0);
  if (!environment) throw new CrashError("Environment.DoesNotExist");
  const feature = store.tables.features.get(sent.feature ?? 0);
  if (feature?.project !== environment.project) return page(request, [], () => ({}));
  const flag = store.flag(environment, feature);
  const rows = linksOf(live(store, flag)).sort((one, other) => one.priority - other.priority);
  return page(request, rows, (link) => showListed(store, { flag, link }));
}

function fields(store: Store) {
  return {
    feature: related((id) => store.tables.features.get(id)),
    segment: related((id) => store.tables.segments.get(id)),
    environment: related((id) => store.tables.environments.get(id)),
  };
}

/** Not refused with versioning: the link then belongs to no version, and nothing ever shows it. */
function create(request: Request): Reply {
  const { store } = request;
  const body = request.body();
  if (!isObject(body) || !store.tables.environments.has(Number(body.environment))) throw forbidden();
  const sent = readBody(body, fields(store), {
    validate: ({ segment, feature }) => {
      if (segment && segment.feature !== null && segment.feature !== feature?.id) {
        throw new FieldError({
          feature: [`Can only create segment override(using this segment) for feature ${segment.feature}`],
        });
      }
    },
  });
  const { environment, feature, segment } = sent;
  if (!environment || !feature || !segment) throw forbidden();
  const flag = store.flag(environment, feature);
  const link = addLink(store, { flag, version: null }, segment.id);
  store.touch(environment);
  return created(show({ flag, link }));
}

/** The priority is read-only here, and so is every other field. */
function update(request: Request): Reply {
  const found = linkOf(request);
  readBody(request.body(), fields(request.store), { partial: true });
  return json(show(found));
}

/** Each move uses the numbers as they were read at the start: permutations of several can end in ties. */
function updatePriorities(request: Request): Reply {
  const { store } = request;
  const sent = refused(() => many(nested({ id: column(), priority: column({ min: 0 }) })).read(request.body()));
  const found = sent.map(({ id, priority = 0 }) => ({ priority, target: findLink(store, (each) => each.id === id) }));
  const rows = found.flatMap(({ target }) => target ?? []);
  if (rows.length !== sent.length) throw invalid({ non_field_errors: ["Some of the provided ids were not found."] });
  if (new Set(rows.map((each) => each.flag)).size > 1) {
    throw invalid({ non_field_errors: ["All feature segments must belong to the same feature & environment."] });
  }
  const before = new Map(rows.map((each) => [each.link, each.link.priority]));
  for (const { priority, target } of found.sort((one, other) => order(one.target, other.target))) {
    if (!target) continue;
    target.link.priority = before.get(target.link) ?? target.link.priority;
    if (target.link.priority !== priority) moveLink(draftOf(target.flag, target.link), target.link, priority);
  }
  // The response shows the requested priority even if a later move has shifted it.
  return json(found.flatMap(({ target, priority }) => (target ? { ...showListed(store, target), priority } : [])));
}

function order(one: Found | undefined, other: Found | undefined): number {
  return (one?.link.priority ?? 0) - (other?.link.priority ?? 0);
}

function draftOf(flag: Flag, link: Link): Draft {
  return { flag, version: flag.versions.find((each) => each.uuid === link.version) ?? null };
}

function linkOf(request: Request): Found {
  return find(request.store, (each) => each.id === request.id("link"));
}

function find(store: Store, matches: (link: Link) => boolean): Found {
  const found = findLink(store, matches);
  if (!found) throw noMatch("FeatureSegment");
  return found;
}

function findLink(store: Store, matches: (link: Link) => boolean): Found | undefined {
  for (const flag of store.tables.flags.values()) {
    const link = flag.links.find(matches);
    if (link) return { flag, link };
  }
  return undefined;
}

function show({ flag, link }: Found): object {
  return {
    id: link.id,
    uuid: link.uuid,
    feature: flag.feature,
    segment: link.segment,
    environment: flag.environment,
    priority: link.priority,
  };
}

function showListed(store: Store, { flag, link }: Found): object {
  const segment = store.tables.segments.get(link.segment);
  return {
    id: link.id,
    uuid: link.uuid,
    segment: link.segment,
    priority: link.priority,
    environment: flag.environment,
    segment_name: segment?.name,
    is_feature_specific: segment?.feature !== null,
  };
}
