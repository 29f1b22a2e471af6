import { getOwn } from "../../get-own";
import type { Edit } from "../../platforms/port/edit";
import type { HandlerContext, PlanContext, PrivateData } from "../../terraform/resource";
import { isUnknown } from "../../terraform/value";
import { same } from "../common/known";
import { formatImportId } from "../import/import-id";
import { ownerOf } from "../run/claims";
import type { Client } from "../run/client";
import { keyOf, type Place, type Thing } from "../run/thing";
import { warnWhileDeleting } from "./deletion-notices";

/** How resources register their claims, and when a removal leaves another resource's object alone. */

type Name = "project" | "name" | "id" | "environment" | "environment_id" | "flag" | "flag_id" | "item" | "item_id";

/** An object whose names may still be unknown: then it cannot be claimed yet. */
export type Planned = { readonly [K in Name]?: unknown } & { readonly kind: Thing["kind"] };

/** `listedAs`: where a definition lists the override; otherwise it is a resource of its own. */
export function claim(thing: Planned, { client, private: data }: PlanContext<Client>, listedAs?: string): void {
  const known = knownThing(thing);
  if (client && known) client.claims.own(known, ownerOf(data), claimant(known, listedAs));
}

/** Whether another resource of this configuration has it, as far as this run has read and planned. */
export function isHadElsewhere(thing: Planned, { client, private: data }: PlanContext<Client>): boolean {
  const known = knownThing(thing);
  if (!client || !known) return false;
  const owner = ownerOf(data);
  return client.claims.isOwnedByAnother(known, owner) || client.claims.isHeldByAnother(known, owner);
}

/** How messages name the resource: Terraform does not tell a provider the address. */
function claimant(thing: Thing, listedAs: string | undefined): string | undefined {
  if (thing.kind !== "segment override" && thing.kind !== "identity override") return undefined;
  const { environment, environment_id, flag, flag_id } = thing;
  const unit = [environment ?? `id:${environment_id ?? ""}`, flag ?? `id:${flag_id ?? ""}`];
  if (listedAs !== undefined) return `${listedAs} of flagform_environment_definition "${formatImportId(...unit)}"`;
  const item = thing.item ?? ("item_id" in thing ? `id:${thing.item_id ?? ""}` : "");
  return `flagform_${thing.kind.replace(" ", "_")} "${formatImportId(...unit, item)}"`;
}

export function claimDestroy(thing: Thing, { client, private: data }: PlanContext<Client>): void {
  client?.claims.destroy(thing, ownerOf(data));
}

/** A read stores in private data whether another resource's state also contains the object. */
export function claimRead(things: readonly Thing[], { client, private: data }: HandlerContext<Client>): void {
  const owner = ownerOf(data);
  const others = things.filter((thing) => client.claims.hold(thing, owner));
  keep(data, HELD_TWICE, others, client);
}

/**
 * For plans that remove these: what another resource keeps is left alone at apply, which does not know about resources that
 * do not change. Core plans what is missing from the configuration before it reads it.
 */
export function claimRemoval(things: readonly Thing[], { client, private: data }: PlanContext<Client>): void {
  if (!client) return;
  const owner = ownerOf(data);
  const { claims } = client;
  const others = things.filter((thing) => claims.hold(thing, owner) || claims.isOwnedByAnother(thing, owner));
  keep(data, LEFT_ALONE, others, client);
}

/**
 * For the plan of an end: what an earlier read found about other resources is checked again, because if both end, one of
 * them must remove the object.
 */
export function claimEnd(things: readonly Thing[], context: PlanContext<Client>): void {
  context.private.set(HELD_TWICE, undefined);
  claimRemoval(things, context);
}

/**
 * For plans that keep these. An object that another resource's state also contains may be removed there, and is put again:
 * returns whether there is any, so that the plan is an update. Only the private data of reads carries this from the plan to
 * the apply.
 */
