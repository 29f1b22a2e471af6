import type { Json } from "../drf/json";

/** Rows of the emulated database. Plain data throughout, so that a snapshot of a table is one structured clone. */
export interface Organisation {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly subscription: { readonly id: number; readonly uuid: string };
}

export interface Project {
  readonly id: number;
  readonly uuid: string;
  readonly organisation: number;
  /** Identities at the edge, as on SaaS. */
  readonly edge: boolean;
  name: string;
  hide_disabled_flags: boolean;
  prevent_flag_defaults: boolean;
  enable_realtime_updates: boolean;
  only_allow_lower_case_feature_names: boolean;
  feature_name_regex: string | null;
  stale_flags_limit_days: number;
  minimum_change_request_approvals: number | null;
  enforce_feature_owners: boolean;
}

export type MetadataEntity = "environment" | "feature" | "segment";

/** A custom field of the organisation (or of one project), and what it can be filled in for. */
export interface MetadataField {
  readonly id: number;
  readonly name: string;
  readonly type: "int" | "str" | "bool" | "url" | "multiline_str";
  readonly project: number | null;
  readonly uses: readonly { readonly id: number; readonly entity: MetadataEntity; readonly required: boolean }[];
}

export interface User {
  readonly id: number;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly last_login: string | null;
  readonly uuid: string;
}

export interface Group {
  readonly id: number;
  readonly name: string;
}

export interface Metadata {
  readonly id: number;
  readonly model_field: number;
  readonly field_value: string;
}

export interface Environment {
  readonly id: number;
  readonly uuid: string;
  readonly project: number;
  name: string;
  api_key: string;
  description: string | null;
  minimum_change_request_approvals: number | null;
  allow_client_traits: boolean;
  banner_text: string | null;
  banner_colour: string | null;
  hide_disabled_flags: boolean | null;
  use_identity_composite_key_for_hashing: boolean;
  hide_sensitive_data: boolean;
  use_v2_feature_versioning: boolean;
  use_identity_overrides_in_local_eval: boolean;
  metadata: Metadata[];
  updatedAt: Date;
}

export interface ServerKey {
  readonly id: number;
  readonly environment: number;
  readonly key: string;
  readonly created_at: Date;
  active: boolean;
  name: string;
  expires_at: string | null;
}

export interface Feature {
  readonly id: number;
  readonly uuid: string;
  readonly project: number;
  readonly name: string;
  readonly default_enabled: boolean;
  readonly initial_value: string | null;
  readonly createdAt: Date;
  type: "STANDARD" | "MULTIVARIATE";
  description: string | null;
  tags: number[];
  is_archived: boolean;
  is_server_key_only: boolean;
  owners: number[];
  group_owners: number[];
  metadata: Metadata[];
}

export type ValueType = "unicode" | "int" | "bool";

/** A typed value keeps the columns of its other types: `type` alone says which one counts. */
export interface StoredValue {
  type: ValueType;
  string_value: string | null;
  integer_value: number | null;
  boolean_value: boolean | null;
}

export interface VariantOption extends StoredValue {
  readonly id: number;
  readonly uuid: string;
  readonly feature: number;
  default_percentage_allocation: number;
  key: string | null;
}

export interface Tag {
  readonly id: number;
  readonly uuid: string;
  readonly project: number;
  label: string;
  color: string;
  description: string | null;
  is_permanent: boolean;
}

export interface Condition {
  readonly id: number;
  readonly operator: string;
  readonly property: string | null;
  readonly value: string | null;
  readonly description: string | null;
}

export interface Rule {
  readonly id: number;
  readonly type: "ALL" | "ANY" | "NONE";
  readonly conditions: readonly Condition[];
  readonly rules: readonly Rule[];
}

export interface Segment {
  readonly id: number;
  readonly uuid: string;
  readonly project: number;
  readonly createdAt: Date;
  updatedAt: Date;
  name: string;
  description: string | null;
  feature: number | null;
  rules: readonly Rule[];
  metadata: Metadata[];
}

/** The share of a feature state that one variant gets. */
export interface Weight {
  readonly id: number;
  readonly uuid: string;
  option: number;
  percentage: number;
}

/** FeatureSegment: links a feature to a segment in an environment (and, with versioning, in one version). */
export interface Link {
  readonly id: number;
  readonly uuid: string;
  readonly segment: number;
  version: string | null;
  priority: number;
}

export interface FeatureState {
  readonly id: number;
  readonly uuid: string;
  readonly environment: number;
  readonly feature: number;
  readonly identity: number | null;
  readonly link: number | null;
  readonly createdAt: Date;
  /** The id of the first state of its line: identities keep their variant when a version copies the state. */
  readonly seed: number;
  /** Null for the states that a version copied: only the first ones of a flag carry the old version number. */
  readonly versionNumber: 1 | null;
  version: string | null;
  enabled: boolean;
  value: StoredValue;
  weights: Weight[];
  updatedAt: Date;
  liveFrom: Date | null;
}

export interface FeatureVersion {
  readonly uuid: string;
  readonly createdAt: Date;
  readonly description: string | null;
  /** Order of creation. */
  readonly sequence: number;
  updatedAt: Date;
  publishedAt: Date | null;
  liveFrom: Date | null;
  /** Order of publishing: the later of two versions that went live in the same millisecond wins. */
  published: number | null;
}

/** The states, links and versions of one feature in one environment. */
export interface Flag {
  readonly environment: number;
  readonly feature: number;
  states: FeatureState[];
  links: Link[];
  versions: FeatureVersion[];
}

export interface Trait {
  readonly id: number;
  readonly key: string;
  value: TraitValue;
}

export type TraitValue =
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean };

export interface Identity {
  readonly id: number;
  readonly environment: number;
  readonly identifier: string;
  readonly createdAt: Date;
  traits: Trait[];
}

/** An identity of a project that keeps its identities at the edge: one document with its overrides in it. */
export interface EdgeIdentity {
  readonly uuid: string;
  readonly environment: number;
  readonly identifier: string;
  dashboardAlias: string | null;
  overrides: EdgeOverride[];
  /** As they were sent: types are not checked there. */
  traits: Map<string, Json>;
}

export interface EdgeOverride {
  readonly uuid: string;
  readonly feature: number;
  enabled: boolean;
  value: Json;
  weights: { readonly uuid: string; readonly option: number; readonly percentage: number }[];
}
