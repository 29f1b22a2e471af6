import type { IResolvable } from "cdktf";
import type { ChangeRequests } from "../environment/change-requests";
import type { Attributes } from "../internal/literals/attributes";

/**
 * Settings of a project that only exist on Flagsmith.
 */
export interface FlagsmithProjectSettings {
  /**
   * Whether flags that are off are hidden from SDKs, in environments that inherit the setting.
   *
   * @default - not managed
   */
  readonly hideDisabledFlags?: boolean | IResolvable;

  /**
   * New flags start off and without a value in every environment.
   *
   * @default - not managed
   */
  readonly preventFlagDefaults?: boolean | IResolvable;

  /**
   * Sends changes to SDKs at once. Not available on every Flagsmith plan.
   *
   * @default - not managed
   */
  readonly enableRealtimeUpdates?: boolean | IResolvable;

  /**
   * The dashboard only accepts lower-case keys. The API accepts all.
   *
   * @default - not managed
   */
  readonly onlyAllowLowerCaseFeatureNames?: boolean | IResolvable;

  /**
   * A regular expression that flag keys must match completely. Empty: all keys.
   *
   * @default - not managed
   */
  readonly featureNameRegex?: string;

  /**
   * Days without a change after which a flag is stale. Not available on every Flagsmith plan.
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
   * Whether changes of segments need change requests.
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
