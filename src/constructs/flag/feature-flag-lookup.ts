import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { EnvironmentDefinition, EnvironmentDefinitionOptions } from "../definition/environment-definition";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import { addressByKey } from "../internal/address";
import { FlagDataSource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { resourceConfig } from "../internal/provider/resource-config";
import { defineFlag } from "./define-flag";
import type { FlagType } from "./flag-type";
import type { IFeatureFlag } from "./i-feature-flag";

/**
 * Properties of the flag to look up.
 */
export interface FeatureFlagLookupProps extends TerraformMetaArguments {
  /**
   * The key that applications use, or `id:<id>`.
   */
  readonly key: string;

  /**
   * The type of its values. If it is known, values are checked at synth.
   *
   * @default - not known: values are checked when Terraform plans
   */
  readonly type?: FlagType;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

/**
 * Looks up a flag that is managed elsewhere, when Terraform plans. A key that does not exist is an error at plan.
 */
export class FeatureFlagLookup extends FlagDataSource implements IFeatureFlag {
  /** The data source's type. */
  public static readonly tfResourceType: string = "flagform_feature_flag";

  public readonly flagKey: string;
  public readonly flagType?: FlagType;
  public readonly variantKeys?: string[];
  public readonly project?: string;

  public constructor(scope: Construct, id: string, props: FeatureFlagLookupProps) {
    super(scope, id, resourceConfig(FeatureFlagLookup.tfResourceType, props));
    checkLiterals(this, "flag", props);
    this.flagKey = props.key;
    if (props.type !== undefined) this.flagType = props.type;
    if (props.project !== undefined) this.project = props.project;
    addressByKey(this, [props.project, props.key], props.provider);
  }

  /** The platform's id. */
  public get flagId(): string {
    return this.getStringAttribute("id");
  }

  /** What the flag is for. */
  public get description(): string {
    return this.getStringAttribute("description");
  }

  /** Its labels. */
  public get tags(): string[] {
    return this.getListAttribute("tags");
  }

  /** Whether the flag is archived. On Flagsmith, an archived flag is hidden but still served; on Vercel and Mixpanel it is no longer served. */
  public get archived(): IResolvable {
    return this.getBooleanAttribute("archived");
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
    return { key: this.flagKey, project: this.project };
  }
}
