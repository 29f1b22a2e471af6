import { TerraformStack, type TerraformProvider, type TerraformResource } from "cdktf";

/** What some platform has nothing for, whatever its server's release. The rest is refused by the provider, at plan. */
export type Feature = "killed" | "whenOff" | "rules" | "segmentIdentities";

/** A platform's name, and for each feature that it lacks the nearest thing that would work. */
export interface PlatformLimits {
  readonly title: string;
  readonly lacks: Partial<Readonly<Record<Feature, string>>>;
}

const limitsOf = new WeakMap<TerraformProvider, PlatformLimits>();
const providersOf = new WeakMap<TerraformStack, TerraformProvider[]>();

/** Makes a platform's limits known, so that they are told at synth. */
export function limit(provider: TerraformProvider, limits: PlatformLimits): void {
  const stack = TerraformStack.of(provider);
  limitsOf.set(provider, limits);
  providersOf.set(stack, [...(providersOf.get(stack) ?? []), provider]);
}

/** What a resource asks for that its platform does not have. */
export function beyondLimits(resource: TerraformResource, used: readonly Feature[]): string[] {
  if (used.length === 0) return [];
  const provider = resource.provider ?? defaultProvider(TerraformStack.of(resource));
  const limits = provider && limitsOf.get(provider);
  if (limits === undefined) return [];
  return used.flatMap((feature) => {
    const nearest = limits.lacks[feature];
    return nearest === undefined ? [] : [`"${resource.node.path}": ${limits.title} has no ${TITLES[feature]}. ${nearest}`];
  });
}

/** The names of the used ones among these features. */
export function usedFeatures(features: Partial<Readonly<Record<Feature, unknown>>>): Feature[] {
  return FEATURES.filter((feature) => features[feature] !== undefined);
}

const TITLES: Readonly<Record<Feature, string>> = {
  killed: "emergency switch (killed)",
  whenOff: "variant to serve when off (whenOff)",
  rules: "rules inside a definition (rules)",
  segmentIdentities: "listed identities in a segment (identities)",
};

const FEATURES: readonly Feature[] = ["killed", "whenOff", "rules", "segmentIdentities"];

function defaultProvider(stack: TerraformStack): TerraformProvider | undefined {
  return providersOf.get(stack)?.find((provider) => provider.alias === undefined);
}
