import type { IResolvable } from "cdktf";
import type { ChangeRequests } from "../environment/change-requests";
import type { Attributes } from "../internal/literals/attributes";

/**
 * Settings of a project that only Flagsmith has.
 */
export interface FlagsmithProjectSettings {
  /**
   * Whether SDKs get flags that are off, where environments inherit it.
   *
   * @default - not managed
   */
  readonly hideDisabledFlags?: boolean | IResolvable;

  /**
   * Flags begin switched off and without a value in every environment.
   *
   * @default - not managed
   */
  readonly preventFlagDefaults?: boolean | IResolvable;

  /**
   * Tells SDKs about changes at once. Not on every plan.
   *
   * @default - not managed
   */
  readonly enableRealtimeUpdates?: boolean | IResolvable;

  /**
   * The dashboard takes keys in lower case only; the API takes all.
   *
   * @default - not managed
   */
  readonly onlyAllowLowerCaseFeatureNames?: boolean | IResolvable;

  /**
   * What keys of flags must match, from start to end; empty: anything.
   *
   * @default - not managed
   */
  readonly featureNameRegex?: string;

  /**
   * After how many days without a change a flag is stale. Not on every plan.
   *
   * @default - not managed
   */
  readonly staleFlagsLimitDays?: number;

  /**
   * New flags need an owner.
   *
   * @default - not managed
   */
  readonly enforceFeatureOwners?: boolean | IResolvable;

  /**
   * Whether changes of segments must go through change requests.
   *
   * @default - not managed
   */
  readonly changeRequests?: ChangeRequests;
}

/** The settings, as attributes. */
export function flagsmithProjectAttributes(settings: FlagsmithProjectSettings): Attributes {
  return {
    hide_disabled_flags: settings.hideDisabledFlags,
    prevent_flag_defaults: settings.preventFlagDefaults,
    enable_realtime_updates: settings.enableRealtimeUpdates,
    only_allow_lower_case_feature_names: settings.onlyAllowLowerCaseFeatureNames,
    feature_name_regex: settings.featureNameRegex,
    stale_flags_limit_days: settings.staleFlagsLimitDays,
    enforce_feature_owners: settings.enforceFeatureOwners,
    minimum_change_request_approvals: settings.changeRequests?._attribute(),
  };
}
