import type { HandlerContext, PlanContext } from "../terraform/resource";
import { isWhollyKnown } from "../terraform/value";
import { ownerOf, type Place, type Thing } from "./claims";
import type { Client } from "./client";

/** How resources file their claims, and how a remove yields to another resource's put. */

/** A thing whose names may be unknown still: then nothing can be claimed yet. */
type Planned = { readonly [K in "project" | "name" | "environment" | "flag" | "item"]?: unknown } & {
  readonly kind: Thing["kind"];
};

export function claim(thing: Planned, { client, private: data }: PlanContext<Client>): void {
  if (client && isKnown(thing)) client.claims.own(thing, ownerOf(data));
}

export function claimDestroy(thing: Thing, { client, private: data }: PlanContext<Client>): void {
  client?.claims.destroy(thing, ownerOf(data));
}

/** Before a put is sent: from now on a remove by another resource leaves it alone. */
export function claimPlace(place: Place, { client, private: data }: HandlerContext<Client>): void {
  client.claims.put(place, ownerOf(data));
}

/** Whether another resource puts the thing in this run, by the names of both or by the ids. */
export function isAnothers(thing: Thing, place: Place, { client, private: data }: HandlerContext<Client>): boolean {
  const owner = ownerOf(data);
  return client.claims.isOwnedByAnother(thing, owner) || client.claims.isPutByAnother(place, owner);
}

/** Whether the thing is another resource's by now. Then it stays, and the user is told. */
export function yields(thing: Thing, place: Place, what: string, context: HandlerContext<Client>): boolean {
  if (!isAnothers(thing, place, context)) return false;
  context.warn(
    "What another resource manages now was left alone",
    `${what} is managed by another resource of this configuration from now on, so that nothing was removed. If only the address changed, a moved block says so without this detour.`,
  );
  return true;
}

/** Where a definition or override is, for its claim. */
export function inUnit<T extends { readonly project: unknown; readonly environment: unknown; readonly flag: unknown }>({
  project,
  environment,
  flag,
}: T): Pick<T, "project" | "environment" | "flag"> {
  return { project, environment, flag };
}

function isKnown(thing: Planned): thing is Thing {
  return isWhollyKnown(thing);
}
