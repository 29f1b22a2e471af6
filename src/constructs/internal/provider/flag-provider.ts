import { type IResolvable, TerraformProvider, type TerraformProviderConfig, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { DefinitionRemoval } from "../../definition/definition-removal";
import type { FlagRemoval } from "../../flag/flag-removal";
import type { Attributes } from "../literals/attributes";
import { checkLibraries } from "./check-libraries";
import { PROVIDER_ADDRESS, PROVIDER_NAME } from "./provider-address";
import { providerMetadata } from "./resource-config";

/** The provider's metadata for cdktf's base class, if that class can be in the scope at all. */
export function providerConfig(scope: Construct): TerraformProviderConfig {
  checkLibraries(scope);
  return {
    terraformResourceType: PROVIDER_NAME,
    terraformGeneratorMetadata: providerMetadata(),
    terraformProviderSource: PROVIDER_ADDRESS,
  };
}

/** Two configurations of one provider must differ in their aliases: cdktf would merge them into one. */
export function aliasIssues(provider: TerraformProvider): string[] {
  const stack = TerraformStack.of(provider);
  const alike = stack.node
    .findAll()
    .filter((each): each is TerraformProvider => TerraformProvider.isTerraformProvider(each))
    .filter((each) => each.terraformProviderSource === PROVIDER_ADDRESS && each.alias === provider.alias);
  if (alike[0] !== provider || alike.length === 1) return [];
  const paths = alike.map((each) => `"${each.node.path}"`).join(" and ");
  return [
    provider.alias === undefined
      ? `${paths} are the same provider: give all but one an alias, and pass that one as \`provider\` to the constructs that belong to it`
      : `${paths} have the same alias "${provider.alias}": give each provider its own`,
  ];
}

interface Defaults {
  readonly flagOnDestroy?: FlagRemoval;
  readonly definitionOnDestroy?: DefinitionRemoval;
  readonly deletionProtection?: boolean | IResolvable;
  readonly adoptExisting?: boolean | IResolvable;
}

export function defaultsAttributes(defaults: Defaults | undefined): Attributes | undefined {
  if (defaults === undefined) return undefined;
  return {
    flag_on_destroy: defaults.flagOnDestroy,
    definition_on_destroy: defaults.definitionOnDestroy,
    deletion_protection: defaults.deletionProtection,
    adopt_existing: defaults.adoptExisting,
  };
}
