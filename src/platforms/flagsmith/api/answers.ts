import * as z from "zod/mini";

/** The parts of Flagsmith's answers that the adapter uses. Unknown keys are kept or dropped, never refused. */

/** Left out means null: older servers lack some keys. */
function orNull<T extends z.ZodMiniType>(schema: T): z.ZodMiniDefault<z.ZodMiniNullable<T>> {
  return z._default(z.nullable(schema), null) as z.ZodMiniDefault<z.ZodMiniNullable<T>>;
}

export const projectAnswer = z.object({
  id: z.number(),
  name: z.string(),
  organisation: z.number(),
  use_edge_identities: z._default(z.boolean(), false),
  minimum_change_request_approvals: orNull(z.number()),
});
export type ProjectAnswer = z.infer<typeof projectAnswer>;

export const managedProjectAnswer = z.object({
  id: z.number(),
  uuid: z.string(),
  name: z.string(),
  organisation: z.number(),
  hide_disabled_flags: z.optional(z.boolean()),
  prevent_flag_defaults: z.optional(z.boolean()),
  enable_realtime_updates: z.optional(z.boolean()),
  only_allow_lower_case_feature_names: z.optional(z.boolean()),
  feature_name_regex: z.optional(z.nullable(z.string())),
  stale_flags_limit_days: z.optional(z.nullable(z.number())),
  enforce_feature_owners: z.optional(z.boolean()),
  minimum_change_request_approvals: z.optional(z.nullable(z.number())),
});
export type ManagedProjectAnswer = z.infer<typeof managedProjectAnswer>;

export const organisationAnswer = z.object({ id: z.number(), name: z.string(), uuid: z._default(z.string(), "") });
export type OrganisationAnswer = z.infer<typeof organisationAnswer>;

export const serverKeyAnswer = z.object({
  id: z.number(),
  name: z.string(),
  key: z.string(),
  active: z._default(z.boolean(), true),
  created_at: orNull(z.string()),
});
export type ServerKeyAnswer = z.infer<typeof serverKeyAnswer>;

/** Values of custom fields: always sent back, because an update without them deletes them. */
const metadataAnswer = z.object({ model_field: z.number(), field_value: z.string() });
export type MetadataAnswer = z.infer<typeof metadataAnswer>;
const metadata = z._default(z.array(metadataAnswer), []);

export const customFieldAnswer = z.object({
  id: z.number(),
  name: z.string(),
  /** One for each kind of object that the field applies to. */
  model_fields: z._default(z.array(z.object({ id: z.number(), content_type: z.number() })), []),
});
export type CustomFieldAnswer = z.infer<typeof customFieldAnswer>;
export const contentTypeAnswer = z.object({ id: z.number(), model: z.string() });

export const userAnswer = z.object({ id: z.number(), email: z.string() });
export const groupAnswer = z.object({ id: z.number(), name: z.string() });

export const environmentAnswer = z.object({
  id: z.number(),
  name: z.string(),
  api_key: z.string(),
  description: orNull(z.string()),
  minimum_change_request_approvals: orNull(z.number()),
  use_v2_feature_versioning: z._default(z.boolean(), false),
  allow_client_traits: z.optional(z.boolean()),
  banner_text: z.optional(z.nullable(z.string())),
  banner_colour: z.optional(z.nullable(z.string())),
  hide_disabled_flags: z.optional(z.nullable(z.boolean())),
  hide_sensitive_data: z.optional(z.boolean()),
  use_identity_composite_key_for_hashing: z.optional(z.boolean()),
  use_identity_overrides_in_local_eval: z.optional(z.boolean()),
  metadata,
});
export const cloneAnswer = z.object({ id: z.number(), name: z.string(), api_key: z.string() });
export type EnvironmentAnswer = z.infer<typeof environmentAnswer>;

export const rawValue = z.nullable(z.union([z.string(), z.number(), z.boolean()]));
export type RawValue = z.infer<typeof rawValue>;

/** One of a flag's variants. */
export const optionAnswer = z.object({
  id: z.number(),
  type: z.enum(["unicode", "int", "bool"]),
  string_value: orNull(z.string()),
  integer_value: orNull(z.number()),
  boolean_value: orNull(z.boolean()),
  /** What new environments start with, in percent. */
  default_percentage_allocation: z._default(z.number(), 0),
  /** Absent on servers that store no keys. */
  key: z.optional(z.nullable(z.string())),
});
export type OptionAnswer = z.infer<typeof optionAnswer>;

/** The shares of variants in older APIs. Absent variants have none. */
const weights = z._default(
  z.array(
    z.object({
      /** The id of the share's row. Absent at the edge, which has no rows. */
      id: z.optional(z.nullable(z.number())),
      multivariate_feature_option: z.number(),
      percentage_allocation: z.number(),
    }),
  ),
  [],
);
export type WeightAnswer = z.infer<typeof weights>[number];

