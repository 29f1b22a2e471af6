import type { IResolvable } from "cdktf";
import type { Attributes } from "../internal/literals/attributes";

/**
 * Settings of a flag that only Split has.
 */
export interface SplitFlagSettings {
  /**
   * Creation only: the kind of key that the flag is for, by name.
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
   * Who owns it: ids of users and groups.
   *
   * @default - not managed
   */
  readonly owners?: string[];
}

/**
 * Settings of a definition that only Split has.
 */
export interface SplitDefinitionSettings {
  /**
   * The share of the keys, in percent, that rules and what everyone gets apply to. The others get what `whenOff` names.
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
   * The flag sets it belongs to.
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
   * The title of the next change in Split's log. It is sent along with a change, and is no change by itself.
   *
   * @default - the provider's
   */
  readonly title?: string;

  /**
   * The comment of the next change in Split's log. It is sent along with a change, and is no change by itself.
   *
   * @default - the provider's
   */
  readonly comment?: string;
}

/**
 * What a segment is on Split.
 */
export enum SplitSegmentKind {
  /** Listed identities. */
  STANDARD = "standard",
  /** Conditions. */
  RULE_BASED = "rule_based",
  /** Very many listed identities. */
  LARGE = "large",
}

/**
 * Settings of a segment that only Split has.
 */
export interface SplitSegmentSettings {
  /**
   * Creation only: the kind of key that it holds, by name.
   *
   * @default - the project's only one, or `user`
   */
  readonly trafficType?: string;

  /**
   * Creation only: what it is made of.
   *
   * @default - SplitSegmentKind.RULE_BASED where it has conditions, else SplitSegmentKind.STANDARD
   */
  readonly kind?: SplitSegmentKind;

  /**
   * The environments it exists in, by name.
   *
   * @default - all
   */
  readonly environments?: string[];
}

/**
 * Settings of an environment that only Split has.
 */
export interface SplitEnvironmentSettings {
  /**
   * Whether it is one that customers see: Split asks for more care there.
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
