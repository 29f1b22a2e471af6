import type { IResolvable, TerraformResource } from "cdktf";
import type { Attributes } from "../internal/literals/attributes";
import { referTo } from "../internal/parent";
import type { ChangeRequests } from "./change-requests";
import type { IFlagEnvironment } from "./i-flag-environment";

/**
 * Whether flags that are off are hidden from SDKs.
 */
export enum HideDisabledFlags {
  /** They are hidden. */
  ON = "on",
  /** They are not hidden. */
  OFF = "off",
  /** The project's setting applies. */
  INHERIT = "inherit",
}

/**
 * Settings of an environment that only exist on Flagsmith.
 */
export interface FlagsmithEnvironmentSettings {
  /**
   * Creation only: the environment to copy, with its flags, overrides and settings.
   *
   * @default - no copy: flags have their initial values
   */
  readonly cloneFrom?: IFlagEnvironment;

  /**
   * Whether flags that are off are hidden from SDKs.
   *
   * @default - not managed
   */
  readonly hideDisabledFlags?: HideDisabledFlags;

  /**
   * Whether client-side SDKs may set traits of identities.
   *
   * @default - not managed
   */
  readonly allowClientTraits?: boolean | IResolvable;

  /**
   * The banner that the dashboard shows for the environment. Empty: no banner.
   *
   * @default - not managed
   */
  readonly bannerText?: string;

  /**
   * The banner's colour, such as `#ff0000`. Empty: no colour.
   *
   * @default - not managed
   */
  readonly bannerColour?: string;

  /**
   * Leaves data that SDKs do not need out of their responses.
   *
   * @default - not managed
   */
  readonly hideSensitiveData?: boolean | IResolvable;

  /**
   * Whether percentages are calculated from environment and identifier, so that server-side and client-side evaluation agree.
   *
   * @default - not managed
   */
  readonly useIdentityCompositeKeyForHashing?: boolean | IResolvable;

  /**
   * Whether the document for local evaluation contains identity overrides.
   *
   * @default - not managed
   */
  readonly useIdentityOverridesInLocalEval?: boolean | IResolvable;

  /**
   * Whether changes of flags need change requests.
   *
   * @default - not managed
   */
  readonly changeRequests?: ChangeRequests;

  /**
   * Whether each change of a flag creates a version. It can be switched on, but not off.
   *
   * @default - not managed
   */
  readonly featureVersioning?: boolean | IResolvable;

  /**
   * Values of custom fields, by field name. Other fields stay as they are.
   *
   * @default - not managed
   */
  readonly metadata?: { [field: string]: string };
}

/** The settings, as attributes. */
export function flagsmithEnvironmentAttributes(
  owner: TerraformResource,
  settings: FlagsmithEnvironmentSettings,
): Attributes {
  const { cloneFrom } = settings;
  const source = cloneFrom && referTo(owner, cloneFrom, cloneFrom.environmentName);
  return {
    clone_from: source?.name,
    clone_from_id: source?.id,
    hide_disabled_flags: settings.hideDisabledFlags,
    allow_client_traits: settings.allowClientTraits,
    banner_text: settings.bannerText,
    banner_colour: settings.bannerColour,
    hide_sensitive_data: settings.hideSensitiveData,
    use_identity_composite_key_for_hashing: settings.useIdentityCompositeKeyForHashing,
    use_identity_overrides_in_local_eval: settings.useIdentityOverridesInLocalEval,
    minimum_change_request_approvals: settings.changeRequests?._attribute(),
    feature_versioning: settings.featureVersioning,
    metadata: settings.metadata,
  };
}