export function isHeldTwice(
  things: readonly Planned[],
  { client, private: data }: Pick<PlanContext<Client>, "private" | "client">,
): boolean {
  return things.some((thing) => {
    const known = knownThing(thing);
    return client !== undefined && known !== undefined && isKept(data, HELD_TWICE, known, client);
  });
}

/** Puts of objects that may exist already, or may just have been removed. */
export function forcePuts(edits: readonly Edit[], { private: data }: HandlerContext<Client>): readonly Edit[] {
  if (data.get(HELD_TWICE) === undefined) return edits;
  return edits.map((edit) => (edit.kind === "put-segment-override" ? { ...edit, again: true } : edit));
}

/** Done: the next run checks for itself. */
export function forgetRemovals({ private: data }: HandlerContext<Client>): void {
  for (const key of [LEFT_ALONE, HELD_TWICE]) data.set(key, undefined);
}

const LEFT_ALONE = "left_alone";
const HELD_TWICE = "held_twice";

function keep(data: PrivateData, key: string, things: readonly Thing[], { parents }: Client): void {
  data.set(key, things.length > 0 ? things.map((thing) => keyOf(thing, parents)) : undefined);
}

function isKept(data: PrivateData, key: string, thing: Thing, { parents }: Client): boolean {
  const kept = data.get(key);
  return Array.isArray(kept) && kept.includes(keyOf(thing, parents));
}

/** Before a put is sent: from now on a removal by another resource leaves it alone. */
export function claimPlace(place: Place, { client, private: data }: HandlerContext<Client>): void {
  client.claims.put(place, ownerOf(data));
}

/** Whether another resource puts the object in this run, by names or by ids. */
export function isOwnedElsewhere(thing: Thing, place: Place, { client, private: data }: HandlerContext<Client>): boolean {
  const owner = ownerOf(data);
  const { claims } = client;
  if ([LEFT_ALONE, HELD_TWICE].some((key) => isKept(data, key, thing, client))) return true;
  return claims.isOwnedByAnother(thing, owner) || claims.isPutByAnother(place, owner);
}

/** Whether the object belongs to another resource by now. Then it stays, and the user gets a warning. */
export function skipIfOwnedElsewhere(thing: Thing, place: Place, what: string, context: HandlerContext<Client>): boolean {
  if (!isOwnedElsewhere(thing, place, context)) return false;
  warnWhileDeleting(
    "Not changed, because another resource manages it now",
    `${what} stays as the other resource defines it. If only the address changed, use a moved block.`,
    context,
  );
  return true;
}

/** The unit of a definition or override, for its claim. */
export function inUnit<T extends InUnit>({ project, environment, environment_id, flag, flag_id }: T): Pick<T, keyof InUnit> {
  return { project, environment, environment_id, flag, flag_id };
}

interface InUnit {
  readonly project: unknown;
  readonly environment: unknown;
  readonly environment_id: unknown;
  readonly flag: unknown;
  readonly flag_id: unknown;
}

/** Whether a plan is for another unit than the state's: its names differ, or its ids if both are known. */
export function isElsewhere(prior: object, planned: object): boolean {
  const [before, after] = [
    new Map<string, unknown>(Object.entries(prior)),
    new Map<string, unknown>(Object.entries(planned)),
  ];
  return [...before].some(([name, value]) => {
    const next = after.get(name);
    if (!name.endsWith("_id")) return !same(value, next);
    return value !== null && next !== null && !isUnknown(next) && value !== next;
  });
}

/** Undefined if its parents are not known yet: each parent by its name or its id. */
export function knownThing(thing: Planned): Thing | undefined {
  const known = Object.fromEntries(Object.entries(thing).map(([name, value]) => [name, isUnknown(value) ? null : value]));
  const lacks = ["environment", "flag", "item"].some(
    (name) => Object.hasOwn(known, name) && (getOwn(known, name) ?? getOwn(known, `${name}_id`) ?? null) === null,
  );
  const isNameless = Object.hasOwn(known, "name") && known["name"] === null;
  return lacks || isNameless || isUnknown(thing.project) ? undefined : (known as unknown as Thing);
}
