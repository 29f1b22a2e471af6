import { isOfEarlierRun } from "../../platforms/adapter/lists/earlier-run";
import { findById, findByName, resolveName } from "../../platforms/adapter/lists/names";
import type { Directory, Named, Project, Store } from "../../platforms/port/named";
import type { Platform } from "../../platforms/port/platform";
import { PlatformError } from "../../platforms/port/platform-error";
import type { PlanContext } from "../../terraform/resource";
import { isUnknown, type Unknown } from "../../terraform/value";
import { whereKnown } from "../common/known";
import { reporting, type SubjectPaths } from "../common/platform-diagnostic";
import { formatImportId } from "../import/import-id";
import type { Client } from "../run/client";
import type { Given } from "./known-parents";
import { type ParentNoun, referenceTo } from "./planned-parent";
import { unchangedProject } from "./scoped-project";

/**
 * Checks of a plan against the platform, from lists that the run needs anyway: whether the referenced objects exist, and
 * whether an existing object prevents a creation. A missing object is confirmed by a fresh list, because objects may be
 * created while a plan runs.
 */

/** `terraform destroy` first runs an ordinary plan, which an error here would end. */
export const DESTROY_ANYWAY = "To destroy anyway: terraform destroy -refresh=false.";

/** Another alias is another process, whose plans are not visible here. */
const OTHER_ALIAS = "if a provider with another alias creates it, set plan_checks = false in this provider's block.";

/** Runs a check, unless the provider block has turned the checks off, or an apply has begun. */
export async function look(
  paths: SubjectPaths,
  { client }: PlanContext<Client>,
  work: (client: Client) => Promise<void>,
): Promise<void> {
  if (!client?.run.looks) return;
  await reporting(paths, async () => {
    try {
      await work(client);
    } catch (cause) {
      if (!(cause instanceof PlatformError)) throw cause;
      throw new PlatformError({ ...cause.details, nextStep: `${cause.details.nextStep} ${DESTROY_ANYWAY}` });
    }
  });
}

interface Wanted {
  readonly noun: ParentNoun;
  readonly name: Given;
  readonly id: Given;
}

/** One of a list: by its id if that is known, otherwise by its name. */
export function findGiven<T extends Named>(things: readonly T[], { noun, name, id }: Wanted): T | undefined {
  if (typeof id === "string") return findById(things, id);
  return typeof name === "string" ? findByName(things, name, noun, `find the ${noun}`) : undefined;
}

/** A parent must exist, or be created in this run. Returns it if it exists. */
export async function requireParent(
  { noun, name, id }: Wanted,
  reference: Given,
  project: Project,
  context: PlanContext<Client>,
  client: Client,
): Promise<Named | undefined> {
  const [given, known] = [whereKnown(name) ?? null, whereKnown(id) ?? null];
  if (given === null && known === null) return undefined;
  const { parents, platform } = client;
  const where = whereKnown(reference) ?? null;
  const isMade = (): boolean => given !== null && known === null && parents.isMaking(noun, where, given);
  if (isMade()) return undefined;
  const store = storeOf(noun, platform);
  // A parent that is renamed in this run has its new name in its own plan, and the old one in the list.
  const planned = known ?? (given === null ? undefined : parents.idOf(noun, where, given)) ?? null;
  const find = (things: readonly Named[]): Named | undefined =>
    findById(things, planned) ??
    (known === null && given !== null ? findByName(things, given, noun, `find the ${noun}`) : undefined);
  const found = find(await store.list(project)) ?? (isMade() ? undefined : find(await listedAgain(store, project)));
  // A parent whose name is only known after apply may be the missing one.
  if (found || isMade() || parents.isMakingUnnamed(noun)) return found;
  const missing = missingError(noun, known === null ? (given ?? "") : `id:${known}`, await store.list(project));
  if (!parents.isGone(noun, where, { name: given, id: known })) throw missing;
  context.warn(
    `The ${noun} no longer exists`,
    `${missing.details.reason}: it was deleted outside of Terraform, and what belongs to it cannot be created again before it exists. ${missing.details.nextStep}`,
  );
  return undefined;
}

