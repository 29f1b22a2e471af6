import * as z from "zod/mini";
import { type Document, documentAnswer } from "../../document/document";
import { difference } from "../../document/patch";

/** A definition in a change request, which always contains the whole definition. */

const READ_ONLY = new Set([
  "id",
  "name",
  "environment",
  "trafficType",
  "creationTime",
  "lastUpdateTime",
  "lastTrafficReceivedAt",
  "openChangeRequestId",
]);

/** All writable members, also those that others set: a member that a change request omits is reset to its default. */
export function definitionOf(document: Document): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !READ_ONLY.has(name)));
}

/** Whether an open change request results in the same definition. Members that the target omits are not compared. */
export function asksFor(asked: unknown, target: Document): boolean {
  const parsed = z.safeParse(documentAnswer, asked);
  if (!parsed.success) return false;
  const stated = Object.entries(target).filter(([, value]) => value !== undefined && value !== null);
  return difference(parsed.data, { ...parsed.data, ...Object.fromEntries(stated) }).length === 0;
}
