import type { PlatformLimits } from "./platform-limits";

/**
 * What each platform lacks, in the constructs' own words. The provider has the same in its capabilities, which constructs may not
 * import: test/constructs/internal/limits.test.ts holds one against the other.
 */

export const FLAGSMITH_LIMITS: PlatformLimits = {
  title: "Flagsmith",
  lacks: {
    killed: "Set enabled to false on the definition and on its overrides",
    whenOff: "The value is served together with enabled = false: applications decide",
    rules: "Put the conditions into a segment, and override the flag for it",
    definitionVariants: "Declare the variants on the flag",
    booleanSplits: "Create a segment with Condition.percentage, and override the flag for it",
    rollouts: "Change the weights of a split, or the percentage of a segment, step by step",
    segmentIdentities: "Use a condition on a trait, or identity overrides",
  },
};

export const SPLIT_LIMITS: PlatformLimits = {
  title: "Split",
  lacks: {
    freeValues: "Declare a variant with this value, and serve it",
    rollouts: "Serve a split, and change its weights stage by stage",
    priorities: "It checks the segments of its treatments in order, then the splits: leave priority out",
    archive: "Kill the flag in its environments",
  },
};

export const VERCEL_LIMITS: PlatformLimits = {
  title: "Vercel",
  lacks: {
    freeValues: "Declare a variant with this value on the flag, and serve it",
    definitionVariants: "Declare the variants on the flag: every environment serves the same ones",
    environments: "It has production, preview and development: refer to them with FlagEnvironment.fromName",
  },
};

export const MIXPANEL_LIMITS: PlatformLimits = {
  title: "Mixpanel",
  lacks: {
    whenOff: "Applications have their own fallback for users who are not in the rollout: set it there",
    freeValues: "Declare a variant with this value, and serve it",
    rollouts: "Serve a split, and change its weights stage by stage",
    environments:
      "Each environment is a project that you create in Mixpanel: map it in the provider's environments, and refer to it with FlagEnvironment.fromName",
    segmentIdentities: "Use a condition on a property, or identity overrides",
  },
};
