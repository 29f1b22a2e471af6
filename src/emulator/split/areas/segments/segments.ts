import { z } from "zod";
import type { Reply } from "../../../wire/server/reply";
import { json } from "../../../wire/server/reply";
import type { Environment, Membership, Segment, SegmentKind } from "../../store/records";
import type { Store } from "../../store/store";
import { conflict, invalid, notFound } from "../../wire/api-error";
import { objects } from "../../wire/paging";
import type { Request } from "../../wire/request";
import type { Route } from "../../wire/route";
import { gone, made, on, route } from "../../wire/route";
import { checkObjectName } from "../flags/flag-names";
import { usesOf } from "./segment-uses";
import { showMembership, showSegment } from "./segment-view";

const creation = z.object({ name: z.string().min(1), description: z.string().default("") });
const SIZES = { standard: 20, maximum: 50 };

/** The three kinds have the same routes under different names. */
export const segmentRoutes: readonly Route[] = [
  ...routesOf("/segments", "standard"),
  ...routesOf("/large-segments", "large"),
  ...routesOf("/rule-based-segments", "rule_based"),
];

function routesOf(base: string, kind: SegmentKind): Route[] {
  return [
    route(`${base}/ws/{ws}`, {
      GET: on("read segments", (request) => {
        const all = request.store.segmentsOf(request.workspace().id, kind);
        return listed(request, kind, all, (each) => showSegment(request.store, each));
      }),
    }),
    route(`${base}/ws/{ws}/trafficTypes/{tt}`, { POST: on("write segments", (request) => create(request, kind)) }),
    route(`${base}/ws/{ws}/environments/{env}`, { GET: on("read segments", (request) => listEnabled(request, kind)) }),
    route(`${base}/ws/{ws}/{segment}`, {
      GET: on("read segments", (request) => {
        const segment = findSegment(request, kind, request.workspace().id);
        // A large segment may not be found right after it was created (split.md 1.6).
        if (kind === "large" && request.store.shown([segment], (each) => each.id).length === 0) throw missing(request);
        return json(showSegment(request.store, segment));
      }),
      DELETE: on("write segments", (request) => remove(request, findSegment(request, kind, request.workspace().id))),
    }),
    route(`${base}/{env}/{segment}`, {
      POST: on("write segments", (request) => enable(request, kind)),
      DELETE: on("write segments", (request) => disable(request, kind)),
    }),
  ];
}

export function findSegment(request: Request, kind: SegmentKind, workspace: string): Segment {
  const found = request.store.segmentNamed(workspace, kind, request.param("segment"));
  if (!found) throw missing(request);
  return found;
}

/** The segment in the environment; a 404 if it is not enabled there. */
export function findEnabled(
  request: Request,
  kind: SegmentKind,
): { readonly environment: Environment; readonly segment: Segment; readonly membership: Membership } {
  const environment = request.environmentById();
  const segment = findSegment(request, kind, environment.workspace);
  const membership = request.store.membership(segment.id, environment.id);
  if (!membership) throw notFound(`Segment ${segment.name} in environment ${environment.name}`);
  return { environment, segment, membership };
}

export function addSegment(
  store: Store,
  given: Pick<Segment, "kind" | "workspace" | "trafficType" | "name" | "description">,
): Segment {
  const segment = { id: store.newId(), creationTime: store.tick(), ...given };
  store.tables.segments.set(segment.id, segment);
  return segment;
}

export function addMembership(store: Store, segment: Segment, environment: Environment): Membership {
  const now = store.tick();
  const membership: Membership = {
    id: store.newId(),
    segment: segment.id,
    environment: environment.id,
    creationTime: now,
    lastUpdateTime: now,
    keys: [],
    rules: [],
    excludedKeys: [],
    excludedSegments: [],
  };
  store.tables.memberships.set(`${segment.id}/${environment.id}`, membership);
  return membership;
}

function missing(request: Request): Error {
  return notFound(`Segment ${request.param("segment")}`);
}

function create(request: Request, kind: SegmentKind): Reply {
  const workspace = request.workspace();
  const trafficType = request.trafficType(workspace);
  const { name, description } = request.read(creation);
  checkObjectName(name);
  if (request.store.segmentNamed(workspace.id, kind, name)) throw conflict(`A segment named ${name} already exists`);
  const given = { kind, workspace: workspace.id, trafficType: trafficType.id, name, description };
  const segment = addSegment(request.store, given);
  if (kind === "large") request.store.hide(segment.id, request.options.listLag);
  return made(request, showSegment(request.store, segment));
}

function remove(request: Request, segment: Segment): Reply {
  const uses = usesOf(request.store, segment);
  if (uses.length > 0 && !request.options.segmentDeleteUnconfigures) {
    throw invalid(`The segment ${segment.name} is in use`, `It is used by ${uses.join(", ")}`);
  }
  for (const each of request.store.membershipsOf(segment.id)) {
    request.store.tables.memberships.delete(`${segment.id}/${each.environment}`);
  }
  request.store.tables.segments.delete(segment.id);
  return gone();
}

function listEnabled(request: Request, kind: SegmentKind): Reply {
  const workspace = request.workspace();
  const environment = request.environmentById();
  if (environment.workspace !== workspace.id) throw notFound(`Environment ${environment.id}`);
  const all = request.store.membershipsIn(environment.id).flatMap((membership) => {
    const segment = request.store.tables.segments.get(membership.segment);
    return segment?.kind === kind ? [{ segment, membership }] : [];
  });
  const shown = request.store.shown(all, (each) => each.membership.id);
  return listed(request, kind, shown, (each) => showMembership(request.store, each.segment, environment, each.membership));
}

function enable(request: Request, kind: SegmentKind): Reply {
  const environment = request.environmentById();
  const segment = findSegment(request, kind, environment.workspace);
  if (request.store.membership(segment.id, environment.id)) {
    throw conflict(`The segment ${segment.name} is already enabled in ${environment.name}`);
  }
  const membership = addMembership(request.store, segment, environment);
  request.store.hide(membership.id, request.options.listLag);
  return made(request, showMembership(request.store, segment, environment, membership));
}

function disable(request: Request, kind: SegmentKind): Reply {
  const { environment, segment } = findEnabled(request, kind);
  const uses = usesOf(request.store, segment, environment.id);
  if (uses.length > 0 && !request.options.segmentDeleteUnconfigures) {
    throw invalid(`The segment ${segment.name} is in use in ${environment.name}`, `It is used by ${uses.join(", ")}`);
  }
  request.store.tables.memberships.delete(`${segment.id}/${environment.id}`);
  return gone();
}

/** Standard segments are paged; the others come all at once, as a bare array or in `objects`. */
function listed<T>(request: Request, kind: SegmentKind, all: readonly T[], show: (row: T) => unknown): Reply {
  if (kind === "standard") return objects(request, all, SIZES, show);
  return json(request.options.segmentLists === "array" ? all.map(show) : { objects: all.map(show) });
}
