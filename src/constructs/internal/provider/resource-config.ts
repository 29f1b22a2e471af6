import type { TerraformMetaArguments, TerraformProvider, TerraformResourceConfig } from "cdktf";
import { PROVIDER_NAME, providerVersion } from "./provider-address";

/** The configuration for cdktf's base class: the type, its provider, and the meta arguments among the props. */
export function resourceConfig(
  terraformResourceType: string,
  props: TerraformMetaArguments,
  inherited?: TerraformProvider,
): TerraformResourceConfig {
  const provider = props.provider ?? inherited;
  return {
    ...props,
    ...(provider === undefined ? {} : { provider }),
    terraformResourceType,
    // cdktf asks for the provider construct of every other name; stack-rules.ts does, and names ours.
    terraformGeneratorMetadata: { ...providerMetadata(), providerName: "terraform" },
  };
}

export function providerMetadata(): { providerName: string; providerVersion: string; providerVersionConstraint: string } {
  return {
    providerName: PROVIDER_NAME,
    providerVersion: providerVersion(),
    providerVersionConstraint: providerVersion(),
  };
}
