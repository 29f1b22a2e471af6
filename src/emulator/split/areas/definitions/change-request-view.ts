import type { Change, ChangeRequest, Content } from "../../store/records";
import type { Request } from "../../wire/request";
import { showDefinition } from "./definition-view";

export function showChangeRequest(request: Request, given: ChangeRequest): object {
  const { rolloutStatuses } = request.store.tables;
  const status = given.rolloutStatus === undefined ? undefined : rolloutStatuses.get(given.rolloutStatus);
  return {
    id: given.id,
    status: given.status,
    title: given.title,
    // What people wrote is in the comments.
    comment: null,
    operationType: given.operationType,
    approvers: given.approvers,
    // Only a flag's definition shows the environment; for other objects use a list by environment.
    workspace: { id: given.workspace, type: "workspace" },
    comments: given.comments,
    rolloutStatus: status ? { id: status.id, name: status.name } : null,
    // Present for every kind of object: the vendor's Python client takes the name from whichever is not null.
    split: null,
    segment: null,
    ...showObject(request, given),
  };
}

function showObject(request: Request, given: ChangeRequest): object {
  const { change } = given;
  const name = change.kind === "split" ? "" : request.store.tables.segments.get(change.segment)?.name;
  switch (change.kind) {
    case "split":
      return { split: showSplit(request, given, change) };
    case "segment":
      return { segment: { name, keys: change.keys } };
    case "ruleBasedSegment":
      return { ruleBasedSegment: { name, ...change.definition } };
    case "largeSegment":
      return {
        largeSegment: { name },
        ...(given.operationType === "UPLOAD" && {
          // Header values are lists, as with a cloud store's presigned address.
          transactionMetadata: {
            method: "PUT",
            url: `${request.base}/uploads/${change.upload}`,
            headers: { Host: [new URL(request.base).host] },
          },
        }),
      };
  }
}

function showSplit(request: Request, given: ChangeRequest, change: Change & { kind: "split" }): object {
  const { store, options } = request;
  const openChangeRequestId = given.status === "REQUESTED" ? given.number : 0;
  const name = store.tables.flags.get(change.flag)?.name;
  const content = change.content ?? asDecided(given, store.definition(change.flag, given.environment)?.content);
  if (!content) return { name, openChangeRequestId };
  return { ...showDefinition(store, options, asAsked(given, change.flag, content)), openChangeRequestId };
}

/** Operations that send no definition show the resulting one. */
function asDecided({ operationType }: ChangeRequest, now: Content | undefined): Content | undefined {
  if (!now || operationType === "ARCHIVE") return now;
  return { ...now, killed: operationType === "KILL" };
}

function asAsked(given: ChangeRequest, flag: string, content: Content): Parameters<typeof showDefinition>[2] {
  const { id, environment, creationTime } = given;
  return { id, flag, environment, creationTime, lastUpdateTime: creationTime, seed: 0, allocationSeed: 0, content };
}
