import type { TerraformStack } from "cdktf";
import {
  type EnvironmentDefinitionOptions,
  FeatureFlag,
  type FeatureFlagProps,
  FlagEnvironment,
  FlagRemoval,
  FlagType,
  FlagValue,
  RolloutStage,
  Segment,
  SegmentOverride,
  Serve,
  SplitProvider,
  Trait,
  Variant,
} from "../../src";
import { FLAGSMITH_LIMITS, MIXPANEL_LIMITS, SPLIT_LIMITS, VERCEL_LIMITS } from "../../src/constructs/internal/limits";
import { type Feature, FEATURES } from "../../src/constructs/internal/platform-limits";
import { newStack, PLATFORMS, stackOn, synthesize } from "./synthesize";

const LIMITS = { flagsmith: FLAGSMITH_LIMITS, split: SPLIT_LIMITS, vercel: VERCEL_LIMITS, mixpanel: MIXPANEL_LIMITS };

const variants = { a: Variant.of(FlagValue.ofString("x")), b: Variant.of(FlagValue.ofString("y")) };
const TEXT: FeatureFlagProps = { key: "k", type: FlagType.STRING, variants };

function define(stack: TerraformStack, flag: FeatureFlagProps, options: EnvironmentDefinitionOptions) {
  return new FeatureFlag(stack, "flag", flag).define(FlagEnvironment.fromName(stack, "p", "production"), options);
}

const ROLLOUT = Serve.rollout({
  from: "off",
  to: "on",
  start: "2027-01-11T09:00:00Z",
  stages: [RolloutStage.of(5, 60)],
});

/** A stack that asks for one feature, and for nothing else that some platform lacks. */
const USES: Readonly<Record<Feature, (stack: TerraformStack) => unknown>> = {
  killed: (stack) => define(stack, { key: "k" }, { killed: false }),
  whenOff: (stack) => define(stack, { key: "k" }, { whenOff: "off" }),
  rules: (stack) => define(stack, { key: "k" }, { rules: [{ key: "r", conditions: [Trait.of("x").equalTo("y")] }] }),
  freeValues: (stack) => define(stack, TEXT, { serve: Serve.value(FlagValue.ofString("z")) }),
  variants: (stack) => new FeatureFlag(stack, "flag", TEXT),
  definitionVariants: (stack) => define(stack, { key: "k", type: FlagType.STRING }, { variants }),
  splits: (stack) => define(stack, TEXT, { serve: Serve.split({ a: 50, b: 50 }) }),
  booleanSplits: (stack) => define(stack, { key: "k" }, { serve: Serve.split({ on: 5, off: 95 }) }),
  rollouts: (stack) => define(stack, { key: "k" }, { serve: ROLLOUT }),
  priorities: (stack) =>
    define(stack, { key: "k" }, {}).overrideSegment(Segment.fromName(stack, "s", "beta"), { priority: 1 }),
  environments: (stack) => new FlagEnvironment(stack, "e", { name: "staging" }),
  archive: (stack) => new FeatureFlag(stack, "flag", { key: "k", onDestroy: FlagRemoval.ARCHIVE }),
  segmentIdentities: (stack) => new Segment(stack, "s", { name: "s", identities: ["user-1"] }),
  segmentRules: (stack) => new Segment(stack, "s", { name: "s", conditions: [Trait.of("x").equalTo("y")] }),
};

describe.each(PLATFORMS)("on %s", (platform) => {
  test.each(FEATURES)("%s is taken, or refused with the nearest thing that works", (feature) => {
    const stack = stackOn(platform);
    USES[feature](stack);
    const { title, lacks } = LIMITS[platform];
    const nearest = lacks[feature];
    if (nearest === undefined) {
      expect(() => synthesize(stack)).not.toThrow();
    } else {
      expect(() => synthesize(stack)).toThrow(`: ${title} has no `);
      expect(() => synthesize(stack)).toThrow(nearest);
    }
  });
});

describe("wherever it stands", () => {
  test.each<[string, EnvironmentDefinitionOptions]>([
    ["a rule", { rules: [{ key: "r", conditions: [Trait.of("x").equalTo("y")], serve: ROLLOUT }] }],
    ["the exact set of identities", { identityOverrides: [{ identity: "u", serve: ROLLOUT }] }],
  ])("in %s", (_where, options) => {
    const stack = stackOn("split");
    define(stack, { key: "k" }, options);
    expect(() => synthesize(stack)).toThrow(/Split has no rollouts by time \(Serve\.rollout\)\. Serve a split/);
  });

  test("in the exact set of segments", () => {
    const stack = stackOn("split");
    const segment = Segment.fromName(stack, "s", "beta");
    define(stack, { key: "k" }, { segmentOverrides: [{ segment, priority: 1, serve: ROLLOUT }] });
    expect(() => synthesize(stack)).toThrow(/Split has no priorities of segment overrides/);
    expect(() => synthesize(stack)).toThrow(/Split has no rollouts by time/);
  });

  test("in a single override", () => {
    const stack = stackOn("mixpanel");
    define(stack, { key: "k" }, {}).overrideIdentity("u", { serve: ROLLOUT });
    expect(() => synthesize(stack)).toThrow(/Mixpanel has no rollouts by time/);
  });

  test("by the provider that the construct belongs to", () => {
    const stack = newStack();
    const provider = new SplitProvider(stack, "split", { alias: "split" });
    const flag = new FeatureFlag(stack, "flag", { key: "k", provider });
    const environment = FlagEnvironment.fromName(stack, "p", "production");
    const segment = Segment.fromName(stack, "s", "beta");
    new SegmentOverride(stack, "o", { flag, environment, segment, priority: 1 });
    expect(() => synthesize(stack)).toThrow(/"flags\/o": Split has no priorities/);
  });
});

describe("an override that is off, of a flag with values", () => {
  test("needs no word on what is served where the platform serves `whenOff` then", () => {
    const stack = stackOn("split");
    define(stack, TEXT, { whenOff: "a" }).overrideIdentity("u", { enabled: false });
    expect(() => synthesize(stack)).not.toThrow();
  });

  test("needs one elsewhere", () => {
    const stack = stackOn("flagsmith");
    define(stack, { key: "k", type: FlagType.STRING }, {}).overrideIdentity("u", { enabled: false });
    expect(() => synthesize(stack)).toThrow(/it does not set what is served: flag k serves string/);
  });

  test("needs one where it is on, in a rule too", () => {
    const stack = stackOn("split");
    define(stack, TEXT, { rules: [{ key: "r", conditions: [Trait.of("x").equalTo("y")], enabled: true }] });
    expect(() => synthesize(stack)).toThrow(/rule "r": it does not set what is served/);
  });
});
