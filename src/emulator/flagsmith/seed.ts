import { randomUUID } from "node:crypto";
import { z } from "zod";
import { namesOf, plant, refuseRepeats } from "../wire/seed";
import { addFeature } from "./areas/features/feature-rows";
import { addEnvironment } from "./areas/projects/environment-rows";
import { addProject } from "./areas/projects/projects";
import { addSegment } from "./areas/segments/segment-rows";
import { OPERATORS } from "./areas/segments/segment-rules";
import type { Options } from "./options";
import type { Project, Rule } from "./store/records";
import type { Store } from "./store/store";

const name = z.string().trim().min(1);

const condition = z.strictObject({
  operator: z.enum(OPERATORS),
  property: z.string().min(1).nullable().default(null),
  value: z.string().nullable().default(null),
});

const innerRule = z.strictObject({
  type: z.enum(["ALL", "ANY", "NONE"]),
  conditions: z.array(condition).default([]),
});

const rule = innerRule.extend({ rules: z.array(innerRule).default([]) });

const project = z.strictObject({
  name,
  environments: z
    .array(z.strictObject({ name, key: z.string().min(1).max(100).optional(), versioning: z.boolean().optional() }))
    .default([]),
  segments: z.array(z.strictObject({ name, description: z.string().optional(), rules: z.array(rule).min(1) })).default([]),
  features: z
    .array(
      z.strictObject({
        name,
        description: z.string().optional(),
        initial_value: z.string().nullable().default(null),
        default_enabled: z.boolean().default(false),
      }),
    )
    .default([]),
});

const entity = z.enum(["environment", "feature", "segment"]);

const field = z.strictObject({
  name,
  type: z.enum(["int", "str", "bool", "url", "multiline_str"]).default("str"),
  entities: z.array(entity).min(1),
  required: z.array(entity).default([]),
});

/**
 * A seed: `{"projects": [{"name", "environments", "segments", "features"}]}`; segments' rules as in the API. Also
 * `users`, `groups` and custom `fields`.
 */
const seedSchema = z.strictObject({
  projects: z.array(project).default([]),
  users: z
    .array(z.strictObject({ email: z.email(), first_name: z.string().default(""), last_name: z.string().default("") }))
    .default([]),
  groups: z.array(z.strictObject({ name })).default([]),
  fields: z.array(field).default([]),
});

/** What was created from a seed, with ids. */
export interface Planted {
  readonly projects: readonly {
    readonly id: number;
    readonly name: string;
    readonly environments: readonly { readonly id: number; readonly name: string; readonly key: string }[];
    readonly features: readonly { readonly id: number; readonly name: string }[];
    readonly segments: readonly { readonly id: number; readonly name: string }[];
  }[];
}

export function plantSeed(store: Store, options: Options, document: unknown): Planted {
  return plant(seedSchema, document, (seed) => {
    refuseAllRepeats(store, seed.projects);
    plantOrganisation(store, seed);
    return { projects: seed.projects.map((each) => plantProject(store, options, each)) };
  });
}

function plantOrganisation(store: Store, { users, groups, fields }: z.output<typeof seedSchema>): void {
  for (const user of users) {
    const id = store.nextId();
    store.tables.users.set(id, { id, ...user, last_login: null, uuid: randomUUID() });
  }
  for (const group of groups) {
    const id = store.nextId();
    store.tables.groups.set(id, { id, name: group.name });
  }
  for (const { name: fieldName, type, entities, required } of fields) {
    const id = store.nextId();
    const uses = entities.map((each) => ({ id: store.nextId(), entity: each, required: required.includes(each) }));
    store.tables.metadataFields.set(id, { id, name: fieldName, type, project: null, uses });
  }
}

function plantProject(store: Store, options: Options, given: z.output<typeof project>): Planted["projects"][number] {
  const made: Project = addProject(store, given.name, options.identities === "edge");
  const environments = given.environments.map((each) =>
    addEnvironment(store, made.id, each.name, each.versioning ?? options.versioning, each.key),
  );
  const segments = given.segments.map((each) => {
    const segment = addSegment(store, made.id, each.name, numbered(store, each.rules));
    segment.description = each.description ?? null;
    return segment;
  });
  const features = given.features.map((each) => {
    const feature = addFeature(store, made, each);
    feature.description = each.description ?? null;
    return feature;
  });
  return {
    id: made.id,
    name: made.name,
    environments: environments.map((each) => ({ id: each.id, name: each.name, key: each.api_key })),
    features: features.map((each) => ({ id: each.id, name: each.name })),
    segments: segments.map((each) => ({ id: each.id, name: each.name })),
  };
}

function numbered(store: Store, rules: readonly z.output<typeof rule>[]): Rule[] {
  const conditions = (list: readonly z.output<typeof condition>[]): Rule["conditions"] =>
    list.map((each) => ({ ...each, id: store.nextId(), description: null }));
  return rules.map((each) => ({
    id: store.nextId(),
    type: each.type,
    conditions: conditions(each.conditions),
    rules: each.rules.map((inner) => ({
      id: store.nextId(),
      type: inner.type,
      rules: [],
      conditions: conditions(inner.conditions),
    })),
  }));
}

function refuseAllRepeats(store: Store, projects: readonly z.output<typeof project>[]): void {
  const { tables } = store;
  refuseRepeats("project", [...namesOf(tables.projects.values()), ...namesOf(projects)]);
  const keys = projects.flatMap((each) => each.environments.flatMap((environment) => environment.key ?? []));
  refuseRepeats("environment key", [...[...tables.environments.values()].map((each) => each.api_key), ...keys]);
  for (const { name: owner, environments, features } of projects) {
    refuseRepeats(`environment of ${owner}`, namesOf(environments));
    refuseRepeats(
      `feature of ${owner}`,
      namesOf(features).map((each) => each.toLowerCase()),
    );
  }
}
