import { findById, findByName } from "../platforms/names";
import type { Named, Project, Store } from "../platforms/platform";
import { PlatformError } from "../platforms/platform-error";
import type { HandlerContext, PlanContext } from "../terraform/resource";
import { DiagnosticError, error } from "../terraform/diagnostic";
import { ownerOf, type Made } from "./claims";
import type { Client } from "./client";
import { formatImportId } from "./import-id";
import { isInterruptedCreate } from "./interrupted-create";

/** What flags, environments and segments have in common: made once, found by name, protected, adopted. */

interface Settings {
  readonly name: string;
}

/**
 * Creates a thing. One that exists already is an error that names the import id, or is taken over where `adopt_existing` says
 * so, and is then kept when the resource is destroyed. What an interrupted run left is its own, and goes on as if it had not been.
 */
export async function createOrAdopt<T extends Named, S extends Settings, P = Project>(
  store: Store<T, S, P>,
  parent: P,
  settings: S,
  adoptExisting: boolean | null,
  context: HandlerContext<Client>,
  importId = formatImportId(settings.name),
): Promise<T> {
  const made = await createOrTakeOver(store, parent, settings, adoptExisting, context, importId);
  context.client.claims.made([store.noun, made.id], ownerOf(context.private));
  return made;
}

async function createOrTakeOver<T extends Named, S extends Settings, P>(
  store: Store<T, S, P>,
  parent: P,
  settings: S,
  adoptExisting: boolean | null,
  context: HandlerContext<Client>,
  importId: string,
): Promise<T> {
  try {
    return await store.create(parent, settings);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "exists") throw cause;
    const things = await store.list(parent);
    const adopts = adoptExisting ?? context.client.defaults.adoptExisting;
    const own = things.find((each) => isInterruptedCreate(each, settings));
    if (own) {
      // Who asks to adopt may well meet what a person made just now: when in doubt it is kept.
      if (adopts) context.private.set(ADOPTED, true);
      context.warn(
        `The ${store.noun} ${settings.name} was there already`,
        `It was made at ${own.createdAt ?? ""}, exactly as it is configured here: a run that was interrupted left it. It is managed from now on.`,
      );
      return own;
    }
    if (!adopts) throw withImportId(cause, importId);
    const existing = findByName(things, settings.name, store.noun, `adopt ${store.noun} ${settings.name}`);
    if (!existing) throw cause;
    context.private.set(ADOPTED, true);
    const { name, ...changes } = settings;
    return store.update(parent, existing.id, changes as Partial<S>);
  }
}

const ADOPTED = "adopted";

export function wasAdopted(context: Pick<PlanContext<Client>, "private">): boolean {
  return context.private.get(ADOPTED) === true;
}

/** What was adopted was there before: it is let go, not deleted. */
export function keepIfAdopted(what: string, context: HandlerContext<Client>): boolean {
  if (!wasAdopted(context)) return false;
  context.warn(
    `${what} is kept`,
    "It existed before it was taken over with adopt_existing; it is no longer managed and stays as it is.",
  );
  return true;
}

/**
 * With `create_before_destroy` what is created may be what stands there already, taken over; then the old resource's destruction
 * must not take it along.
 */
export function keepIfMadeNow(kind: Made[0], id: string | null, what: string, context: HandlerContext<Client>): boolean {
  if (id === null || !context.client.claims.wasMadeNow([kind, id])) return false;
  context.warn(
    `${what} was not replaced`,
    "It was to be created before it is destroyed, and there cannot be two of one name: the new resource took over the one that stands, and nothing was deleted.",
  );
  return true;
}

function withImportId(cause: PlatformError, importId: string): PlatformError {
  return new PlatformError({
    ...cause.details,
    nextStep: `To manage the one that is there, import it with the id "${importId}", or set adopt_existing = true to take it over.`,
  });
}

/** Refuses to delete what is protected, by its own word or the provider's. Read from the prior state: change and apply first. */
export function refuseIfProtected(
  prior: { readonly deletion_protection: boolean | null },
  what: string,
  client: Client | undefined,
): void {
  if (!(prior.deletion_protection ?? client?.defaults.deletionProtection ?? false)) return;
  throw new DiagnosticError(
    error(
      `${what} is protected against deletion`,
      "Set deletion_protection = false on it (or in the provider's defaults), apply that, and then destroy it.",
      ["deletion_protection"],
    ),
  );
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
