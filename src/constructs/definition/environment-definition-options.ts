import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Variant } from "../flag/variant";
import type { MixpanelDefinitionSettings } from "../provider/mixpanel-settings";
import type { SplitDefinitionSettings } from "../provider/split-settings";
import type { VercelDefinitionSettings } from "../provider/vercel-settings";
import type { DefinitionRemoval } from "./definition-removal";
import type { ExactIdentityOverride, ExactSegmentOverride } from "./exact-overrides";
import type { Serve } from "./serve";
import type { TargetingRule } from "./targeting-rule";

/**
 * Options of a flag's definition in one environment. An option that you leave out is not managed: what others set there stays.
 */
export interface EnvironmentDefinitionOptions extends TerraformMetaArguments {
  /**
   * Whether the flag is on, for everyone not covered by an override.
   *
   * @default - not managed
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What everyone not covered by an override or a rule is served.
   *
   * @default - not managed
   */
  readonly serve?: Serve;

  /**
   * The platform's emergency switch: if true, overrides are not served either. Not on Flagsmith.
   *
   * @default - not managed
   */
  readonly killed?: boolean | IResolvable;

  /**
   * The key of the variant that is served while the flag is off or killed. Not on Flagsmith.
   *
   * @default - not managed
   */
  readonly whenOff?: string;

  /**
   * The variants in this environment, if they differ from the flag's. Split and Mixpanel only.
   *
   * @default - those of the flag, on platforms that keep them in each environment
   */
  readonly variants?: { [key: string]: Variant };

  /**
   * Targeting rules; the first that matches wins. The list is exact: other rules are drift. Not on Flagsmith.
   *
   * @default - not managed
   */
  readonly rules?: TargetingRule[];

  /**
   * All segment overrides that there may be: others are drift, and are removed. `overrideSegment` adds to them. An empty list allows none.
   *
   * @default - only those of `overrideSegment` are managed, and others' stay; none are, if `identityOverrides` is set
   */
  readonly segmentOverrides?: ExactSegmentOverride[];

  /**
   * All identity overrides that there may be: others are drift, and are removed. `overrideIdentity` adds to them. An empty list allows none.
   *
   * @default - only those of `overrideIdentity` are managed, and others' stay; none are, if `segmentOverrides` is set
   */
  readonly identityOverrides?: ExactIdentityOverride[];

  /**
   * Settings that only exist on Split.
   *
   * @default - none
   */
  readonly split?: SplitDefinitionSettings;

  /**
   * Settings that only exist on Vercel.
   *
   * @default - none
   */
  readonly vercel?: VercelDefinitionSettings;

  /**
   * Settings that only exist on Mixpanel.
   *
   * @default - none
   */
  readonly mixpanel?: MixpanelDefinitionSettings;

  /**
   * What a destroy does to the flag in this environment.
   *
   * @default - the provider's default, which is DefinitionRemoval.KEEP
   */
  readonly onDestroy?: DefinitionRemoval;

  /**
   * Lets an exact set of overrides or rules remove what others made, at creation.
   *
   * @default - the provider's default
   */
  readonly adoptExisting?: boolean | IResolvable;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the flag's
   */
  readonly project?: string;
}
