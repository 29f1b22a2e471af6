import type { Reply } from "../../../wire/server/reply";
import { empty } from "../../../wire/server/reply";
import type { RawRequest } from "../../../wire/server/request";
import { pathOf } from "../../../wire/server/request";
import type { Store } from "../../store/store";
import { ApiError, notFound } from "../../wire/api-error";
import { readCsv } from "./segment-keys";

const LIFE = 5 * 60_000;

/**
 * The members of a large segment, at the address from its change request: the whole list, for five minutes. Without
 * required approval they apply at once, otherwise with the approval.
 */
export function receiveUpload(store: Store, raw: RawRequest): Reply {
  const token = pathOf(raw.target).slice("/uploads/".length);
  const found = [...store.tables.changeRequests.values()].find(
    ({ change }) => change.kind === "largeSegment" && change.upload === token,
  );
  if (found?.change.kind !== "largeSegment") throw notFound("Upload");
  if (raw.method !== "PUT") throw new ApiError(405, "HTTP 405 Method Not Allowed");
  if (store.now().getTime() > found.creationTime + LIFE) throw new ApiError(403, "The upload address has expired");
  // A presigned address is signed for the headers that came with it; the content type is not one of them.
  if (!(raw.headers["content-type"] ?? "text/csv").startsWith("text/csv")) {
    throw new ApiError(415, "The upload is to be text/csv");
  }
  found.change.keys = readCsv(raw.body);
  const environment = store.tables.environments.get(found.environment);
  const membership = store.membership(found.change.segment, found.environment);
  const isFree = environment?.changePermissions.areApprovalsRequired === false && found.status === "REQUESTED";
  if (membership && (isFree || found.status === "APPROVED")) {
    membership.keys = found.change.keys;
    membership.lastUpdateTime = store.tick();
    found.status = "PUBLISHED";
  }
  return empty(200);
}
