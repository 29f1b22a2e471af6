import type { IConstruct } from "constructs";
import type { EnvironmentDefinition, EnvironmentDefinitionOptions } from "../definition/environment-definition";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { FlagType } from "./flag-type";
import type { Variant } from "./variant";

/**
 * A feature flag, whether this stack manages it or not.
 */
export interface IFeatureFlag extends IConstruct {
  /**
   * The key that applications use.
   */
  readonly flagKey: string;

  /**
   * The type of its values.
   *
   * @default - not known here: values are checked when Terraform plans
   */
  readonly flagType?: FlagType;

  /**
   * Its variants. On platforms that keep variants in each environment, definitions repeat them.
   *
   * @default - not known here
   */
  readonly variants?: { [key: string]: Variant };

  /**
   * The keys of its variants.
   *
   * @default - not known here: variants are checked when Terraform plans
   */
  readonly variantKeys?: string[];

  /**
   * The project it belongs to.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * Defines the flag in one environment.
   *
   * @param environment the environment
   * @param options whether the flag is on there, and what it serves
   */
  define(environment: IFlagEnvironment, options?: EnvironmentDefinitionOptions): EnvironmentDefinition;
}
