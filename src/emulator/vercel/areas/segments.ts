import type { Reply } from "../../wire/server/reply";
import { created, empty, json } from "../../wire/server/reply";
import type { CreateSegmentBody } from "../schema/segment-body";
import { createSegmentBody, updateSegmentBody } from "../schema/segment-body";
import { newId } from "../store/ids";
import type { Project, Segment } from "../store/records";
import type { Store } from "../store/store";
import { ApiError, badRequest, conflict } from "../wire/api-error";
import type { Request } from "../wire/request";
import { projectOf } from "../wire/scope";
import { checkCount, checkSize } from "./flag-rules";
import { metadata } from "./flag-view";
import { goneOrUnknown } from "./flags";
import { withOperations } from "./segment-members";
import { segmentUsesIn } from "./segment-uses";

const MOST_MEMBERS = 10_000;

export function createSegment(request: Request): Reply {
  const body = request.body(createSegmentBody);
  const project = projectOf(request);
  const { store, options, author } = request;
  const existing = store.segmentsOf(project.id);
  if (existing.some((each) => each.slug === body.slug)) {
    throw conflict(`A segment with the slug "${body.slug}" already exists in this project.`);
  }
  checkCount(existing.length, "segments", options);
  return created(segmentView(request, addSegment(store, project, body, body.createdBy ?? author.id)));
}

export function addSegment(
  store: Store,
  project: Project,
  given: CreateSegmentBody & { readonly id?: string | undefined },
  createdBy: string,
): Segment {
  const now = store.now();
  const { slug, label, hint, description, data } = given;
  const id = given.id ?? newId("seg");
  const segment = {
    ...{ sequence: store.next(), id, projectId: project.id, slug, label, hint, description, data },
    ...{ createdAt: now, createdBy, updatedAt: now },
  };
  save(store, segment);
  return segment;
}

/** Not paged: all segments come at once. */
export function listSegments(request: Request): Reply {
  const project = projectOf(request);
  const usesOf = segmentUsesIn(request.store, project.id);
  const segments = request.store.segmentsOf(project.id);
  return json({ data: segments.map((each) => segmentView(request, each, usesOf(each))) });
}

export function getSegment(request: Request): Reply {
  return json(segmentView(request, segmentOf(request)));
}

/** `data` is replaced as a whole; `operations` edit members one by one. There is no If-Match: the last write wins. */
export function updateSegment(request: Request): Reply {
  const body = request.body(updateSegmentBody);
  const segment = segmentOf(request);
  const next: Segment = {
    ...segment,
    label: body.label ?? segment.label,
    description: body.description ?? segment.description,
    hint: body.hint ?? segment.hint,
    data: withOperations(body.data ?? segment.data, body.operations ?? []),
    updatedAt: request.store.now(),
  };
  save(request.store, next);
  return json(segmentView(request, next));
}

export function deleteSegment(request: Request): Reply {
  const segment = segmentOf(request);
  const { store, options } = request;
  const { flags, segments } = segmentUsesIn(store, segment.projectId)(segment);
  if (flags.length + segments.length > 0) {
    throw new ApiError(400, "SEGMENT_IN_USE", `The segment "${segment.slug}" is still in use and cannot be deleted.`, {
      usedBy: {
        flags: flags.map(({ id, slug }) => ({ id, slug })),
        segments: segments.map(({ id, slug, label }) => ({ id, slug, label })),
      },
    });
  }
  store.removeSegment(segment);
  return empty(Number(options.quirks.deleteAnswer));
}

function save(store: Store, segment: Segment): void {
  for (const field of ["include", "exclude"] as const) {
    for (const [kind, attributes] of Object.entries(segment.data[field] ?? {})) {
      for (const [attribute, members] of Object.entries(attributes)) {
        if (members.length <= MOST_MEMBERS) continue;
        throw badRequest(
          `Invalid request: data.${field}.${kind}.${attribute} should NOT have more than ${MOST_MEMBERS} items.`,
        );
      }
    }
  }
  checkSize(store, segment);
  store.putSegment(segment);
}

function segmentOf(request: Request): Segment {
  const project = projectOf(request);
  const wanted = request.param("segment");
  const found = request.store.segmentCalled(project.id, wanted);
  if (found) return found;
  throw goneOrUnknown(request, wanted, "Segment");
}

function segmentView(
  request: Request,
  segment: Segment,
  uses = segmentUsesIn(request.store, segment.projectId)(segment),
): object {
  const { sequence: _, ...rest } = segment;
  return {
    ...rest,
    typeName: "segment",
    usedByFlags: uses.flags.map((each) => each.id),
    usedBySegments: uses.segments.map((each) => each.id),
    ...metadata(request, segment.createdBy),
  };
}
