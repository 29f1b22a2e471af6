/** What of a plan request tells whether it comes from an apply. */
interface Asked {
  readonly clientCapabilities: { readonly deferralAllowed: boolean } | undefined;
}

/**
 * Versions whose plans allow deferrals like applies: builds with experiments, where people ask for it (`-allow-deferral`), and OpenTofu from
 * 1.11.0 to 1.11.3, which says so in every request.
 * @see https://github.com/opentofu/opentofu/pull/3676
 */
const SAYS_SO_ANYWAY = /-|^1\.11\.[0-3]$/;

/**
 * Whether a plan is made once more by an apply, just before it is carried out. Core calls PlanResourceChange alike in both, in processes that
 * know nothing of each other; but the walk of an apply allows deferrals (`DeferralAllowed: true` in internal/terraform/context_apply.go), a
 * plan's does not: seen on Terraform 1.11.4 and 1.15.5. OpenTofu tells nothing. An apply knows all of the configuration.
 */
export function isOfApply({ clientCapabilities }: Asked, terraformVersion: string, isConfigKnown: boolean): boolean {
  return clientCapabilities?.deferralAllowed === true && isConfigKnown && !SAYS_SO_ANYWAY.test(terraformVersion);
}
