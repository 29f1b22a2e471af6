import type { Construct } from "constructs";
import { EnvironmentDefinition, type EnvironmentDefinitionOptions } from "../definition/environment-definition";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import { childId } from "../internal/parent";
import { requireSameStack } from "../internal/same-stack";
import type { IFeatureFlag } from "./i-feature-flag";

/** What `define` of every kind of flag does: the definition stands below the flag, and so in its stack. */
export function defineFlag(
  flag: IFeatureFlag & Construct,
  environment: IFlagEnvironment,
  options: EnvironmentDefinitionOptions,
): EnvironmentDefinition {
  requireSameStack(flag, environment, "define", "new EnvironmentDefinition(this, id, { flag, environment, … })");
  const id = childId(environment, environment.environmentName);
  return new EnvironmentDefinition(flag, id, { ...options, flag, environment });
}
