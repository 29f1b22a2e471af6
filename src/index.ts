/** The construct library's public face: what jsii compiles, and what people import. */
export { ChangeRequests } from "./constructs/change-requests";
export { Condition } from "./constructs/condition";
export { DateTrait } from "./constructs/date-trait";
export {
  DefinitionRemoval,
  EnvironmentDefinition,
  type EnvironmentDefinitionOptions,
  type EnvironmentDefinitionProps,
} from "./constructs/environment-definition";
export type { ExactIdentityOverride, ExactSegmentOverride } from "./constructs/exact-overrides";
export { FeatureFlag, FlagRemoval, FlagType, type IFeatureFlag } from "./constructs/feature-flag";
export { FeatureFlagLookup, type FeatureFlagLookupProps } from "./constructs/feature-flag-lookup";
export type { FeatureFlagProps } from "./constructs/feature-flag-props";
export {
  FlagEnvironment,
  FlagEnvironmentLookup,
  type FlagEnvironmentLookupProps,
  type FlagEnvironmentProps,
  type IFlagEnvironment,
} from "./constructs/flag-environment";
export { FlagEnvironmentsLookup, type FlagEnvironmentsLookupProps } from "./constructs/flag-environments-lookup";
export { FlagOrganisationLookup, type FlagOrganisationLookupProps } from "./constructs/flag-organisation-lookup";
export {
  FlagProject,
  FlagProjectLookup,
  ProjectRemoval,
  type FlagProjectLookupProps,
  type FlagProjectProps,
} from "./constructs/flag-project";
export { HideDisabledFlags, type FlagsmithEnvironmentSettings } from "./constructs/flagsmith-environment-settings";
export type { FlagsmithProjectSettings } from "./constructs/flagsmith-project-settings";
export type { FlagsmithSegmentSettings } from "./constructs/flagsmith-segment-settings";
export type { FlagsmithFlagSettings } from "./constructs/flagsmith-flag-settings";
export { FlagIdentitiesLookup, type FlagIdentitiesLookupProps } from "./constructs/flag-identities-lookup";
export { FlagIdentity, IdentityRemoval, type FlagIdentityProps } from "./constructs/flag-identity";
export { FlagValue } from "./constructs/flag-value";
export { FlagsmithProvider, FlagsmithWriteApi, type FlagsmithProviderProps } from "./constructs/flagsmith-provider";
export {
  IdentityOverride,
  type FlagsmithIdentityOverrideSettings,
  type IdentityOverrideOptions,
  type IdentityOverrideProps,
} from "./constructs/identity-override";
export { MixpanelProject, type MixpanelProjectOptions } from "./constructs/mixpanel-project";
export { MixpanelProvider, MixpanelRegion, type MixpanelProviderProps } from "./constructs/mixpanel-provider";
export {
  MixpanelServingMethod,
  type MixpanelDefinitionSettings,
  type MixpanelFlagSettings,
  type MixpanelSegmentSettings,
} from "./constructs/mixpanel-settings";
export type { FeatureFlagAttributes } from "./constructs/named-flag";
export { NumberTrait } from "./constructs/number-trait";
export { RefreshMode, type FlagProviderProps, type ProviderDefaults } from "./constructs/provider-props";
export { GateKind, ReleaseGate, type IRevisioned, type ReleaseGateProps } from "./constructs/release-gate";
export { RolloutStage } from "./constructs/rollout-stage";
export { Segment, SegmentLookup, type ISegment, type SegmentLookupProps, type SegmentProps } from "./constructs/segment";
export { SegmentOverride, type SegmentOverrideOptions, type SegmentOverrideProps } from "./constructs/segment-override";
export { ServerKey, type ServerKeyProps } from "./constructs/server-key";
export { Serve, type RolloutOptions, type SplitOptions } from "./constructs/serve";
export {
  SplitOnApprovalRequired,
  SplitPatchGuards,
  SplitProvider,
  type SplitProviderProps,
} from "./constructs/split-provider";
export {
  SplitSegmentKind,
  type SplitDefinitionSettings,
  type SplitEnvironmentSettings,
  type SplitFlagSettings,
  type SplitSegmentSettings,
} from "./constructs/split-settings";
export type { TargetingRule } from "./constructs/targeting-rule";
export { Trait } from "./constructs/trait";
export { TraitOperator, TraitType } from "./constructs/trait-operator";
export { TraitValue } from "./constructs/trait-value";
export { Variant, type VariantOptions } from "./constructs/variant";
export { VercelProvider, type VercelProviderProps } from "./constructs/vercel-provider";
export type { VercelDefinitionSettings, VercelFlagSettings, VercelSegmentSettings } from "./constructs/vercel-settings";
export { VersionTrait } from "./constructs/version-trait";
