import { findById, findByName } from "../../platforms/adapter/names";
import type { Named, Project, Store } from "../../platforms/port/named";
import { PlatformError } from "../../platforms/port/platform-error";
import type { HandlerContext, PlanContext } from "../../terraform/resource";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import { ownerOf, type Made } from "../run/claims";
import type { Client } from "../run/client";
import { warnWhileDeleting } from "./deletion-notices";
import { formatImportId } from "../common/import-id";
import { isInterruptedCreate, whatIsMissing } from "./interrupted-create";

/** What flags, environments and segments have in common: made once, found by name, protected, adopted. */

interface Settings {
  readonly name: string;
}

export interface CreateOptions<T> {
  readonly adoptExisting: boolean | null;
  readonly importId?: string;
  /** What stands on one that is there already, in words: who is served by it. Nobody's is what nothing stands on. */
  usesOf(found: T): Promise<readonly string[]>;
}

/**
 * Creates a thing. One that exists already is an error that names the import id, or is taken over where `adopt_existing` says
 * so, and is then kept when the resource is destroyed. What an interrupted run left is its own, and goes on as if it had not been.
 */
export async function createOrAdopt<T extends Named, S extends Settings, P = Project>(
  store: Store<T, S, P>,
  parent: P,
  settings: S,
  options: CreateOptions<T>,
  context: HandlerContext<Client>,
): Promise<T> {
  const made = await createOrTakeOver(store, parent, settings, options, context);
  context.client.claims.made([store.noun, made.id], ownerOf(context.private));
  return made;
}

async function createOrTakeOver<T extends Named, S extends Settings, P>(
  store: Store<T, S, P>,
  parent: P,
  settings: S,
  options: CreateOptions<T>,
  context: HandlerContext<Client>,
): Promise<T> {
  for (const mark of [ADOPTED, TAKEN_OVER])
    if (context.private.get(mark) !== undefined) context.private.set(mark, undefined);
  try {
    return await store.create(parent, settings);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "exists") throw cause;
    const { noun } = store;
    const things = await store.list(parent);
    const adopts = options.adoptExisting ?? context.client.defaults.adoptExisting;
    const left = await leftBehind(store, parent, settings, things, options, context.client);
    if (left.kind === "ours") {
      // Who asks to adopt may well meet what a person made just now: when in doubt it is kept.
      context.private.set(adopts ? ADOPTED : TAKEN_OVER, true);
      context.warn(
        "Taken over from a run that was interrupted",
        `The ${noun} ${settings.name} was there already, made at ${left.found.createdAt ?? ""} as it is configured here, and nothing stands on it.`,
      );
      const missing = whatIsMissing(left.found, settings);
      return missing ? store.update(parent, left.found.id, missing) : left.found;
    }
    if (!adopts) throw withImportId(cause, options.importId ?? formatImportId(settings.name), left.uses);
    const existing = findByName(things, settings.name, noun, `adopt ${noun} ${settings.name}`);
    if (!existing) throw cause;
    context.private.set(ADOPTED, true);
    const { name, ...changes } = settings;
    return store.update(parent, existing.id, changes as Partial<S>);
  }
}

type Left<T> = { readonly kind: "ours"; readonly found: T } | { readonly kind: "theirs"; readonly uses: readonly string[] };

/** Whose the thing is that stands in the way of a create. */
export async function leftBehind<T extends Named, S extends Settings, P>(
  store: Pick<Store<T, S, P>, "get">,
  parent: P,
  settings: S,
  things: readonly T[],
  { usesOf }: Pick<CreateOptions<T>, "usesOf">,
  { platform }: Pick<Client, "platform">,
): Promise<Left<T>> {
  const listed = things.find((each) => isInterruptedCreate(each, settings, platform.serverClock));
  // Lists are late.
  const found = listed && (await store.get(parent, listed.id));
  if (!found || !isInterruptedCreate(found, settings, platform.serverClock)) return { kind: "theirs", uses: [] };
  const uses = await usesOf(found);
  return uses.length > 0 ? { kind: "theirs", uses } : { kind: "ours", found };
}

