import type { Construct } from "constructs";
import type { EnvironmentDefinition, EnvironmentDefinitionOptions } from "../definition/environment-definition";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import { addressByKey } from "../internal/address";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { defineFlag } from "./define-flag";
import { checkFlag, flagAttributes, flagFeatures, flagIssues } from "./feature-flag-content";
import { FeatureFlagLookup, type FeatureFlagLookupProps } from "./feature-flag-lookup";
import type { FeatureFlagProps } from "./feature-flag-props";
import { FlagType } from "./flag-type";
import type { IFeatureFlag } from "./i-feature-flag";
import { type FeatureFlagAttributes, NamedFlag } from "./named-flag";
import type { Variant } from "./variant";

/**
 * A feature flag: its key, type, variants and description. `define` sets what it serves in an environment.
 *
 * @example
 *   const flag = new FeatureFlag(this, "checkout", { key: "new-checkout" });
 *   flag.define(FlagEnvironment.fromName(this, "production", "Production"), { enabled: true });
 */
export class FeatureFlag extends FlagResource implements IFeatureFlag {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_feature_flag";

  /**
   * Refers to a flag that is managed elsewhere, by its key. Nothing is checked before Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param key the key that applications use
   * @param attributes what you know about the flag
   */
  public static fromFlagKey(
    scope: Construct,
    id: string,
    key: string,
    attributes: FeatureFlagAttributes = {},
  ): IFeatureFlag {
    return new NamedFlag(scope, id, key, attributes);
  }

  /**
   * Looks up a flag that is managed elsewhere, when Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param props the flag
   */
  public static lookup(scope: Construct, id: string, props: FeatureFlagLookupProps): FeatureFlagLookup {
    return new FeatureFlagLookup(scope, id, props);
  }

  public readonly flagKey: string;
  public readonly flagType?: FlagType;
  public readonly variants?: { [key: string]: Variant };
  public readonly variantKeys?: string[];
  public readonly project?: string;
  private readonly props: FeatureFlagProps;

  public constructor(scope: Construct, id: string, props: FeatureFlagProps) {
    super(scope, id, resourceConfig(FeatureFlag.tfResourceType, props));
    checkFlag(this, props);
    this.props = props;
    this.flagKey = props.key;
    this.flagType = props.type ?? FlagType.BOOLEAN;
    if (props.variants !== undefined) this.variants = { ...props.variants };
    this.variantKeys = Object.keys(props.variants ?? {});
    if (props.project !== undefined) this.project = props.project;
    addressByKey(this, [props.project, props.key], this.provider);
    declare(this, () => ({ features: flagFeatures(props) }));
    this.node.addValidation({ validate: () => flagIssues(props) });
  }

  /** The platform's id. */
  public get flagId(): string {
    return this.getStringAttribute("id");
  }

  /** A fingerprint of what this stack manages of the flag. It changes only when the configuration of the flag changes. */
  public get revision(): string {
    return this.getStringAttribute("revision");
  }

  /**
   * Defines the flag in one environment.
   *
   * @param environment the environment
   * @param options whether the flag is on there, and what it serves
   */
  public define(environment: IFlagEnvironment, options: EnvironmentDefinitionOptions = {}): EnvironmentDefinition {
    return defineFlag(this, environment, options);
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return flagAttributes(this.props);
  }
}
