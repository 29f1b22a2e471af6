import { findById, findByName, resolveName } from "../platforms/names";
import type { AnnouncedUnit, DefinitionUnit, Directory, Named, Platform, Project } from "../platforms/platform";
import { PlatformError } from "../platforms/platform-error";
import type { HandlerContext, PrivateData } from "../terraform/resource";
import type { Client } from "./client";

/** The names by which a definition or override says where it belongs. */
export interface UnitNames {
  readonly project: string | null;
  readonly environment: string;
  readonly environment_id: string | null;
  readonly flag: string;
  readonly flag_id: string | null;
}

/** Finds the unit to write to. A parent that is not there is an error: by now it should have been created. */
export async function unitToWrite(names: UnitNames, client: Client, attempted: string): Promise<DefinitionUnit> {
  const { platform } = client;
  const project = await platform.project(names.project);
  const environment = await parentToWrite(
    platform.environments,
    project,
    names.environment,
    names.environment_id,
    attempted,
  );
  // With its id known a flag needs no look-up at all: one list less in a run that only creates.
  const flag = names.flag_id
    ? { id: names.flag_id, name: names.flag }
    : await parentToWrite(platform.flags, project, names.flag, null, attempted);
  return { project, environment, flag };
}

/** A parent by its id where the configuration gives it (its name may be older than a rename), else by its name. */
export async function parentToWrite<T extends Named>(
  store: Directory<T>,
  project: Project,
  name: string,
  id: string | null,
  attempted: string,
): Promise<T> {
  const things = await store.list(project);
  const byId = findById(things, id);
  if (byId) return byId;
  try {
    return resolveName(things, name, store.noun, attempted);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "gone") throw cause;
    const { nextStep } = cause.details;
    const hint = `If this configuration creates the ${store.noun}, refer to it (or add depends_on), so that Terraform creates it first.`;
    throw new PlatformError({ ...cause.details, nextStep: `${nextStep} ${hint}` });
  }
}

/** A unit that was read, with the names its parents bear now: a rename outside is drift, not an end. */
export interface FoundUnit {
  readonly unit: DefinitionUnit;
  readonly environment: string;
  readonly flag: string;
}

/** Finds the unit of a state. Undefined means that its environment or flag is gone. */
export async function unitToRead(names: UnitNames, client: Client, stored: StoredIds): Promise<FoundUnit | undefined> {
  const { platform } = client;
  const project = await platform.project(names.project);
  const environment = await findParent(platform.environments, project, names.environment, stored.environment);
  const flag = await findParent(platform.flags, project, names.flag, stored.flag);
  if (!environment || !flag) return undefined;
  return {
    unit: { project, environment: environment.thing, flag: flag.thing },
    environment: environment.name,
    flag: flag.name,
  };
}

/**
 * The very unit a state was written to, by the ids stored then: an object that bears its name now is not ours, and neither is
 * what hangs on it. Undefined where the environment is gone. The flag may be gone too, which the platform will say.
 */
export async function unitOfState(names: UnitNames, client: Client, stored: StoredIds): Promise<DefinitionUnit | undefined> {
  if (stored.environment === undefined || stored.flag === undefined) return (await unitToRead(names, client, stored))?.unit;
  const project = await client.platform.project(names.project);
  const environments = await client.platform.environments.list(project);
  const environment = findById(environments, stored.environment);
  return environment && { project, environment, flag: { id: stored.flag, name: names.flag } };
}

/** For what is removed: what went with its flag or environment is as good as removed. */
export async function orGoneAlready(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "gone") throw cause;
  }
}

/** For what ends: in a flag that is gone it is gone, and in one that is archived it stays, where it serves nobody. */
export async function orOutOfReach(
  what: string,
  context: HandlerContext<Client>,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await orGoneAlready(work);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "archived") throw cause;
    const { title } = context.client.platform;
    context.warn(
      `${what} stays in its archived flag`,
      `${title} takes no changes to an archived flag, and serves it to nobody. It goes with the flag; if the flag is made active again, it is served again, and no longer managed.`,
    );
  }
}

export function sameUnit(one: DefinitionUnit, other: DefinitionUnit): boolean {
  return one.environment.id === other.environment.id && one.flag.id === other.flag.id;
}

/**
 * Whether something is left behind where a resource moves to another unit. What hung on a flag that was replaced went with it, and
 * whoever removes it by the flag's name removes it from the new flag.
 */
export function leavesBehind(
  old: DefinitionUnit,
  now: DefinitionUnit,
  { definitions }: Pick<Platform, "definitions">,
): boolean {
  if (old.environment.id !== now.environment.id) return true;
  return old.flag.id !== now.flag.id && !(definitions.byFlagName === true && old.flag.name === now.flag.name);
}

/** By name, then by the id it had when it was last written; a list may be late, so what it lacks is looked at exactly. */
export async function findParent<T extends Named>(
  store: Directory<T>,
  project: Project,
  name: string,
  storedId: string | undefined,
): Promise<{ readonly thing: T; readonly name: string } | undefined> {
  const things = await store.list(project);
  const named = findByName(things, name, store.noun, `read ${store.noun} ${name}`);
  if (named) return { thing: named, name };
  if (storedId === undefined) return undefined;
  const byId = findById(things, storedId) ?? (await store.get(project, storedId));
  return byId && { thing: byId, name: byId.name };
}

/** The parents' ids as of the last write or read, kept in private data. */
export interface StoredIds {
  readonly environment?: string;
  readonly flag?: string;
  readonly segment?: string;
}

const KEY = "ids";

export function storedIds(data: PrivateData): StoredIds {
  const value = data.get(KEY);
  if (value === null || typeof value !== "object") return {};
  const known = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(known);
}

export function storeIds(data: PrivateData, unit: DefinitionUnit, segment?: Named): void {
  data.set(KEY, { environment: unit.environment.id, flag: unit.flag.id, ...(segment && { segment: segment.id }) });
}

/** They mean nothing at another place. */
export function forgetIds(data: PrivateData): void {
  data.set(KEY, undefined);
}

/** What the plans and applies of one unit's resources spell alike. */
export function announced({ project, environment, flag }: AnnouncedUnit): AnnouncedUnit {
  return { project, environment, flag };
}

/** For messages. */
export function describeUnit(names: Pick<UnitNames, "environment" | "flag">): string {
  return `flag ${names.flag} in environment ${names.environment}`;
}
