import * as z from "zod/mini";
import { type Document, documentAnswer } from "../../document/document";
import { difference } from "../../document/patch";

/** A definition as change requests hold it: whole, since there is no form of them for a part. */

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

/** All that can be written of it, also what others wrote: what is left out of a change request falls to its default. */
export function definitionOf(document: Document): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(document).filter(([name]) => !READ_ONLY.has(name)));
}

/** Whether an open change request makes just that of the definition. What the target leaves open is the server's choice. */
export function asksFor(asked: unknown, target: Document): boolean {
  const parsed = z.safeParse(documentAnswer, asked);
  if (!parsed.success) return false;
  const stated = Object.entries(target).filter(([, value]) => value !== undefined && value !== null);
  return difference(parsed.data, { ...parsed.data, ...Object.fromEntries(stated) }).length === 0;
}
