import { type TerraformProvider, type TerraformResource, TerraformStack } from "cdktf";

/**
 * Features of constructs that some platform lacks in every release. The names are those of the provider's capabilities; a test
 * compares both.
 */
export type Feature =
  | "killed"
  | "whenOff"
  | "rules"
  | "freeValues"
  | "variants"
  | "definitionVariants"
  | "splits"
  | "booleanSplits"
  | "rollouts"
  | "priorities"
  | "environments"
  | "archive"
  | "segmentIdentities"
  | "segmentRules";

/** A platform's name, and for each feature that it lacks the closest alternative. */
export interface PlatformLimits {
  readonly title: string;
  readonly lacks: Partial<Readonly<Record<Feature, string>>>;
}

const limitsByProvider = new WeakMap<TerraformProvider, PlatformLimits>();
const providersOf = new WeakMap<TerraformStack, TerraformProvider[]>();

/** Makes a platform's limits known, so that synth can report them. */
export function limit(provider: TerraformProvider, limits: PlatformLimits): void {
  const stack = TerraformStack.of(provider);
  limitsByProvider.set(provider, limits);
  providersOf.set(stack, [...(providersOf.get(stack) ?? []), provider]);
}

/** The limits of the platform that a resource belongs to; undefined where its provider is none of ours. */
export function limitsOf(resource: TerraformResource): PlatformLimits | undefined {
  const provider = resource.provider ?? defaultProvider(TerraformStack.of(resource));
  return provider && limitsByProvider.get(provider);
}

/** Whether a resource's platform is known to have a feature. To be asked at synth: the provider may be made after the resource. */
export function has(resource: TerraformResource, feature: Feature): boolean {
  const limits = limitsOf(resource);
  return limits !== undefined && limits.lacks[feature] === undefined;
}

/** The features that a resource uses and its platform lacks. */
export function beyondLimits(resource: TerraformResource, used: readonly Feature[]): string[] {
  const limits = limitsOf(resource);
  if (limits === undefined) return [];
  return lacking(limits, used).map((each) => `"${resource.node.path}": ${each}`);
}

/** Which of these features a platform lacks, in words. */
export function lacking({ title, lacks }: PlatformLimits, used: readonly Feature[]): string[] {
  return [...new Set(used)].flatMap((feature) => {
    const nearest = lacks[feature];
    return nearest === undefined ? [] : [`${title} has no ${TITLES[feature]}. ${nearest}`];
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
  freeValues: "values other than those of its variants (Serve.value)",
  variants: "variants (variants, Serve.variant)",
  definitionVariants: "variants of an environment's own (variants of a definition)",
  splits: "splits (Serve.split)",
  booleanSplits: "splits of boolean flags (Serve.split)",
  rollouts: "rollouts by time (Serve.rollout)",
  priorities: "priorities of segment overrides (priority)",
  environments: "environments to create here (new FlagEnvironment)",
  archive: "archive for flags (archived, FlagRemoval.ARCHIVE)",
  segmentIdentities: "listed identities in a segment (identities)",
  segmentRules: "conditions in a segment (conditions)",
};

export const FEATURES = Object.keys(TITLES) as readonly Feature[];

function defaultProvider(stack: TerraformStack): TerraformProvider | undefined {
  return providersOf.get(stack)?.find((provider) => provider.alias === undefined);
}