const TAKEN_OVER = "taken_over";

/**
 * What was taken over looked like what an interrupted run had left, and may be another stack's all the same: it is deleted only
 * where nobody else would notice.
 */
export async function keepIfOthersUseIt(
  what: string,
  usesOf: () => Promise<readonly string[]>,
  context: HandlerContext<Client>,
): Promise<boolean> {
  if (context.private.get(TAKEN_OVER) !== true) return false;
  const uses = await usesOf();
  if (uses.length === 0) return false;
  warnWhileDeleting(
    KEPT,
    `${what} was taken over as left by an interrupted run, and this configuration does not manage all that stands on it: ${uses.join("; ")}. Delete it on the platform if nobody needs it.`,
    context,
  );
  return true;
}

/** The same words for all, so that Terraform folds them. */
export const NOTE = "Written, with a note";
export const KEPT = "Kept on the platform, and no longer managed";

/** What a write has to tell people. */
export function noteWarning(what: string, words: string, { warn }: Pick<HandlerContext<Client>, "warn">): void {
  warn(NOTE, `On ${what}: ${words}`);
}

const ADOPTED = "adopted";

export function wasAdopted(context: Pick<PlanContext<Client>, "private">): boolean {
  return context.private.get(ADOPTED) === true;
}

/** What was adopted was there before: it is let go, not deleted. */
export function keepIfAdopted(what: string, context: HandlerContext<Client>): boolean {
  if (!wasAdopted(context)) return false;
  context.log.info(`${what} is kept: it existed before it was taken over with adopt_existing`);
  return true;
}

/** What the plan of its end says of it. */
export function warnIfAdopted(what: string, context: PlanContext<Client>): boolean {
  if (!wasAdopted(context)) return false;
  context.warn(KEPT, `${what} existed before it was taken over with adopt_existing.`);
  return true;
}

/**
 * With `create_before_destroy` what is created may be what stands there already, taken over; then the old resource's destruction
 * must not take it along.
 */
export function keepIfMadeNow(kind: Made[0], id: string | null, what: string, context: HandlerContext<Client>): boolean {
  if (id === null || !context.client.claims.wasMadeNow([kind, id])) return false;
  warnWhileDeleting(
    "Not replaced: the new resource took over what was there",
    `${what} was to be created before it is destroyed, and there cannot be two of one name: nothing was deleted.`,
    context,
  );
  return true;
}

function withImportId(cause: PlatformError, importId: string, uses: readonly string[]): PlatformError {
  const used = uses.length > 0 ? `It is in use (${uses.join("; ")}), so that it is not what an interrupted run left. ` : "";
  return new PlatformError({
    ...cause.details,
    nextStep: `${used}To manage the one that is there, import it with the id "${importId}", or set adopt_existing = true to take it over.`,
  });
}

/** What a resource says of its own protection; null leaves it to the provider's default. */
export interface Protection {
  readonly deletion_protection: boolean | null;
}

/** Refuses to delete what is protected, by its own word or the provider's. Read from the prior state: change and apply first. */
export function refuseIfProtected(prior: Protection, what: string, client: Client | undefined): void {
  if (!(prior.deletion_protection ?? client?.defaults.deletionProtection ?? false)) return;
  throw new DiagnosticError(
    error(
      `${what} is protected against deletion`,
      "Set deletion_protection = false on it (or in the provider's defaults), apply that, and then destroy it.",
      ["deletion_protection"],
    ),
  );
}

/** The same for a replacement. What was adopted is only let go. */
export function refuseReplacement(prior: Protection, what: string, context: PlanContext<Client>): void {
  if (!wasAdopted(context)) refuseIfProtected(prior, what, context.client);
}

/** The list's answer where it says what the state says, else one exact read. Undefined means gone. */
export async function readNamed<T extends Named, P = Project>(
  store: Pick<Store<T, never, P>, "list" | "get">,
  parent: P,
  id: string,
  confirms: (listed: T) => boolean,
): Promise<T | undefined> {
  const listed = findById(await store.list(parent), id);
  if (listed && confirms(listed)) return listed;
  return store.get(parent, id);
}
