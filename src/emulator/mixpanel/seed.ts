import { randomBytes } from "node:crypto";
import { z } from "zod";
import { recordOf } from "../wire/record-of";
import { namesOf, plant, refuseRepeats, SeedError } from "../wire/seed";
import { addCohort, cohortDefinition } from "./areas/cohorts";
import { flagRequest } from "./areas/flag-body";
import { addFlag } from "./areas/flags";
import type { Options } from "./options";
import { PEOPLE } from "./people";
import type { Project, Workspace } from "./store/records";
import type { Store } from "./store/store";

const name = z.string().trim().min(1);
const id = z.int().min(1).optional();

const workspace = z.strictObject({
  name,
  id,
  is_global: z.boolean().default(false),
  is_default: z.boolean().default(false),
});

/** A flag as in a POST, plus what no POST can set: a status, a lock, an experiment's link, screenshots. */
const flag = flagRequest.extend({
  /** The data view by name; the first when absent. */
  workspace: name.optional(),
  locked: z.boolean().default(false),
  content_environments_id: z.string().nullable().default(null),
  screenshots: recordOf(z.string()).default({}),
});

const project = z.strictObject({
  name,
  id,
  token: name.optional(),
  secret: name.optional(),
  /** Enabled flags that the plan serves. */
  limit: z.int().min(0).default(1000),
  workspaces: z.array(workspace).default([]),
  /** A cohort with the name of an existing one updates its members, and its definition if given. */
  cohorts: z.array(cohortDefinition.extend({ name, id, members: z.array(z.string()).nullable().default(null) })).default([]),
  /** Properties by distinct id. */
  profiles: recordOf(recordOf(z.unknown())).default({}),
  flags: z.array(flag).default([]),
});

/** A seed: `{"projects": [{"name", "workspaces", "cohorts", "profiles", "flags"}]}`. A project that exists is added to. */
const seedSchema = z.strictObject({ projects: z.array(project) });

/** What was created from a seed or extended by it, with ids. */
export interface Planted {
  readonly projects: readonly {
    readonly id: number;
    readonly name: string;
    readonly token: string;
    readonly workspaces: readonly { readonly id: number; readonly name: string }[];
    readonly cohorts: readonly { readonly id: number; readonly name: string }[];
    readonly flags: readonly { readonly id: string; readonly key: string }[];
  }[];
}

export function plantSeed(store: Store, options: Options, document: unknown): Planted {
  return plant(seedSchema, document, ({ projects }) => {
    refuseRepeats("project", namesOf(projects));
    return { projects: projects.map((each) => plantProject(store, options, each)) };
  });
}

type GivenProject = z.output<typeof project>;

function plantProject(store: Store, options: Options, given: GivenProject): Planted["projects"][number] {
  const made = store.projectNamed(given.name) ?? addProject(store, given);
  Object.assign(made.profiles, given.profiles);
  const workspaces = plantWorkspaces(store, made, given);
  const cohorts = given.cohorts.map((each) => plantCohort(store, options, made, each));
  const flags = given.flags.map((each) => plantFlag(store, options, made, each));
  return {
    id: made.id,
    name: made.name,
    token: made.token,
    workspaces: workspaces.map((each) => ({ id: each.id, name: each.name })),
    cohorts,
    flags,
  };
}

function addProject(store: Store, given: GivenProject): Project {
  const made: Project = {
    id: given.id ?? store.nextId(),
    name: given.name,
    token: given.token ?? randomBytes(16).toString("hex"),
    secret: given.secret ?? randomBytes(16).toString("hex"),
    limit: given.limit,
    profiles: {},
  };
  if (store.tables.projects.has(made.id)) throw new SeedError(`the seed document gives the project id ${made.id} twice`);
  store.tables.projects.set(made.id, made);
  return made;
}

/** Every project has a view of all its data, unless the seed names other views. */
function plantWorkspaces(store: Store, { id: owner }: Project, { workspaces }: GivenProject): Workspace[] {
  const known = store.workspacesOf(owner);
  const given =
    workspaces.length > 0 || known.length > 0
      ? workspaces
      : [{ name: "All Project Data", id: undefined, is_global: true, is_default: true }];
  for (const each of given) {
    const made: Workspace = { ...each, id: each.id ?? store.nextId(), project: owner };
    if (store.tables.workspaces.has(made.id))
      throw new SeedError(`the seed document gives the workspace id ${made.id} twice`);
    store.tables.workspaces.set(made.id, made);
  }
  refuseRepeats("workspace", namesOf(store.workspacesOf(owner)));
  return store.workspacesOf(owner);
}

function plantCohort(
  store: Store,
  options: Options,
  owner: Project,
  { name: called, id: wanted, members, ...definition }: GivenProject["cohorts"][number],
): { readonly id: number; readonly name: string } {
  const found = store.cohortsOf(owner.id).find((each) => each.name === called);
  const cohort = found ?? addCohort(store, owner.id, PEOPLE.person(options), called, wanted ?? store.nextId());
  cohort.members = members;
  if (Object.keys(definition).length > 0) cohort.definition = { ...cohort.definition, ...definition };
  return { id: cohort.id, name: cohort.name };
}

function plantFlag(
  store: Store,
  options: Options,
  owner: Project,
  { workspace: view, locked, content_environments_id: linked, screenshots, ...fields }: GivenProject["flags"][number],
): { readonly id: string; readonly key: string } {
  const views = store.workspacesOf(owner.id);
  const home = view === undefined ? views[0] : views.find((each) => each.name === view);
  if (!home) throw new SeedError(`the seed document puts the flag "${fields.key}" into a workspace that is not there`);
  refuseRepeats("flag", [...store.flagsWithKey(owner.id, fields.key).map((each) => each.fields.key), fields.key]);
  const made = addFlag({ store, options, by: PEOPLE.person(options), project: owner }, home.id, fields);
  store.tables.flags.set(made.id, { ...made, locked, contentEnvironmentsId: linked, screenshots });
  return { id: made.id, key: fields.key };
}
