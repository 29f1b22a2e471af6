import { Construct } from "constructs";
import { EnvironmentDefinition, type EnvironmentDefinitionOptions } from "./environment-definition";
import type { FlagType, IFeatureFlag } from "./feature-flag";
import type { IFlagEnvironment } from "./flag-environment";
import { checkLiterals } from "./internal/check-literals";
import { childId } from "./internal/parent";

/**
 * What is known of a flag that others own.
 */
export interface FeatureFlagAttributes {
  /**
   * What it serves: lets values be checked at synth.
   *
   * @default - not known: values are checked when Terraform plans
   */
  readonly type?: FlagType;

  /**
   * The keys of its variants: lets their use be checked at synth.
   *
   * @default - not known: variants are checked when Terraform plans
   */
  readonly variants?: string[];

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

/** A flag that others own: what `FeatureFlag.fromFlagKey` gives. */
export class NamedFlag extends Construct implements IFeatureFlag {
  public readonly flagType?: FlagType;
  public readonly variantKeys?: string[];
  public readonly project?: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly flagKey: string,
    attributes: FeatureFlagAttributes,
  ) {
    super(scope, id);
    const { type, variants, project } = attributes;
    checkLiterals(this, "reference", { name: flagKey, project });
    if (type !== undefined) this.flagType = type;
    if (variants !== undefined) this.variantKeys = [...variants];
    if (project !== undefined) this.project = project;
  }

  public define(environment: IFlagEnvironment, options: EnvironmentDefinitionOptions = {}): EnvironmentDefinition {
    return new EnvironmentDefinition(this, childId(environment, environment.environmentName), {
      ...options,
      flag: this,
      environment,
    });
  }
}
