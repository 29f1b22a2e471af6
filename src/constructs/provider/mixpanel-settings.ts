import type { Attributes } from "../internal/literals/attributes";

/**
 * Which of Mixpanel's SDKs may evaluate a flag.
 */
export enum MixpanelServingMethod {
  /** Those in browsers and devices. */
  CLIENT = "client",
  /** Those on servers, by themselves. */
  SERVER = "server",
  /** Mixpanel, or an SDK by itself. */
  REMOTE_OR_LOCAL = "remote_or_local",
  /** Mixpanel only. */
  REMOTE_ONLY = "remote_only",
}

/**
 * Settings of a flag that only Mixpanel has.
 */
export interface MixpanelFlagSettings {
  /**
   * What identities are: `distinct_id`, `device_id` or a group key.
   *
   * @default "distinct_id"
   */
  readonly context?: string;

  /**
   * Which SDKs may evaluate it.
   *
   * @default - not managed
   */
  readonly servingMethod?: MixpanelServingMethod;

  /**
   * The data group that a group key in `context` counts, by id.
   *
   * @default - none
   */
  readonly dataGroup?: string;
}

/**
 * Settings of a definition that only Mixpanel has.
 */
export interface MixpanelDefinitionSettings {
  /**
   * The share of everyone, in percent, who takes part at all. The others get the application's fallback.
   *
   * @default - not managed
   */
  readonly rolloutPercentage?: number;
}

/**
 * Settings of a segment (a cohort) that only Mixpanel has.
 */
export interface MixpanelSegmentSettings {
  /**
   * The data group that it counts, by id.
   *
   * @default - people
   */
  readonly dataGroup?: string;
}

/** The settings, as attributes. */
export function mixpanelFlagAttributes(settings: MixpanelFlagSettings | undefined): Attributes | undefined {
  if (settings === undefined) return undefined;
  const { context, servingMethod, dataGroup } = settings;
  return { context, serving_method: servingMethod, data_group: dataGroup };
}

export function mixpanelDefinitionAttributes(settings: MixpanelDefinitionSettings | undefined): Attributes | undefined {
  return settings && { rollout_percentage: settings.rolloutPercentage };
}

export function mixpanelSegmentAttributes(settings: MixpanelSegmentSettings | undefined): Attributes | undefined {
  return settings && { data_group: settings.dataGroup };
}
