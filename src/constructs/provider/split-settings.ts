import type { IResolvable } from "cdktf";
import type { Attributes } from "../internal/literals/attributes";

/**
 * Settings of a flag that only exist on Split.
 */
export interface SplitFlagSettings {
  /**
   * Creation only: the kind of key that the flag is for (traffic type), by name.
   *
   * @default - the project's only one, or `user`
   */
  readonly trafficType?: string;

  /**
   * The rollout status, by name.
   *
   * @default - not managed
   */
  readonly rolloutStatus?: string;

  /**
   * The flag's owners: ids of users and groups.
   *
   * @default - not managed
   */
  readonly owners?: string[];
}

/**
 * Settings of a definition that only exist on Split.
 */
export interface SplitDefinitionSettings {
  /**
   * The percentage of keys that rules and `serve` apply to. The others get the variant in `whenOff`.
   *
   * @default - not managed
   */
  readonly trafficAllocation?: number;

  /**
   * The treatment that metrics are compared with, by the variant's key.
   *
   * @default - not managed
   */
  readonly baselineTreatment?: string;

  /**
   * The flag sets that it belongs to, by their ids.
   *
   * @default - not managed
   */
  readonly flagSets?: string[];

  /**
   * Whether impressions are not recorded.
   *
   * @default - not managed
   */
  readonly impressionsDisabled?: boolean | IResolvable;

  /**
   * The title for the change in Split's log. It is sent with a change, and does not cause one.
   *
   * @default - the provider's
   */
  readonly title?: string;

  /**
   * The comment for the change in Split's log. It is sent with a change, and does not cause one.
   *
   * @default - the provider's
   */
  readonly comment?: string;
}

/**
 * The kind of a segment on Split.
 */
export enum SplitSegmentKind {
  /** A list of identities. */
  STANDARD = "standard",
  /** Conditions on attributes. */
  RULE_BASED = "rule_based",
  /** A very large list of identities, uploaded in Split. */
  LARGE = "large",
}

/**
 * Settings of a segment that only exist on Split.
 */
export interface SplitSegmentSettings {
  /**
   * Creation only: the kind of key that it contains (traffic type), by name.
   *
   * @default - the project's only one, or `user`
   */
  readonly trafficType?: string;

  /**
   * Creation only: the kind of segment.
   *
   * @default - SplitSegmentKind.RULE_BASED if it has conditions, otherwise SplitSegmentKind.STANDARD
   */
  readonly kind?: SplitSegmentKind;

  /**
   * The environments that it exists in, by name.
   *
   * @default - all
   */
  readonly environments?: string[];
}

/**
 * Settings of an environment that only exist on Split.
 */
export interface SplitEnvironmentSettings {
  /**
   * Whether it is a production environment. Split protects these more.
   *
   * @default - not managed
   */
  readonly production?: boolean | IResolvable;
}

/** The settings, as attributes. */
export function splitFlagAttributes(settings: SplitFlagSettings | undefined): Attributes | undefined {
  if (settings === undefined) return undefined;
  const { trafficType, rolloutStatus, owners } = settings;
  return { traffic_type: trafficType, rollout_status: rolloutStatus, owners };
}

export function splitDefinitionAttributes(settings: SplitDefinitionSettings | undefined): Attributes | undefined {
  if (settings === undefined) return undefined;
  return {
    traffic_allocation: settings.trafficAllocation,
    baseline_treatment: settings.baselineTreatment,
    flag_sets: settings.flagSets,
    impressions_disabled: settings.impressionsDisabled,
    title: settings.title,
    comment: settings.comment,
  };
}

export function splitSegmentAttributes(settings: SplitSegmentSettings | undefined): Attributes | undefined {
  if (settings === undefined) return undefined;
  const { trafficType, kind, environments } = settings;
  return { traffic_type: trafficType, kind, environments };
}

export function splitEnvironmentAttributes(settings: SplitEnvironmentSettings | undefined): Attributes | undefined {
  return settings && { production: settings.production };
}
