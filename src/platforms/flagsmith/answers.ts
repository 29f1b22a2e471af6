import { z } from "zod";

/** What Flagsmith answers, as far as we look at it. Keys that we do not know are let through or left out, never refused. */

export const projectAnswer = z.object({
  id: z.number(),
  name: z.string(),
  organisation: z.number(),
  use_edge_identities: z.boolean().default(false),
  minimum_change_request_approvals: z.number().nullable().default(null),
});
export type ProjectAnswer = z.infer<typeof projectAnswer>;

export const organisationAnswer = z.object({ id: z.number(), name: z.string() });

/** Custom fields: never looked into, always sent back, for an update without them deletes them. */
const metadata = z.array(z.unknown()).default([]);

export const environmentAnswer = z.object({
  id: z.number(),
  name: z.string(),
  api_key: z.string(),
  description: z.string().nullable().default(null),
  minimum_change_request_approvals: z.number().nullable().default(null),
  metadata,
});
export type EnvironmentAnswer = z.infer<typeof environmentAnswer>;

export const rawValue = z.union([z.string(), z.number(), z.boolean()]).nullable();
export type RawValue = z.infer<typeof rawValue>;

export const featureAnswer = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string().nullable().default(null),
  tags: z.array(z.number()).default([]),
  is_archived: z.boolean().default(false),
  default_enabled: z.boolean().default(false),
  initial_value: z.string().nullable().default(null),
  is_server_key_only: z.boolean().default(false),
  metadata,
  /** Only where the list was asked for with an environment. */
  environment_feature_state: z.object({ enabled: z.boolean(), feature_state_value: rawValue }).nullable().default(null),
});
export type FeatureAnswer = z.infer<typeof featureAnswer>;

export const tagAnswer = z.object({ id: z.number(), label: z.string(), is_system_tag: z.boolean().default(false) });
export type TagAnswer = z.infer<typeof tagAnswer>;

const conditionAnswer = z.object({
  id: z.number().default(0),
  operator: z.string(),
  property: z.string().nullable().default(null),
  value: z.string().nullable().default(null),
  description: z.string().nullable().default(null),
});
export type ConditionAnswer = z.infer<typeof conditionAnswer>;

const ruleType = z.enum(["ALL", "ANY", "NONE"]);
const subRuleAnswer = z.object({
  id: z.number().default(0),
  type: ruleType,
  conditions: z.array(conditionAnswer).default([]),
});
const ruleAnswer = subRuleAnswer.extend({ rules: z.array(subRuleAnswer).default([]) });
export type RuleAnswer = z.infer<typeof ruleAnswer>;

export const segmentAnswer = z.object({
  id: z.number(),
  name: z.string(),
  description: z.string().nullable().default(null),
  feature: z.number().nullable().default(null),
  rules: z.array(ruleAnswer),
  metadata,
});
export type SegmentAnswer = z.infer<typeof segmentAnswer>;

const wireValue = z.object({ type: z.enum(["string", "integer", "boolean"]), value: z.string() });
export type WireValue = z.infer<typeof wireValue>;
const variantAnswer = z.object({ id: z.number(), weight: z.number() });
export type VariantAnswer = z.infer<typeof variantAnswer>;

/** The whole flag in one environment, as `__future__` has it. */
export const flagAnswer = z.object({
  environment_default: z.object({
    enabled: z.boolean(),
    value: wireValue.nullable(),
    variants: z.array(variantAnswer).default([]),
  }),
  segment_overrides: z.array(
    z.object({
      segment: z.object({ id: z.number() }),
      priority: z.number(),
      enabled: z.boolean(),
      value: wireValue.nullable(),
      variants: z.array(variantAnswer).default([]),
    }),
  ),
});
export type FlagAnswer = z.infer<typeof flagAnswer>;

const typedValue = z.object({
  type: z.enum(["unicode", "int", "bool"]),
  string_value: z.string().nullable().default(null),
  integer_value: z.number().nullable().default(null),
  boolean_value: z.boolean().nullable().default(null),
});
export type TypedValue = z.infer<typeof typedValue>;

/** A state of the older API: a default, a segment's or an identity's. */
export const featureStateAnswer = z.object({
  enabled: z.boolean(),
  feature_state_value: typedValue.nullable(),
  identity: z.unknown(),
  feature_segment: z.number().nullable(),
});
export const featureSegmentAnswer = z.object({ id: z.number(), segment: z.number(), priority: z.number() });

export const identityAnswer = z.object({ id: z.number(), identifier: z.string() });
export const identityStateAnswer = z.object({
  id: z.number(),
  enabled: z.boolean(),
  feature_state_value: rawValue,
  feature: z.number(),
});
export type IdentityStateAnswer = z.infer<typeof identityStateAnswer>;

const documentState = z.object({
  feature: z.object({ id: z.number() }),
  enabled: z.boolean(),
  feature_state_value: rawValue,
  feature_segment: z.object({ priority: z.number().nullable() }).nullish(),
});
/** All that an environment serves, in one answer. */
export const documentAnswer = z.object({
  project: z.object({ segments: z.array(z.object({ id: z.number(), feature_states: z.array(documentState).default([]) })) }),
  feature_states: z.array(documentState),
  identity_overrides: z
    .array(z.object({ identifier: z.string(), identity_features: z.array(documentState).default([]) }))
    .default([]),
});
export type DocumentAnswer = z.infer<typeof documentAnswer>;
