import { type IResolvable, type TerraformMetaArguments, Token } from "cdktf";
import type { Construct } from "constructs";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { unknownVariants } from "../flag/unknown-variants";
import { type Variant, variantAttributes, variantIssues } from "../flag/variant";
import { addressByKey, identityHash } from "../internal/address";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { childId, providerOf } from "../internal/parent";
import { type Feature, has, usedFeatures } from "../internal/platform-limits";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { requireSameStack } from "../internal/same-stack";
import { UnitReference } from "../internal/unit-reference";
import { IdentityOverride, type IdentityOverrideOptions } from "../override/identity-override";
import { SegmentOverride, type SegmentOverrideOptions } from "../override/segment-override";
import { mixpanelDefinitionAttributes, type MixpanelDefinitionSettings } from "../provider/mixpanel-settings";
import { splitDefinitionAttributes, type SplitDefinitionSettings } from "../provider/split-settings";
import { vercelDefinitionAttributes, type VercelDefinitionSettings } from "../provider/vercel-settings";
import type { ISegment } from "../segment/i-segment";
import {
  exactClaims,
  exactIdentities,
  type ExactIdentityOverride,
  type ExactSegmentOverride,
  exactSegments,
  exactSetFeatures,
  exactSetIssues,
} from "./exact-overrides";
import type { Serve } from "./serve";
import { checkRule, ruleAttributes, ruleIssues, type TargetingRule } from "./targeting-rule";

/**
 * What a destroy of a definition does to the flag in its environment.
 */
export enum DefinitionRemoval {
  /** The flag stays served as it is. */
  KEEP = "keep",
  /** The flag is turned off there. */
  DISABLE = "disable",
  /** The flag gets the values that it would have in a new environment. */
  RESET = "reset",
  /**
   * Nothing is sent: the flag is deleted too, and with it what it serves here, overrides included. For stacks that are destroyed
   * as a whole; if only the definition is removed, everything stays served, and the plan warns.
   */
  WITH_FLAG = "with_flag",
}

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
   * The exact set of segment overrides: others are drift. `overrideSegment` adds single ones instead.
   *
   * @default - not managed
   */
  readonly segmentOverrides?: ExactSegmentOverride[];

  /**
   * The exact set of identity overrides: others are drift. `overrideIdentity` adds single ones instead.
   *
   * @default - not managed
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

/**
 * Properties of a definition.
 */
export interface EnvironmentDefinitionProps extends EnvironmentDefinitionOptions {
  /**
   * The flag.
   */
  readonly flag: IFeatureFlag;

  /**
   * The environment.
   */
  readonly environment: IFlagEnvironment;
}

/**
 * A flag's definition in one environment: whether it is on, and what it serves. Usually created by `flag.define(environment, …)`.
 */
export class EnvironmentDefinition extends FlagResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_environment_definition";

  /** The flag. */
  public readonly flag: IFeatureFlag;
  /** The environment. */
  public readonly environment: IFlagEnvironment;
  private readonly props: EnvironmentDefinitionProps;
  private readonly unit: UnitReference;

  public constructor(scope: Construct, id: string, props: EnvironmentDefinitionProps) {
    super(scope, id, resourceConfig(EnvironmentDefinition.tfResourceType, props, providerOf(scope, props.flag)));
    checkLiterals(this, "definition", props);
    for (const rule of props.rules ?? []) checkRule(this, rule);
    this.props = props;
    this.flag = props.flag;
    this.environment = props.environment;
    this.unit = new UnitReference(this, props);
    addressByKey(this, this.unit.names, this.provider);
    declare(this, { claims: exactClaims(this.unit.key, props), features: featuresOf(props) });
    this.node.addValidation({ validate: () => this.issues() });
  }

  /** A fingerprint of what this construct manages. It changes only when the configuration changes. */
  public get revision(): string {
    return this.getStringAttribute("revision");
  }

  /**
   * Adds an override for one segment.
   *
   * @param segment the segment
   * @param options what it is served
   */
  public overrideSegment(segment: ISegment, options: SegmentOverrideOptions = {}): SegmentOverride {
    requireSameStack(this, segment, "overrideSegment", "new SegmentOverride(this, id, { flag, environment, segment, … })");
    return new SegmentOverride(this, `segment-${childId(segment, segment.segmentName)}`, {
      ...this.inherited(),
      ...options,
      flag: this.flag,
      environment: this.environment,
      segment,
    });
  }

  /**
   * Adds an override for one identity.
   *
   * @param identity the identifier of the user, device or account, as the application sends it
   * @param options what it is served
   */
  public overrideIdentity(identity: string, options: IdentityOverrideOptions = {}): IdentityOverride {
    if (Token.isUnresolved(identity)) {
      throw new Error(
        `${this.node.path}.overrideIdentity cannot name its construct after a token: use new IdentityOverride(scope, id, { flag, environment, identity })`,
      );
    }
    return new IdentityOverride(this, `identity-${identityHash(identity)}`, {
      ...this.inherited(),
      ...options,
      flag: this.flag,
      environment: this.environment,
      identity,
    });
  }

  private inherited(): { project?: string; provider?: NonNullable<TerraformMetaArguments["provider"]> } {
    return {
      ...(this.props.project === undefined ? {} : { project: this.props.project }),
      ...(this.provider === undefined ? {} : { provider: this.provider }),
    };
  }

  private issues(): string[] {
    const { flag, serve, variants, rules, whenOff, split } = this.props;
    const named = [whenOff, split?.baselineTreatment].filter((key) => key !== undefined);
    return [
      ...(serve?._issues(flag) ?? []),
      ...unknownVariants(flag, named),
      ...variantIssues(variants, flag.flagType),
      ...ruleIssues(this, rules, flag),
      ...exactSetIssues(this, this.props),
    ];
  }

  /** The flag's own are repeated where the platform keeps none but an environment's. */
  private get variants(): EnvironmentDefinitionOptions["variants"] {
    return this.props.variants ?? (has(this, "definitionVariants") ? this.flag.variants : undefined);
  }

  /** @internal */
  protected override _attributes(): Attributes {
    const { props } = this;
    return {
      ...this.unit.attributes,
      enabled: props.enabled,
      serve: props.serve?._attributes(),
      killed: props.killed,
      when_off: props.whenOff,
      variants: variantAttributes(this.variants, false),
      rules: props.rules?.map((rule) => ruleAttributes(this, rule)),
      segment_overrides: exactSegments(this, props.segmentOverrides),
      identity_overrides: exactIdentities(props.identityOverrides),
      split: splitDefinitionAttributes(props.split),
      vercel: vercelDefinitionAttributes(props.vercel),
      mixpanel: mixpanelDefinitionAttributes(props.mixpanel),
      on_destroy: props.onDestroy,
      adopt_existing: props.adoptExisting,
    };
  }
}

function featuresOf(props: EnvironmentDefinitionProps): Feature[] {
  const { flag, serve, variants, rules } = props;
  return [
    ...usedFeatures({ killed: props.killed, whenOff: props.whenOff, rules, definitionVariants: variants }),
    ...[serve, ...(rules ?? []).map((rule) => rule.serve)].flatMap((each) => each?._features(flag) ?? []),
    ...exactSetFeatures(props),
  ];
}
