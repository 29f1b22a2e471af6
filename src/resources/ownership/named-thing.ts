import { findById, findByName } from "../../platforms/adapter/lists/names";
import type { Named, Project, Store } from "../../platforms/port/named";
import { PlatformError } from "../../platforms/port/platform-error";
import { DiagnosticError, error } from "../../terraform/diagnostic";
import type { HandlerContext, PlanContext } from "../../terraform/resource";
import { formatImportId } from "../import/import-id";
import { type Made, ownerOf } from "../run/claims";
import type { Client } from "../run/client";
import { warnWhileDeleting } from "./deletion-notices";
import { isInterruptedCreate, whatIsMissing } from "./interrupted-create";

/** The common part of flags, environments and segments: created once, found by name, protected, adopted. */

interface Settings {
  readonly name: string;
}

export interface CreateOptions<T> {
  readonly adoptExisting: boolean | null;
  readonly importId?: string;
  /** Who uses an existing object, in words. An object without users may be taken over. */
  usesOf(found: T): Promise<readonly string[]>;
}

/**
 * Creates an object. If it already exists, the error shows the import id; with `adopt_existing` it is taken over, and then
 * kept when the resource is destroyed. An object left from an interrupted run of the same create counts as created.
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
      // With `adopt_existing`, the object may be one that a user has just created: when in doubt it is kept.
      context.private.set(adopts ? ADOPTED : TAKEN_OVER, true);
      context.warn(
        "Taken over from an interrupted run",
        `The ${noun} ${settings.name} existed already, created at ${left.found.createdAt ?? ""} as it is configured here, and nothing uses it.`,
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

/** Whether the existing object is left from an interrupted run, and may be taken over. */
async function leftBehind<T extends Named, S extends Settings, P>(
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
 * An object that was taken over as left from an interrupted run may still belong to another stack: it is only deleted if
 * nobody else uses it.
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
    `${what} was taken over from an interrupted run, and is used by objects that this configuration does not manage: ${uses.join("; ")}. Delete it on the platform if nobody needs it.`,
    context,
  );
  return true;
}

/** One summary for all, so that Terraform groups the warnings. */
export const NOTE = "Written, with a note";
export const KEPT = "Kept on the platform, and no longer managed";

/** Shows a note from a write as a warning. */
export function noteWarning(what: string, words: string, { warn }: Pick<HandlerContext<Client>, "warn">): void {
  warn(NOTE, `On ${what}: ${words}`);
}

const ADOPTED = "adopted";

export function wasAdopted(context: Pick<PlanContext<Client>, "private">): boolean {
  return context.private.get(ADOPTED) === true;
}

/** An adopted object existed before: it is released, not deleted. */
export function keepIfAdopted(what: string, context: HandlerContext<Client>): boolean {
  if (!wasAdopted(context)) return false;
  context.log.info(`${what} is kept: it existed before it was taken over with adopt_existing`);
  return true;
}

/** The warning in the plan of its end. */
export function warnIfAdopted(what: string, context: PlanContext<Client>): boolean {
  if (!wasAdopted(context)) return false;
  context.warn(KEPT, `${what} existed before it was taken over with adopt_existing.`);
  return true;
}

/**
 * With `create_before_destroy`, the create may have taken over the existing object; then the destruction of the old resource
 * must not delete it.
 */
export function keepIfMadeNow(kind: Made[0], id: string | null, what: string, context: HandlerContext<Client>): boolean {
  if (id === null || !context.client.claims.wasMadeNow([kind, id])) return false;
  warnWhileDeleting(
    "Not replaced: the new resource took over the existing one",
    `${what} was to be created before it is destroyed, and two cannot have the same name: nothing was deleted.`,
    context,
  );
  return true;
}

function withImportId(cause: PlatformError, importId: string, uses: readonly string[]): PlatformError {
  const used = uses.length > 0 ? `It is in use (${uses.join("; ")}), so it was not left by an interrupted run. ` : "";
  return new PlatformError({
    ...cause.details,
    nextStep: `${used}To manage the existing one, import it with the id "${importId}", or set adopt_existing = true to take it over.`,
  });
}

/** A resource's own setting for protection; null means the provider's default. */
interface Protection {
  readonly deletion_protection: boolean | null;
}

/**
 * Refuses to delete a protected object, by its own setting or the provider's. Read from the prior state: change and apply
 * first.
 */
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

/** The same for a replacement. An adopted object is only released. */
export function refuseReplacement(prior: Protection, what: string, context: PlanContext<Client>): void {
  if (!wasAdopted(context)) refuseIfProtected(prior, what, context.client);
}

/** The list's answer if it agrees with the state, otherwise one exact read. Undefined means deleted. */
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
