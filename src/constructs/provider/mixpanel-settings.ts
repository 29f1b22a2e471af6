import type { Attributes } from "../internal/literals/attributes";

/**
 * Which of Mixpanel's SDKs may evaluate a flag.
 */
export enum MixpanelServingMethod {
  /** SDKs in browsers and devices. */
  CLIENT = "client",
  /** SDKs on servers, with local evaluation. */
  SERVER = "server",
  /** Mixpanel's servers, or SDKs with local evaluation. */
  REMOTE_OR_LOCAL = "remote_or_local",
  /** Only Mixpanel's servers. */
  REMOTE_ONLY = "remote_only",
}

/**
 * Settings of a flag that only exist on Mixpanel.
 */
export interface MixpanelFlagSettings {
  /**
   * What users are bucketed by: `distinct_id`, `device_id` or a group key.
   *
   * @default "distinct_id"
   */
  readonly context?: string;

  /**
   * Which SDKs may evaluate the flag.
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
 * Settings of a definition that only exist on Mixpanel.
 */
export interface MixpanelDefinitionSettings {
  /**
   * The percentage of users who are part of the rollout. The others get the application's fallback.
   *
   * @default - not managed
   */
  readonly rolloutPercentage?: number;
}

/**
 * Settings of a segment (a cohort) that only exist on Mixpanel.
 */
export interface MixpanelSegmentSettings {
  /**
   * The data group that it counts, by id.
   *
   * @default - it counts users
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
