import { findById, findByName, resolveName } from "../../platforms/adapter/lists/names";
import type { DefinitionUnit } from "../../platforms/port/definition";
import type { Environment } from "../../platforms/port/environment";
import type { Directory, Named, Project } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import { PlatformError } from "../../platforms/port/platform-error";
import type { HandlerContext, PrivateData } from "../../terraform/resource";
import { warnWhileDeleting } from "../ownership/deletion-notices";
import type { ParentReference } from "../parents/known-parents";
import { isNamed } from "../parents/planned-parent";
import type { Client } from "../run/client";
import type { UnitNames } from "../run/unit-names";

/**
 * A unit that was found, with the names of its parents: as the state spells them if they still match, otherwise the current
 * names.
 */
export interface FoundUnit {
  readonly unit: DefinitionUnit;
  readonly names: {
    readonly environment: string;
    readonly environment_id: string;
    readonly flag: string;
    readonly flag_id: string;
  };
}

export interface FoundParent<T extends Named> {
  readonly thing: T;
  readonly name: string;
}

/** Finds the unit to write to. A missing parent is an error: by now it should have been created. */
export async function unitToWrite(
  names: UnitNames,
  { client, private: data }: Pick<HandlerContext<Client>, "client" | "private">,
  attempted: string,
): Promise<FoundUnit> {
  const { platform } = client;
  const project = await platform.project(names.project);
  const wanted = { name: names.environment, id: names.environment_id };
  const environment = await parentToWrite(platform.environments, project, wanted, attempted);
  return foundUnit(project, environment, await flagToWrite(project, names, client, data, attempted));
}

/**
 * If its id and key are known, a flag needs no look-up: one list less in a run that only creates. The id decides, so a
 * configured key is only trusted if the platform finds flags by id too.
 */
async function flagToWrite(
  project: Project,
  { flag: name, flag_id: id }: UnitNames,
  { platform, parents }: Client,
  data: PrivateData,
  attempted: string,
): Promise<FoundParent<Named>> {
  const known = id === null ? undefined : (parents.nameOf("flag", id) ?? seenKey(data, id));
  if (id !== null && known !== undefined) return foundParent({ id, name: known }, name);
  if (id !== null && name !== null && !name.startsWith("id:") && platform.definitions.byFlagName !== true)
    return { thing: { id, name }, name };
  return parentToWrite(platform.flags, project, { name, id }, attempted);
}

/** Finds a parent by its id if that is known (its name may be older than a rename), otherwise by its name. */
export async function parentToWrite<T extends Named>(
  store: Directory<T>,
  project: Project,
  reference: ParentReference,
  attempted: string,
): Promise<FoundParent<T>> {
  const things = await store.list(project);
  const { name, id } = reference;
  const byId = findById(things, id);
  if (byId) return foundParent(byId, name);
  try {
    const thing = resolveName(things, name ?? `id:${id ?? ""}`, store.noun, attempted);
    return foundParent(thing, name);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "gone") throw cause;
    const { nextStep } = cause.details;
    const hint = `If this configuration creates the ${store.noun}, refer to it (or add depends_on), so that Terraform creates it first.`;
    throw new PlatformError({ ...cause.details, nextStep: `${nextStep} ${hint}` });
  }
}

function foundParent<T extends Named>(thing: T, name: string | null): FoundParent<T> {
  return { thing, name: name !== null && isNamed(name, thing) ? name : thing.name };
}

function foundUnit(project: Project, environment: FoundParent<Environment>, flag: FoundParent<Named>): FoundUnit {
  return {
    unit: { project, environment: environment.thing, flag: flag.thing },
    names: {
      environment: environment.name,
      environment_id: environment.thing.id,
      flag: flag.name,
      flag_id: flag.thing.id,
    },
  };
}

/** Finds the unit of a state. Undefined means that its environment or flag was deleted. */
export async function unitToRead(names: UnitNames, client: Client, stored: StoredIds): Promise<FoundUnit | undefined> {
  const { platform, parents } = client;
  const project = await platform.project(names.project);
  const [wantedEnvironment, wantedFlag] = [
    { name: names.environment, id: names.environment_id ?? stored.environment ?? null },
    { name: names.flag, id: names.flag_id ?? stored.flag ?? null },
  ];
  const environment = await findParent(platform.environments, project, wantedEnvironment);
  const flag = await findParent(platform.flags, project, wantedFlag);
  if (!environment) parents.gone("environment", names.project, wantedEnvironment);
  if (!flag) parents.gone("flag", names.project, wantedFlag);
  if (!environment || !flag) return undefined;
  parents.learn("environment", names.project, environment.thing.name, environment.thing.id);
  parents.learn("flag", names.project, flag.thing.name, flag.thing.id);
  return foundUnit(project, environment, flag);
}

