import * as z from "zod/mini";

/**
 * A review as a document: what `flagform review --format json` prints, and what the other formats show. docs/schemas/review.schema.json is
 * made from it. A minor version adds properties; a major one may change them.
 */
export const REVIEW_FORMAT_VERSION = "1.0";

const about = <T extends z.ZodMiniType>(schema: T, description: string): T => schema.check(z.describe(description)) as T;

const outcome = z.strictObject({
  percent: about(z.number(), "The share of the audience that gets it, 0 to 100."),
  enabled: z.boolean(),
  variant: about(z.nullable(z.string()), "The variant's key; null where there is none."),
  value: about(
    z.nullable(z.union([z.boolean(), z.string(), z.number()])),
    "JSON values and numbers of any size are text. Null: the application's own fallback counts.",
  ),
  text: about(z.string(), "The outcome in words."),
  reason: about(z.string(), "Why: `default`, `segment beta`, `identity user-42`, `rule staff`, `killed`, …"),
});

const answer = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("served"),
    outcomes: about(z.array(outcome), "The largest share first. They sum to 100."),
    assuming: about(z.array(z.string()), "What the answer takes for granted."),
    text: z.string(),
  }),
  z.strictObject({
    kind: z.literal("unknown"),
    enabled: about(z.nullable(z.boolean()), "Whether it is on, where at least that is known."),
    because: about(z.array(z.string()), "Why the plan does not show it. Do not read an unknown answer as unchanged."),
    text: z.string(),
  }),
  z.strictObject({
    kind: z.literal("absent"),
    because: about(z.string(), "Why there is nothing to be served: the flag or the override does not exist."),
    text: z.string(),
  }),
]);

const movedPercent = about(
  z.nullable(z.number()),
  "The share that is served something else than before, 0 to 100. Null: the plan does not show it.",
);

const audience = z.strictObject({
  kind: z.enum(["everyone", "segment", "identity", "rule"]),
  name: about(z.nullable(z.string()), "Of the segment, the identity or the rule; null for everyone else."),
});

const audienceChange = z.strictObject({
  audience,
  before: answer,
  after: answer,
  moved_percent: movedPercent,
  notes: about(z.array(z.string()), "What else changes for them: a priority, who is meant, who manages it."),
});

const flagChange = z.strictObject({
  flag: z.string(),
  moved_percent: about(
    z.nullable(z.number()),
    "The share of everyone without an override of their own that is served something else. Null: the plan does not show it.",
  ),
  audiences: z.array(audienceChange),
  notes: about(z.array(z.string()), "What else changes for all of them."),
  addresses: about(z.array(z.string()), "The resources behind it."),
});

const environment = z.strictObject({
  name: z.string(),
  project: about(z.string(), "The project; empty where the plan does not name it."),
  platform: z.nullable(z.enum(["flagsmith", "split", "vercel", "mixpanel"])),
  production: about(z.boolean(), "Whether it counts as production: see --production."),
  flags: z.array(flagChange),
});

export const DANGERS = [
  "kill-lifted",
  "flag-deleted",
  "flag-replaced",
  "flag-archived",
  "type-changed",
  "environment-deleted",
  "segment-deleted",
  "server-key-deleted",
  "project-changed",
  "all-at-once",
  "production-first",
  "override-lost",
  "others-removed",
  "outside-reverted",
  "handed-over",
  "left-served",
  "reshuffled",
  "action-invoked",
] as const;

const danger = z.strictObject({
  id: z.enum(DANGERS),
  text: z.string(),
  project: z.string(),
  environment: z.nullable(z.string()),
  flag: z.nullable(z.string()),
  audience: z.nullable(audience),
  addresses: z.array(z.string()),
});

const resourceNote = z.strictObject({
  kind: z.enum(["flag", "segment", "environment", "other"]),
  name: z.string(),
  change: z.enum(["created", "changed", "replaced", "deleted", "moved", "imported", "forgotten"]),
  text: z.string(),
  address: z.string(),
});

const personaChange = z.strictObject({
  persona: z.string(),
  environment: z.string(),
  project: z.string(),
  flag: z.string(),
  before: answer,
  after: answer,
  moved_percent: movedPercent,
});

const unseen = z.strictObject({
  id: z.enum([
    "incomplete",
    "errored",
    "deferred",
    "unmanaged",
    "unknown",
    "sensitive",
    "others",
    "platform",
    "destroy",
    "segment",
  ]),
  text: z.string(),
  addresses: z.array(z.string()),
});

export const reviewDocument = z.strictObject({
  format: z.literal("flagform-review"),
  format_version: z.string(),
  summary: z.strictObject({
    text: about(z.string(), "One line: what a comment's title says."),
    has_flags: about(z.boolean(), "Whether the plan has resources of the flagform provider at all."),
    dangers: z.int(),
    changes: about(z.int(), "Flags whose serving changes, counted once in each environment."),
    unknown: about(z.int(), "Of these, the ones whose moved share the plan does not show."),
    most_moved_percent: about(z.nullable(z.number()), "The largest known moved share; null where nothing is known to move."),
  }),
  dangers: about(z.array(danger), "The most serious kinds first."),
  environments: about(z.array(environment), "Production first."),
  resources: about(z.array(resourceNote), "What changes apart from what is served."),
  personas: about(z.array(personaChange), "People of --personas who are served something else, or perhaps."),
  unseen: about(z.array(unseen), "What the review could not see."),
});

export type Review = z.output<typeof reviewDocument>;
export type ReviewAnswer = z.output<typeof answer>;
export type ReviewOutcome = z.output<typeof outcome>;
export type ReviewAudience = z.output<typeof audience>;
export type AudienceChange = z.output<typeof audienceChange>;
export type FlagChange = z.output<typeof flagChange>;
export type EnvironmentChange = z.output<typeof environment>;
export type ReviewDanger = z.output<typeof danger>;
export type DangerId = (typeof DANGERS)[number];
export type ResourceNote = z.output<typeof resourceNote>;
export type PersonaChange = z.output<typeof personaChange>;
export type Unseen = z.output<typeof unseen>;
