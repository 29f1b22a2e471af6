import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { MixpanelFlagSettings } from "../provider/mixpanel-settings";
import type { SplitFlagSettings } from "../provider/split-settings";
import type { VercelFlagSettings } from "../provider/vercel-settings";
import type { FlagRemoval } from "./flag-removal";
import type { FlagType } from "./flag-type";
import type { FlagsmithFlagSettings } from "./flagsmith-flag-settings";
import type { Variant } from "./variant";

/**
 * Properties of a feature flag.
 */
export interface FeatureFlagProps extends TerraformMetaArguments {
  /**
   * The key that applications use. A change replaces the flag; the plan warns if the old one is still served.
   */
  readonly key: string;

  /**
   * The type of the flag's values. A change replaces the flag on Vercel, is refused on Mixpanel, and is made in place on Flagsmith and Split.
   *
   * @default FlagType.BOOLEAN
   */
  readonly type?: FlagType;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * What the flag is for.
   *
   * @default - not managed
   */
  readonly description?: string;

  /**
   * Labels. On Flagsmith they must exist, unless `flagsmith.createTags` is set.
   *
   * @default - not managed
   */
  readonly tags?: string[];

  /**
   * Whether the flag is archived. On Flagsmith, an archived flag is hidden but still served; on Vercel and Mixpanel it is
   * no longer served, and cannot be changed.
   *
   * @default - not managed
   */
  readonly archived?: boolean | IResolvable;

  /**
   * The values the flag can serve, by a key of your choice. Everything refers to variants by this key.
   *
   * @default - none; boolean flags have `on` and `off`
   */
  readonly variants?: { [key: string]: Variant };

  /**
   * What a destroy does to the flag.
   *
   * @default - the provider's default, which is FlagRemoval.DELETE
   */
  readonly onDestroy?: FlagRemoval;

  /**
   * Refuses every plan that would delete the flag. To delete it, change and deploy this first.
   *
   * @default - the provider's default
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * Takes over a flag of this key that already exists, instead of failing.
   *
   * @default - the provider's default
   */
  readonly adoptExisting?: boolean | IResolvable;

  /**
   * Settings that only exist on Flagsmith.
   *
   * @default - none
   */
  readonly flagsmith?: FlagsmithFlagSettings;

  /**
   * Settings that only exist on Split.
   *
   * @default - none
   */
  readonly split?: SplitFlagSettings;

  /**
   * Settings that only exist on Vercel.
   *
   * @default - none
   */
  readonly vercel?: VercelFlagSettings;

  /**
   * Settings that only exist on Mixpanel.
   *
   * @default - none
   */
  readonly mixpanel?: MixpanelFlagSettings;
}