/**
 * The exact unit that a state was written to, by the ids stored then: a new object with the same name is not ours, and
 * neither is its content. Undefined if the environment was deleted. The flag may be deleted too, which the platform will
 * report.
 */
export async function unitOfState(
  names: UnitNames,
  { client, private: data }: Pick<HandlerContext<Client>, "client" | "private">,
): Promise<DefinitionUnit | undefined> {
  const stored = storedIds(data);
  if (stored.environment === undefined || stored.flag === undefined) return (await unitToRead(names, client, stored))?.unit;
  const project = await client.platform.project(names.project);
  const environments = await client.platform.environments.list(project);
  const environment = findById(environments, stored.environment);
  if (!environment) return undefined;
  const key = seenKey(data, stored.flag) ?? names.flag;
  return { project, environment, flag: await flagOfState(project, stored.flag, key, client) };
}

async function flagOfState(project: Project, id: string, name: string | null, { platform }: Client): Promise<Named> {
  if (name !== null && !name.startsWith("id:")) return { id, name };
  return findById(await platform.flags.list(project), id) ?? { id, name: name ?? "" };
}

/** For removals: what was deleted with its flag or environment counts as removed. */
export async function ignoreGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "gone") throw cause;
  }
}

/** For ends: in a deleted flag it is deleted too, and in an archived flag it stays without being served. */
export async function tolerateArchived(
  what: string,
  context: HandlerContext<Client>,
  work: () => Promise<unknown>,
): Promise<void> {
  try {
    await ignoreGone(work);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "archived") throw cause;
    const { title } = context.client.platform;
    warnWhileDeleting(
      "Not removed, because the flag is archived",
      `${what}: ${title} accepts no changes to an archived flag, and does not serve it. If the flag becomes active again, this is served again, unmanaged.`,
      context,
    );
  }
}

export function sameUnit(one: DefinitionUnit, other: DefinitionUnit): boolean {
  return one.environment.id === other.environment.id && one.flag.id === other.flag.id;
}

/**
 * Whether a move to another unit leaves something behind. The content of a replaced flag was deleted with it, and a removal
 * by the flag's name would hit the new flag.
 */
export function mustRemoveOld(
  old: DefinitionUnit,
  now: DefinitionUnit,
  { definitions }: Pick<Platform, "definitions">,
): boolean {
  if (old.environment.id !== now.environment.id) return true;
  return old.flag.id !== now.flag.id && !(definitions.byFlagName === true && old.flag.name === now.flag.name);
}

/**
 * Finds a parent by the id of the last write or read, then by its name, because a new object may have replaced it. A list
 * may be late, so a missing object is read exactly.
 */
export async function findParent<T extends Named>(
  store: Directory<T>,
  project: Project,
  { name, id }: ParentReference,
): Promise<FoundParent<T> | undefined> {
  const things = await store.list(project);
  const listed =
    findById(things, id) ??
    (name === null ? undefined : findByName(things, name, store.noun, `read ${store.noun} ${name}`)) ??
    (id === null ? undefined : await store.get(project, id));
  return listed && foundParent(listed, name);
}

/** The parents' ids as of the last write or read, stored in private data. */
export interface StoredIds {
  readonly environment?: string;
  readonly flag?: string;
  readonly segment?: string;
}

const KEY = "ids";

const FLAG = "flag";

/** The key of a flag by its id, as the last look, read or write found it: the configured key may be wrong. */
export function noteFlag(data: PrivateData, { id, name }: Named): void {
  data.set(FLAG, [id, name]);
}

function seenKey(data: PrivateData, id: string): string | undefined {
  const seen = data.get(FLAG);
  if (!Array.isArray(seen)) return undefined;
  const [flag, key] = seen as readonly unknown[];
  return flag === id && typeof key === "string" ? key : undefined;
}

export function storedIds(data: PrivateData): StoredIds {
  const value = data.get(KEY);
  if (value === null || typeof value !== "object") return {};
  const known = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  return Object.fromEntries(known);
}

export function storeIds(data: PrivateData, unit: DefinitionUnit, segment?: Named): void {
  data.set(KEY, { environment: unit.environment.id, flag: unit.flag.id, ...(segment && { segment: segment.id }) });
  noteFlag(data, unit.flag);
}

/** They mean nothing in another scope. */
export function forgetIds(data: PrivateData): void {
  data.set(KEY, undefined);
  data.set(FLAG, undefined);
}
