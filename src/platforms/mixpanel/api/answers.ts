import * as z from "zod/mini";
import { recordOf } from "../../../record-of";

/** What Mixpanel answers, as far as we look at it. Live answers have more keys than the published schema: they are left out. */

function orNull<T extends z.ZodMiniType>(schema: T): z.ZodMiniDefault<z.ZodMiniNullable<T>> {
  return z._default(z.nullable(schema), null) as z.ZodMiniDefault<z.ZodMiniNullable<T>>;
}

const openObject = recordOf(z.unknown());

const variantAnswer = z.object({
  key: z.string(),
  value: z.unknown(),
  description: orNull(z.string()),
  is_control: z._default(z.boolean(), false),
  split: z._default(z.number(), 0),
  is_sticky: z._default(z.boolean(), false),
});
export type VariantAnswer = z.infer<typeof variantAnswer>;

const groupAnswer = z.object({
  name: orNull(z.string()),
  cohort_definition: orNull(openObject),
  runtime_evaluation_definition: orNull(openObject),
  runtime_evaluation_rule: orNull(openObject),
  runtime_event_rule: orNull(openObject),
  cohort_hash: orNull(z.string()),
  rollout_percentage: z.number(),
  variant_override: orNull(z.object({ key: z.string() })),
  variant_splits: z._default(recordOf(z.number()), {}),
});
export type GroupAnswer = z.infer<typeof groupAnswer>;

const rulesetAnswer = z.object({
  variants: z.array(variantAnswer),
  rollout: z._default(z.array(groupAnswer), []),
  test: orNull(recordOf(recordOf(z.string()))),
});

export const flagAnswer = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  description: orNull(z.string()),
  tags: z._default(z.array(z.string()), []),
  context: z.string(),
  serving_method: z.string(),
  status: z.enum(["enabled", "disabled", "archived"]),
  experiment_id: orNull(z.string()),
  is_experiment_active: orNull(z.boolean()),
  data_group_id: orNull(z.union([z.string(), z.number()])),
  workspace_id: orNull(z.number()),
  hash_salt: orNull(z.string()),
  ruleset: rulesetAnswer,
  created: z.string(),
  modified: z.string(),
  enabled_at: orNull(z.string()),
  deleted: orNull(z.string()),
  content_environments_id: orNull(z.string()),
});
export type FlagAnswer = z.infer<typeof flagAnswer> & { readonly hasPictures?: boolean };

/** Pictures of variants, which no published body can send back: a write would lose them. */
export const screenshots = z.object({
  ruleset: z.object({ variants: z.array(z.object({ screenshot: orNull(z.unknown()) })) }),
});

export const workspaceAnswer = z.object({
  id: z.union([z.number(), z.string()]),
  name: z._default(z.string(), ""),
  is_global: z._default(z.boolean(), false),
  is_default: z._default(z.boolean(), false),
});
export type WorkspaceAnswer = z.infer<typeof workspaceAnswer>;

export const cohortAnswer = z.object({
  id: z.union([z.number(), z.string()]),
  name: z.string(),
  description: orNull(z.string()),
  data_group_id: orNull(z.union([z.string(), z.number()])),
  selector: orNull(z.unknown()),
  behaviors: orNull(z.unknown()),
  groups: orNull(z.unknown()),
});
export type CohortAnswer = z.infer<typeof cohortAnswer>;