function missingError(noun: ParentNoun, wanted: string, things: readonly Named[]): PlatformError {
  try {
    resolveName(things, wanted, noun, `find the ${noun} "${wanted}"`);
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    const made = `If this configuration creates it, refer to it (${noun}_id = ${referenceTo(noun)}), or add depends_on, so that Terraform plans it first; ${OTHER_ALIAS}`;
    return new PlatformError({ ...cause.details, nextStep: `${cause.details.nextStep} ${made}` });
  }
  return new PlatformError({
    code: "gone",
    attempted: `find the ${noun}`,
    reason: `there is no ${noun} "${wanted}"`,
    nextStep: "",
  });
}

interface ToMake {
  readonly noun: ParentNoun;
  readonly name: Given;
  readonly adopts: boolean | Unknown | null;
}

/** No object may already have the name of a new one, unless it may be taken over. */
export async function requireFree({ noun, name, adopts }: ToMake, project: Project, client: Client): Promise<void> {
  if (typeof name !== "string" || isUnknown(adopts) || (adopts ?? client.defaults.adoptExisting)) return;
  const { parents, platform } = client;
  const store = storeOf(noun, platform);
  const listed = (await store.list(project)).find((each) => each.name === name);
  // Objects of this configuration are deleted before they are created again; the apply handles what an interrupted run may
  // have left.
  if (!listed || parents.isHeld(noun, listed.id) || isOfEarlierRun(listed, platform.serverClock)) return;
  if (!(await store.get(project, listed.id))) return;
  throw new PlatformError({
    code: "exists",
    attempted: `create ${noun} ${name}`,
    reason: `another ${noun} already has that name`,
    subject: noun,
    nextStep: `To manage the existing one, import it with the id "${formatImportId(name)}", or set adopt_existing = true to take it over.`,
  });
}

/** For objects that are created by name only. */
export function lookIfFree(
  noun: ParentNoun,
  { prior, planned }: { readonly prior: Placed | null; readonly planned: NewlyNamed },
  paths: SubjectPaths,
  context: PlanContext<Client>,
): Promise<void> {
  return look(paths, context, async (client) => {
    if (prior !== null) return requireSameProject(prior, planned.project, client);
    const project = await projectOf(planned.project, client);
    if (project) await requireFree({ noun, name: planned.name, adopts: planned.adopt_existing }, project, client);
  });
}

interface NewlyNamed {
  readonly project: Given;
  readonly name: Given;
  readonly adopt_existing: boolean | Unknown | null;
}

/** What the settings of something name must be there, and what stays as it was made must not change. */
export async function requireSettings<S>(
  store: Pick<Store<Named, S>, "requireSettings">,
  { settings, id, reference }: { readonly settings: Partial<S>; readonly id: string | null; readonly reference: Given },
  client: Client,
): Promise<void> {
  if (!store.requireSettings || Object.keys(settings).length === 0) return;
  const project = await projectOf(reference, client);
  if (!project) return;
  const where = whereKnown(reference) ?? null;
  await store.requireSettings(project, settings, {
    ...(id !== null && { id }),
    makes: (noun, name) => client.parents.isMaking(noun, where, name) || client.parents.isMakingUnnamed(noun),
  });
}

interface Placed {
  readonly project: string | null;
  readonly scope: string | null;
}

/** What is made once stays in its project: another one that is named instead must be there, and be the same. */
export async function requireSameProject(prior: Placed, reference: Given, client: Client): Promise<void> {
  if (isUnknown(reference) || reference === prior.project) return;
  if (await projectOf(reference, client)) await unchangedProject(prior, { project: reference }, client);
}

/** The project of a plan; undefined if it is not known or not created yet. */
export async function projectOf(reference: Given, { parents, platform }: Client): Promise<Project | undefined> {
  if (isUnknown(reference) || (reference !== null && parents.isMaking("project", null, reference))) return undefined;
  try {
    return await platform.project(reference);
  } catch (cause) {
    if (!(cause instanceof PlatformError) || cause.code !== "gone" || !platform.projects) throw cause;
    const made = `If this configuration creates it, refer to it (project = flagform_project.….name); ${OTHER_ALIAS}`;
    throw new PlatformError({ ...cause.details, nextStep: `${cause.details.nextStep} ${made}` });
  }
}

function storeOf(noun: ParentNoun, { flags, environments, segments }: Platform): Directory<Named> {
  return { flag: flags, environment: environments, segment: segments }[noun];
}

function listedAgain(store: Directory<Named>, project: Project): Promise<readonly Named[]> {
  return store.relist?.(project) ?? store.list(project);
}
