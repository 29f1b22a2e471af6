import { z } from "zod";
import { namesOf, plant, refuseRepeats } from "../wire/seed";
import { checkFlag } from "./areas/flag-rules";
import { addFlag, newContent } from "./areas/flag-store";
import { addSegment } from "./areas/segments";
import type { Options } from "./options";
import type { Environments } from "./schema/environment";
import type { Variant } from "./schema/flag-body";
import { plantedFlag, STATES } from "./schema/flag-body";
import { createSegmentBody, segmentData } from "./schema/segment-body";
import { entities } from "./schema/settings-body";
import { newId } from "./store/ids";
import type { Project } from "./store/records";
import type { Store } from "./store/store";

/** Every project has these (reference, 5). */
const ENVIRONMENTS = ["production", "preview", "development"];

const project = z.strictObject({
  name: z.string().min(1),
  id: z.string().min(1).optional(),
  scope: z.enum(["team", "personal"]).default("team"),
  /** Custom environments in addition to the three. */
  environments: z.array(z.string().min(1)).default([]),
  entities: entities.default([]),
  segments: z
    .array(createSegmentBody.partial({ label: true, hint: true, data: true }).extend({ id: z.string().min(1).optional() }))
    .default([]),
  flags: z.array(plantedFlag).default([]),
  marketplaceFlags: z
    .array(
      z.strictObject({
        slug: z.string(),
        origin: z.string().default("marketplace"),
        state: z.enum(STATES).default("active"),
      }),
    )
    .default([]),
});

/**
 * A seed: `{"projects": [{"name", "environments", "segments", "flags"}]}`, segments and flags as in the API. Omitted
 * parts of a flag are generated: variants off and on for a boolean flag, environments paused on the first variant.
 */
const seedSchema = z.strictObject({ projects: z.array(project) });

/** What was created from a seed, with ids. */
export interface Planted {
  readonly projects: readonly {
    readonly id: string;
    readonly name: string;
    readonly environments: readonly string[];
    readonly flags: readonly { readonly id: string; readonly slug: string }[];
    readonly segments: readonly { readonly id: string; readonly slug: string }[];
  }[];
}

export function plantSeed(store: Store, options: Options, document: unknown): Planted {
  return plant(seedSchema, document, ({ projects }) => {
    refuseRepeats("project", [...namesOf(store.tables.projects.values()), ...namesOf(projects)]);
    for (const { name: owner, flags, segments } of projects) {
      refuseRepeats(`flag of ${owner}`, slugsOf(flags));
      refuseRepeats(`segment of ${owner}`, slugsOf(segments));
    }
    return { projects: projects.map((each) => plantProject(store, options, each)) };
  });
}

function slugsOf(things: readonly { readonly slug: string }[]): string[] {
  return things.map((each) => each.slug);
}

function plantProject(store: Store, options: Options, given: z.output<typeof project>): Planted["projects"][number] {
  const made: Project = {
    ...{ id: given.id ?? newId("prj"), name: given.name, scope: given.scope, entities: given.entities, enabled: true },
    environments: [...new Set([...ENVIRONMENTS, ...given.environments])],
    ...{ createdAt: undefined, updatedAt: undefined, packRevision: 0, packBytes: 0, configUpdatedAt: undefined },
  };
  store.tables.projects.set(made.id, made);
  const segments = given.segments.map((each) =>
    addSegment(
      store,
      made,
      { ...each, label: each.label ?? each.slug, hint: each.hint ?? "", data: each.data ?? segmentData.parse({}) },
      each.createdBy ?? store.other.id,
    ),
  );
  const flags = given.flags.map((each) => plantFlag(store, options, made, each));
  for (const each of given.marketplaceFlags) {
    const flag = { ...each, id: newId("mkt"), sequence: store.next(), projectId: made.id };
    store.tables.marketplaceFlags.set(flag.id, flag);
  }
  const named = ({ id, slug }: { readonly id: string; readonly slug: string }) => ({ id, slug });
  return {
    id: made.id,
    name: made.name,
    environments: made.environments,
    flags: flags.map(named),
    segments: segments.map(named),
  };
}

function plantFlag(store: Store, options: Options, home: Project, given: z.output<typeof plantedFlag>) {
  const variants = given.variants ?? (given.kind === "boolean" ? BOOLEAN_VARIANTS : []);
  const whole = { ...given, variants, environments: given.environments ?? paused(home, variants[0]?.id) };
  const content = newContent(whole);
  checkFlag(content, given.kind, home, options);
  return addFlag(store, home, whole, content, store.other.id);
}

const BOOLEAN_VARIANTS: Variant[] = [
  { id: "off", value: false, label: "Off" },
  { id: "on", value: true, label: "On" },
];

function paused({ environments }: Project, variantId: string | undefined): Environments {
  if (variantId === undefined) return {};
  const outcome = { type: "variant", variantId } as const;
  return Object.fromEntries(
    environments.map((name) => [name, { active: false, pausedOutcome: outcome, fallthrough: outcome, rules: [] }]),
  );
}
