import { isWhollyKnown } from "../value";

/** The fields of a plan request that show whether it comes from an apply. */
interface Asked {
  readonly clientCapabilities: { readonly deferralAllowed: boolean } | undefined;
}

/**
 * Versions whose plans allow deferrals as applies do: builds with experiments, if users request it (`-allow-deferral`), and
 * OpenTofu from 1.11.0 to 1.11.3, which sets it in every request.
 * @see https://github.com/opentofu/opentofu/pull/3676
 */
const SAYS_SO_ANYWAY = /-|^1\.11\.[0-3]$/;

/**
 * Whether a plan is repeated by an apply, just before it is carried out. Core calls PlanResourceChange in the same way in
 * both, in processes that know nothing about each other; but an apply allows deferrals (`DeferralAllowed: true` in
 * internal/terraform/context_apply.go) and a plan does not: observed on Terraform 1.11.4 and 1.15.5. OpenTofu does not show
 * it. In an apply all of the configuration is known.
 */
export function isOfApply({ clientCapabilities }: Asked, terraformVersion: string, config: unknown): boolean {
  return clientCapabilities?.deferralAllowed === true && !SAYS_SO_ANYWAY.test(terraformVersion) && isWhollyKnown(config);
}
