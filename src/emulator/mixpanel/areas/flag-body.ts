import { z } from "zod";
import { recordOf } from "../../wire/record-of";

/** The published request schema (3.1-3.8), closed at every level. */
const anything = z.unknown().refine((value) => value !== undefined);
const openObject = recordOf(z.unknown());

const variant = z.strictObject({
  key: z.string(),
  value: anything,
  description: z.string().nullable().default(null),
  is_control: z.boolean(),
  split: z.number().min(0).max(1),
  is_sticky: z.boolean().default(false),
});

const eventRule = z.strictObject({
  event_name: z.string(),
  time_window: z.literal("while_flag_enabled"),
  duration: z.enum(["end_of_session", "indefinitely"]).nullable().default(null),
  property_filters: openObject.nullable().default(null),
});

const rolloutGroup = z.strictObject({
  name: z.string().nullable().default(null),
  cohort_definition: openObject.nullable().default(null),
  runtime_evaluation_definition: openObject.nullable().default(null),
  runtime_evaluation_rule: openObject.nullable().default(null),
  runtime_event_rule: eventRule.nullable().default(null),
  cohort_hash: z.string().nullable().default(null),
  rollout_percentage: z.number().min(0).max(1),
  variant_override: z.strictObject({ key: z.string() }).nullable().default(null),
  variant_splits: recordOf(z.number()),
});

const ruleset = z.strictObject({
  variants: z.array(variant).max(11),
  rollout: z.array(rolloutGroup),
  test: recordOf(recordOf(z.string())).nullable().default(null),
});

export const flagRequest = z.strictObject({
  name: z.string().min(1).max(255),
  key: z.string().min(1).max(255),
  description: z.string().nullable().default(null),
  tags: z.array(z.string()),
  experiment_id: z.uuidv4().nullable().default(null),
  status: z.enum(["enabled", "disabled", "archived"]).default("disabled"),
  context: z.string().min(1).max(255),
  data_group_id: z.union([z.string(), z.int()]).nullable().default(null),
  serving_method: z.enum(["client", "server", "remote_or_local", "remote_only"]),
  ruleset,
  workspace_id: z.int().nullable().default(null),
  is_experiment_active: z.boolean().nullable().default(null),
  hash_salt: z.string().length(32).nullable().default(null),
  reset_hash_salt: z.boolean().nullable().default(null),
});

/** Including what live responses have beyond the published schema. */
export const echoedRequest = flagRequest.extend({ content_environments: z.array(z.unknown()).nullish() });

/** A flag as the API writes it, with every default filled in. */
export type FlagFields = z.output<typeof flagRequest>;
export type RuleSet = FlagFields["ruleset"];
export type Variant = RuleSet["variants"][number];
export type RolloutGroup = RuleSet["rollout"][number];
