import type { Directory, Named } from "../../port/named";
import { PlatformError } from "../../port/platform-error";
import { capitalised } from "../capitalised";
import { gone } from "../errors";
import { ListIndex } from "./list-index";
import { nearWords } from "./near-words";

/**
 * Finds what a person named: exact name, then case-insensitive, then `id:<id>`. Throws PlatformError `gone` with the nearest
 * names, or `ambiguous`.
 */
export function resolveName<T extends Named>(things: readonly T[], reference: string, noun: Noun, attempted: string): T {
  const found = findByName(things, reference, noun, attempted);
  if (found) return found;
  const near = nearestNames(things, reference);
  throw gone(attempted, {
    subject: noun,
    title: `There is no ${noun} "${reference}"`,
    reason: `there is no ${noun} "${reference}"`,
    nextStep: nextStep(near, things.length === 0, noun),
  });
}

function nextStep(near: readonly string[], isEmpty: boolean, noun: Noun): string {
  if (noun === "organisation") {
    const choice = near.map((name) => `"${name}"`).join(" or ");
    return `${near.length > 0 ? `The API key can access ${choice}. ` : ""}The id is accepted too.`;
  }
  if (noun === "server key")
    return isEmpty ? "The environment has none at all." : didYouMean(near, "reference it by id:<id>.");
  if (noun === "project") {
    return isEmpty
      ? "The credential cannot access any project: check that it is the right one, and that it may read the organisation's projects."
      : didYouMean(near, "check that the credential belongs to the right organisation, or reference it by id:<id>.");
  }
  return isEmpty
    ? `The project has no ${noun}s at all: check that it is the right project, or create the ${noun} in the same configuration.`
    : didYouMean(near, "create it in the same configuration, or reference it by id:<id>.");
}

/** The nearest names, and what to do if none of them is meant. */
export function didYouMean(near: readonly string[], otherwise: string): string {
  if (near.length === 0) return capitalised(otherwise);
  return `Did you mean ${near.map((name) => `"${name}"`).join(" or ")}? Otherwise ${otherwise}`;
}

type Noun = "flag" | "environment" | "segment" | "project" | "server key" | "organisation";

/** As {@link resolveName}, with undefined if nothing has the name. */
export function findByName<T extends Named>(
  things: readonly T[],
  reference: string,
  noun: Noun,
  attempted: string,
): T | undefined {
  const exactly = exact.get(things, reference);
  const named = exactly.length > 0 ? exactly : loose.get(things, reference.toLowerCase());
  if (named.length > 1) {
    throw new PlatformError({
      code: "ambiguous",
      attempted,
      subject: noun,
      reason: `${named.length} ${noun}s are named "${reference}"`,
      nextStep: `Reference the right one by its id: ${named.map((each) => `id:${each.id}`).join(" or ")}.`,
    });
  }
  if (named[0]) return named[0];
  return reference.startsWith("id:") ? findById(things, reference.slice("id:".length)) : undefined;
}

/** As {@link resolveName}, for a plan: a miss is confirmed by a new list, because somebody may have created it since. */
export async function requireName<T extends Named, P>(
  directory: Pick<Directory<T, P>, "noun" | "list" | "relist">,
  parent: P,
  reference: string,
  attempted: string,
  attribute: readonly string[],
): Promise<void> {
  if (findByName(await directory.list(parent), reference, directory.noun, attempted)) return;
  try {
    resolveName(await (directory.relist?.(parent) ?? directory.list(parent)), reference, directory.noun, attempted);
  } catch (cause) {
    throw cause instanceof PlatformError ? new PlatformError({ ...cause.details, attribute }) : cause;
  }
}

/** How to refer to it: by its name, unless several have the same. */
export function referenceTo<T extends Named>(things: readonly T[], { id, name }: Named): string {
  return exact.get(things, name).length > 1 ? `id:${id}` : name;
}

/** Nothing has no id. */
export function findById<T extends { readonly id: string }>(things: readonly T[], id: string | null): T | undefined {
  if (id === null) return undefined;
  return ids.get(things, id).at(-1);
}

const ids = new ListIndex(({ id }) => id);
const exact = new ListIndex(({ name = "" }) => name);
/** By the name in lower case. */
const loose = new ListIndex(({ name = "" }) => name.toLowerCase());

/** For a list that replaces another one with a single change: see {@link ListIndex}. */
export function takeIndexes(
  before: readonly WithId[],
  after: readonly WithId[],
  removed: WithId | undefined,
  added: WithId | undefined,
): void {
  for (const index of [ids, exact, loose]) index.take(before, after, removed, added);
}

interface WithId {
  readonly id: string;
}

/** Up to three names at a small distance, the nearest first; all names where there are at most three. */
export function nearestNames(things: readonly Named[], reference: string): string[] {
  return nearWords(
    things.map(({ name }) => name),
    reference,
    { orAllOf: 3 },
  );
}
