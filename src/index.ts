/** The construct library's public face: what jsii compiles, and what people import. */
export { Condition } from "./constructs/condition";
export {
  DefinitionRemoval,
  EnvironmentDefinition,
  type EnvironmentDefinitionOptions,
  type EnvironmentDefinitionProps,
} from "./constructs/environment-definition";
export type { ExactIdentityOverride, ExactSegmentOverride } from "./constructs/exact-overrides";
export { FeatureFlag, FlagRemoval, FlagType, type FeatureFlagProps, type IFeatureFlag } from "./constructs/feature-flag";
export {
  FlagEnvironment,
  FlagEnvironmentLookup,
  type FlagEnvironmentLookupProps,
  type FlagEnvironmentProps,
  type IFlagEnvironment,
} from "./constructs/flag-environment";
export type { FlagsmithFlagSettings } from "./constructs/flagsmith-flag-settings";
export { FlagValue } from "./constructs/flag-value";
export {
  FlagsmithProvider,
  FlagsmithWriteApi,
  RefreshMode,
  type FlagsmithProviderProps,
  type ProviderDefaults,
} from "./constructs/flagsmith-provider";
export { IdentityOverride, type IdentityOverrideOptions, type IdentityOverrideProps } from "./constructs/identity-override";
export type { FeatureFlagAttributes } from "./constructs/named-flag";
export { GateKind, ReleaseGate, type IRevisioned, type ReleaseGateProps } from "./constructs/release-gate";
export { Segment, SegmentLookup, type ISegment, type SegmentLookupProps, type SegmentProps } from "./constructs/segment";
export { SegmentOverride, type SegmentOverrideOptions, type SegmentOverrideProps } from "./constructs/segment-override";
export { Serve, type SplitOptions } from "./constructs/serve";
export type { TargetingRule } from "./constructs/targeting-rule";
export { Trait, TraitOperator } from "./constructs/trait";
export { Variant, type VariantOptions } from "./constructs/variant";
