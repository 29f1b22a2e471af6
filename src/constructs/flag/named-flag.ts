import { Construct } from "constructs";
import type { EnvironmentDefinition, EnvironmentDefinitionOptions } from "../definition/environment-definition";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import { checkLiterals } from "../internal/literals/check-literals";
import { defineFlag } from "./define-flag";
import type { FlagType } from "./flag-type";
import type { IFeatureFlag } from "./i-feature-flag";
import type { Variant } from "./variant";

/**
 * What you know about a flag that is managed elsewhere.
 */
export interface FeatureFlagAttributes {
  /**
   * The type of its values. If it is known, values are checked at synth.
   *
   * @default - not known: values are checked when Terraform plans
   */
  readonly type?: FlagType;

  /**
   * Its variants. If they are known, their use is checked at synth. On platforms that keep variants in each environment (Split,
   * Mixpanel), definitions repeat them.
   *
   * @default - not known: variants are checked when Terraform plans
   */
  readonly variants?: { [key: string]: Variant };

  /**
   * The keys of its variants: use it instead of `variants` if you do not know their values.
   *
   * @default - those of `variants`
   */
  readonly variantKeys?: string[];

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

/** A flag that is managed elsewhere: the result of `FeatureFlag.fromFlagKey`. */
export class NamedFlag extends Construct implements IFeatureFlag {
  public readonly flagType?: FlagType;
  public readonly variants?: { [key: string]: Variant };
  public readonly variantKeys?: string[];
  public readonly project?: string;

  public constructor(
    scope: Construct,
    id: string,
    public readonly flagKey: string,
    attributes: FeatureFlagAttributes,
  ) {
    super(scope, id);
    const { type, variants, variantKeys = variants && Object.keys(variants), project } = attributes;
    checkLiterals(this, "reference", { name: flagKey, project });
    if (type !== undefined) this.flagType = type;
    if (variants !== undefined) this.variants = { ...variants };
    if (variantKeys !== undefined) this.variantKeys = [...variantKeys];
    for (const key of variantKeys ?? []) checkLiterals(this, "variant", { key });
    if (project !== undefined) this.project = project;
  }

  public define(environment: IFlagEnvironment, options: EnvironmentDefinitionOptions = {}): EnvironmentDefinition {
    return defineFlag(this, environment, options);
  }
}
