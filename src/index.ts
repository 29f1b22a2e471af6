/** The construct library's public face: what jsii compiles, and what people import. */
export { ChangeRequests } from "./constructs/environment/change-requests";
export { Condition } from "./constructs/segment/condition";
export { DateTrait } from "./constructs/segment/date-trait";
export { DefinitionOverride } from "./constructs/definition/definition-override";
export { DefinitionRemoval } from "./constructs/definition/definition-removal";
export {
  EnvironmentDefinition,
  type EnvironmentDefinitionOptions,
  type EnvironmentDefinitionProps,
} from "./constructs/definition/environment-definition";
export type { ExactIdentityOverride, ExactSegmentOverride } from "./constructs/definition/exact-overrides";
export { FeatureFlag } from "./constructs/flag/feature-flag";
export type { IFeatureFlag } from "./constructs/flag/i-feature-flag";
export { FlagRemoval } from "./constructs/flag/flag-removal";
export { FlagType } from "./constructs/flag/flag-type";
export { FeatureFlagLookup, type FeatureFlagLookupProps } from "./constructs/flag/feature-flag-lookup";
export type { FeatureFlagProps } from "./constructs/flag/feature-flag-props";
export {
  FlagEnvironment,
  FlagEnvironmentLookup,
  type FlagEnvironmentLookupProps,
  type FlagEnvironmentProps,
} from "./constructs/environment/flag-environment";
export type { IFlagEnvironment } from "./constructs/environment/i-flag-environment";
export { FlagEnvironmentsLookup, type FlagEnvironmentsLookupProps } from "./constructs/environment/flag-environments-lookup";
export { FlagOrganisationLookup, type FlagOrganisationLookupProps } from "./constructs/project/flag-organisation-lookup";
export {
  FlagProject,
  FlagProjectLookup,
  ProjectRemoval,
  type FlagProjectLookupProps,
  type FlagProjectProps,
} from "./constructs/project/flag-project";
export {
  HideDisabledFlags,
  type FlagsmithEnvironmentSettings,
} from "./constructs/environment/flagsmith-environment-settings";
export type { FlagsmithProjectSettings } from "./constructs/project/flagsmith-project-settings";
export type { FlagsmithSegmentSettings } from "./constructs/segment/flagsmith-segment-settings";
export type { FlagsmithFlagSettings } from "./constructs/flag/flagsmith-flag-settings";
export { FlagIdentitiesLookup, type FlagIdentitiesLookupProps } from "./constructs/identity/flag-identities-lookup";
export { FlagIdentity, IdentityRemoval, type FlagIdentityProps } from "./constructs/identity/flag-identity";
export { FlagValue } from "./constructs/flag/flag-value";
export { FlagsmithProvider, FlagsmithWriteApi, type FlagsmithProviderProps } from "./constructs/provider/flagsmith-provider";
export {
  IdentityOverride,
  type FlagsmithIdentityOverrideSettings,
  type IdentityOverrideProps,
} from "./constructs/override/identity-override";
export { MixpanelProject, type MixpanelProjectOptions } from "./constructs/provider/mixpanel-project";
export { MixpanelProvider, MixpanelRegion, type MixpanelProviderProps } from "./constructs/provider/mixpanel-provider";
export {
  MixpanelServingMethod,
  type MixpanelDefinitionSettings,
  type MixpanelFlagSettings,
  type MixpanelSegmentSettings,
} from "./constructs/provider/mixpanel-settings";
export type { FeatureFlagAttributes } from "./constructs/flag/named-flag";
export { NumberTrait } from "./constructs/segment/number-trait";
export { RefreshMode, type FlagProviderProps, type ProviderDefaults } from "./constructs/provider/provider-props";
export { GateKind, ReleaseGate, type IRevisioned, type ReleaseGateProps } from "./constructs/definition/release-gate";
export { RolloutStage } from "./constructs/definition/rollout-stage";
export { Segment, SegmentLookup, type SegmentLookupProps, type SegmentProps } from "./constructs/segment/segment";
export type { ISegment } from "./constructs/segment/i-segment";
export { SegmentOverride, type SegmentOverrideProps } from "./constructs/override/segment-override";
export type { IdentityOverrideOptions, SegmentOverrideOptions } from "./constructs/override/override-options";
export {
  ServedStack,
  type ServedExpectation,
  type ServedPerson,
  type ServedQuestion,
  type ServedStackProps,
} from "./constructs/testing/served-stack";
export { ServerKey, type ServerKeyProps } from "./constructs/environment/server-key";
export { Serve, type RolloutOptions, type SplitOptions } from "./constructs/definition/serve";
export {
  SplitOnApprovalRequired,
  SplitPatchGuards,
  SplitProvider,
  type SplitProviderProps,
} from "./constructs/provider/split-provider";
export {
  SplitSegmentKind,
  type SplitDefinitionSettings,
  type SplitEnvironmentSettings,
  type SplitFlagSettings,
  type SplitSegmentSettings,
} from "./constructs/provider/split-settings";
export type { TargetingRule } from "./constructs/definition/targeting-rule";
export { Trait } from "./constructs/segment/trait";
export { TraitOperator, TraitType } from "./constructs/segment/trait-operator";
export { TraitValue } from "./constructs/segment/trait-value";
export { Variant, type VariantOptions } from "./constructs/flag/variant";
export { VercelProvider, type VercelProviderProps } from "./constructs/provider/vercel-provider";
export type {
  VercelDefinitionSettings,
  VercelFlagSettings,
  VercelSegmentSettings,
} from "./constructs/provider/vercel-settings";
export { VersionTrait } from "./constructs/segment/version-trait";
