import { z } from "zod";
import { namesOf, plant, refuseRepeats, SeedError } from "../wire/seed";
import { configureFlag } from "./areas/definitions/definition-rows";
import { definitionBody } from "./areas/definitions/definition-schema";
import { addFlagSet } from "./areas/flags/flag-sets";
import { addFlag } from "./areas/flags/flags";
import { ruleBasedContent, setRules } from "./areas/segments/rule-based-segments";
import { addMembership, addSegment } from "./areas/segments/segments";
import { addApiKey } from "./areas/workspaces/api-keys";
import { addEnvironment, addTokens, environmentBody } from "./areas/workspaces/environments";
import { addTrafficType } from "./areas/workspaces/traffic-types";
import { addWorkspace } from "./areas/workspaces/workspaces";
import type { Options } from "./options";
import { ROLES } from "./options";
import type { Environment, Flag, Membership, Segment, TrafficType, Workspace } from "./store/records";
import type { Store } from "./store/store";

const name = z.string().min(1);
const keys = z.array(name).default([]);

const segment = z.strictObject({
  name,
  trafficType: name,
  kind: z.enum(["standard", "large", "rule_based"]).default("standard"),
  description: z.string().default(""),
  /** Where it is enabled, by the environment's name. */
  environments: z.record(name, ruleBasedContent.extend({ keys })).default({}),
});

const flag = z.strictObject({
  name,
  trafficType: name,
  description: z.string().default(""),
  tags: z.array(name).default([]),
  /** As the API takes them, by the environment's name. */
  definitions: z.record(name, definitionBody).default({}),
});

const workspace = z.strictObject({
  name,
  requiresTitleAndComments: z.boolean().default(false),
  /** The names of the organisation and the project in Harness. */
  organization: name.optional(),
  project: name.optional(),
  environments: z.array(environmentBody).default([]),
  trafficTypes: z.array(name).default([]),
  flagSets: z.array(name).default([]),
  segments: z.array(segment).default([]),
  flags: z.array(flag).default([]),
});

/** A seed: workspaces with all that is in them, people, and further API keys. */
const seedSchema = z.strictObject({
  workspaces: z.array(workspace).default([]),
  users: z.array(z.strictObject({ id: name, name, email: name })).default([]),
  groups: z.array(z.strictObject({ id: name, name })).default([]),
  /** Scoped to a workspace and its environments, by name; everywhere when absent. */
  keys: z
    .array(
      z.strictObject({
        key: name,
        roles: z.array(z.enum(ROLES)),
        workspace: name.optional(),
        environments: z.array(name).default([]),
      }),
    )
    .default([]),
});

/** What was created from a seed, with ids. */
export interface Planted {
  readonly workspaces: readonly PlantedWorkspace[];
}

interface Found {
  readonly id: string;
  readonly name: string;
}

export interface PlantedWorkspace extends Found {
  readonly environments: readonly Found[];
  readonly trafficTypes: readonly Found[];
  readonly flags: readonly Found[];
  readonly segments: readonly Found[];
  readonly flagSets: readonly Found[];
}

export function plantSeed(store: Store, options: Options, document: unknown): Planted {
  return plant(seedSchema, document, ({ workspaces, users, groups, keys: apiKeys }) => {
    for (const each of users) store.tables.users.set(each.id, each);
    for (const each of groups) store.tables.groups.set(each.id, each);
    const planted = workspaces.map((each) => plantWorkspace(store, options, each));
    for (const each of apiKeys) plantKey(store, each);
    return { workspaces: planted };
  });
}

function plantWorkspace(store: Store, options: Options, given: z.output<typeof workspace>): PlantedWorkspace {
  refuseRepeats("workspace", [...namesOf(store.tables.workspaces.values()), given.name]);
  refuseRepeats("environment", namesOf(given.environments));
  refuseRepeats("segment", namesOf(given.segments));
  refuseRepeats("flag", namesOf(given.flags));
  const { organization, project, requiresTitleAndComments } = given;
  const made = addWorkspace(store, {
    name: given.name,
    requiresTitleAndComments,
    ...(organization !== undefined && { organization }),
    ...(project !== undefined && { project }),
  });
  const environments = given.environments.map((each) => {
    const added = addEnvironment(store, made, each);
    addTokens(store, made, added);
    return added;
  });
  const types = given.trafficTypes.map((each) => addTrafficType(store, made.id, each));
  const flagSets = given.flagSets.map((each) => addFlagSet(store, made.id, each, ""));
  const segments = plantSegments(store, made, environments, types, given.segments);
  const flags = given.flags.map((each) => plantFlag(store, made, types, each));
  // Once all flags are there: one may depend on another.
  for (const [index, each] of given.flags.entries()) {
    const added = flags[index];
    if (added) plantDefinitions(store, options, environments, added, each);
  }
  const found = ({ id, name: called }: Found): Found => ({ id, name: called });
  return {
    ...found(made),
    environments: environments.map(found),
    trafficTypes: types.map(found),
    flags: flags.map(found),
    segments: segments.map(found),
    flagSets: flagSets.map(found),
  };
}

function plantSegments(
  store: Store,
  { id: owner }: Workspace,
  environments: readonly Environment[],
  types: readonly TrafficType[],
  given: readonly z.output<typeof segment>[],
): Segment[] {
  const filled: (() => void)[] = [];
  const made = given.map((each) => {
    const trafficType = pick("traffic type", types, each.trafficType).id;
    const { name: called, kind, description } = each;
    const added = addSegment(store, { kind, workspace: owner, trafficType, name: called, description });
    for (const [where, content] of Object.entries(each.environments)) {
      const environment = pick("environment", environments, where);
      const membership: Membership = addMembership(store, added, environment);
      membership.keys = content.keys;
      filled.push(() => setRules(store, added, environment, membership, content));
    }
    return added;
  });
  // Once all segments are there: one may name another.
  for (const fill of filled) fill();
  return made;
}

function plantFlag(
  store: Store,
  { id: owner }: Workspace,
  types: readonly TrafficType[],
  given: z.output<typeof flag>,
): Flag {
  const added = addFlag(store, owner, pick("traffic type", types, given.trafficType).id, given.name, given.description);
  if (given.tags.length > 0) added.tags = given.tags.map((each) => ({ name: each }));
  return added;
}

function plantDefinitions(
  store: Store,
  options: Options,
  environments: readonly Environment[],
  added: Flag,
  given: z.output<typeof flag>,
): void {
  for (const [where, body] of Object.entries(given.definitions)) {
    const environment = pick("environment", environments, where);
    configureFlag({ store, options }, added, environment, body);
  }
}

function plantKey(store: Store, given: z.output<typeof seedSchema>["keys"][number]): void {
  const { key: secret, roles } = given;
  const base = { name: "seeded", type: "admin", roles, secret } as const;
  if (given.workspace === undefined) {
    addApiKey(store, { ...base, scope: { kind: "GLOBAL" } });
    return;
  }
  const { id } = pick("workspace", [...store.tables.workspaces.values()], given.workspace);
  const environments = given.environments.map((each) => pick("environment", store.environmentsOf(id), each).id);
  addApiKey(store, {
    ...base,
    scope:
      environments.length > 0 ? { kind: "ENVIRONMENT", workspace: id, environments } : { kind: "WORKSPACE", workspace: id },
  });
}

function pick<T extends Found>(what: string, all: readonly T[], wanted: string): T {
  const found = all.find((each) => each.name === wanted);
  if (!found) throw new SeedError(`the seed document names the ${what} "${wanted}", which it does not make`);
  return found;
}