export const featureAnswer = z.object({
  id: z.number(),
  name: z.string(),
  description: orNull(z.string()),
  tags: z._default(z.array(z.number()), []),
  is_archived: z._default(z.boolean(), false),
  default_enabled: z._default(z.boolean(), false),
  initial_value: orNull(z.string()),
  is_server_key_only: z._default(z.boolean(), false),
  created_date: orNull(z.string()),
  owners: z._default(z.array(userAnswer), []),
  group_owners: z._default(z.array(groupAnswer), []),
  multivariate_options: z._default(z.array(optionAnswer), []),
  metadata,
  /** Only if the list was requested with an environment. */
  environment_feature_state: orNull(z.object({ enabled: z.boolean(), feature_state_value: rawValue })),
});
export type FeatureAnswer = z.infer<typeof featureAnswer>;
export const ownersAnswer = z.pick(featureAnswer, { owners: true, group_owners: true });

export const tagAnswer = z.object({ id: z.number(), label: z.string(), is_system_tag: z._default(z.boolean(), false) });
export type TagAnswer = z.infer<typeof tagAnswer>;

const conditionAnswer = z.object({
  id: z._default(z.number(), 0),
  operator: z.string(),
  property: orNull(z.string()),
  value: orNull(z.string()),
  description: orNull(z.string()),
});
export type ConditionAnswer = z.infer<typeof conditionAnswer>;

const ruleType = z.enum(["ALL", "ANY", "NONE"]);
const subRuleAnswer = z.object({
  id: z._default(z.number(), 0),
  type: ruleType,
  conditions: z._default(z.array(conditionAnswer), []),
});
const ruleAnswer = z.extend(subRuleAnswer, { rules: z._default(z.array(subRuleAnswer), []) });
export type RuleAnswer = z.infer<typeof ruleAnswer>;

export const segmentAnswer = z.object({
  id: z.number(),
  name: z.string(),
  description: orNull(z.string()),
  feature: orNull(z.number()),
  rules: z.array(ruleAnswer),
  created_at: orNull(z.string()),
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
    value: z.nullable(wireValue),
    variants: z._default(z.array(variantAnswer), []),
  }),
  segment_overrides: z.array(
    z.object({
      segment: z.object({ id: z.number() }),
      priority: z.number(),
      enabled: z.boolean(),
      value: z.nullable(wireValue),
      variants: z._default(z.array(variantAnswer), []),
    }),
  ),
});
export type FlagAnswer = z.infer<typeof flagAnswer>;

const typedValue = z.object({
  type: z.enum(["unicode", "int", "bool"]),
  string_value: orNull(z.string()),
  integer_value: orNull(z.number()),
  boolean_value: orNull(z.boolean()),
});
export type TypedValue = z.infer<typeof typedValue>;

/** A state of the older API: the default, a segment's or an identity's. */
export const featureStateAnswer = z.object({
  id: z.number(),
  enabled: z.boolean(),
  feature_state_value: z.nullable(typedValue),
  multivariate_feature_state_values: weights,
  identity: z.unknown(),
  feature_segment: z.nullable(z.number()),
});
export const featureSegmentAnswer = z.object({ id: z.number(), segment: z.number(), priority: z.number() });
/** A state that was written, with the rows of its shares. */
export const writtenStateAnswer = z.object({ id: z.number(), multivariate_feature_state_values: weights });
/** A new override, its link in it. */
export const segmentOverrideAnswer = z.extend(writtenStateAnswer, { feature_segment: featureSegmentAnswer });

export const identityAnswer = z.object({ id: z.number(), identifier: z.string() });
export const identityStateAnswer = z.object({
  id: z.number(),
  enabled: z.boolean(),
  feature_state_value: rawValue,
  feature: z.number(),
  multivariate_feature_state_values: weights,
});
/** A state of one identity, with the identity. */
export const ownStateAnswer = z.extend(identityStateAnswer, { identity: z.object({ identifier: z.string() }) });

export type IdentityStateAnswer = z.infer<typeof identityStateAnswer>;

const documentState = z.object({
  feature: z.object({ id: z.number() }),
  enabled: z.boolean(),
  feature_state_value: rawValue,
  feature_segment: z.nullish(z.object({ priority: z.nullable(z.number()) })),
  multivariate_feature_state_values: z._default(
    z.array(z.object({ multivariate_feature_option: z.object({ id: z.number() }), percentage_allocation: z.number() })),
    [],
  ),
});
/** Everything an environment serves, in one answer. */
export const documentAnswer = z.object({
  project: z.object({
    segments: z.array(z.object({ id: z.number(), feature_states: z._default(z.array(documentState), []) })),
  }),
  feature_states: z.array(documentState),
  identity_overrides: z._default(
    z.array(z.object({ identifier: z.string(), identity_features: z._default(z.array(documentState), []) })),
    [],
  ),
});
export type DocumentAnswer = z.infer<typeof documentAnswer>;
