import { FeatureFlag, FlagEnvironment, FlagType, FlagValue, MixpanelServingMethod, SplitProvider, Variant } from "../../src";
import { newStack, onlyResource, stackOn, synthesize } from "./synthesize";

const variants = {
  a: Variant.of(FlagValue.ofString("x"), { description: "the first", weight: 30 }),
  b: Variant.of(FlagValue.ofString("y")),
};
const KEPT = { a: { value: { string: "x" }, description: "the first" }, b: { value: { string: "y" } } };
const flagProps = { key: "k", type: FlagType.STRING, variants };

describe("the flag's variants", () => {
  test.each(["split", "mixpanel"] as const)("are passed on to definitions on %s, which keeps them there", (platform) => {
    const stack = stackOn(platform);
    new FeatureFlag(stack, "flag", flagProps).define(FlagEnvironment.fromName(stack, "p", "production"));
    expect(onlyResource(stack, "flagform_environment_definition")["variants"]).toEqual(KEPT);
  });

  test.each(["flagsmith", "vercel"] as const)("stay with the flag on %s", (platform) => {
    const stack = stackOn(platform);
    new FeatureFlag(stack, "flag", flagProps).define(FlagEnvironment.fromName(stack, "p", "production"));
    expect(onlyResource(stack, "flagform_environment_definition")).not.toHaveProperty("variants");
  });

  test("are passed on by the definition's own provider, also when it is made later", () => {
    const stack = newStack();
    const flag = new FeatureFlag(stack, "flag", flagProps);
    const definition = flag.define(FlagEnvironment.fromName(stack, "p", "production"));
    definition.provider = new SplitProvider(stack, "split", { alias: "split" });
    expect(onlyResource(stack, "flagform_environment_definition")["variants"]).toEqual(KEPT);
  });

  test("of others' flags are passed on too", () => {
    const stack = stackOn("split");
    const flag = FeatureFlag.fromFlagKey(stack, "flag", "k", { type: FlagType.STRING, variants });
    expect(flag.variantKeys).toEqual(["a", "b"]);
    flag.define(FlagEnvironment.fromName(stack, "p", "production"));
    expect(onlyResource(stack, "flagform_environment_definition")["variants"]).toEqual(KEPT);
  });

  test("of others' flags may be known by their keys alone", () => {
    const stack = stackOn("split");
    const flag = FeatureFlag.fromFlagKey(stack, "flag", "k", { type: FlagType.STRING, variantKeys: ["a"] });
    flag.define(FlagEnvironment.fromName(stack, "p", "production"), { whenOff: "b" });
    expect(() => synthesize(stack)).toThrow(/flag k has no variant "b" \(it has a\)/);
  });

  test("give way to those that a definition states", () => {
    const stack = stackOn("split");
    const own = { a: Variant.of(FlagValue.ofString("z")) };
    new FeatureFlag(stack, "flag", flagProps).define(FlagEnvironment.fromName(stack, "p", "production"), { variants: own });
    expect(onlyResource(stack, "flagform_environment_definition")["variants"]).toEqual({ a: { value: { string: "z" } } });
  });
});

describe("settings of one platform", () => {
  test("are passed by on others, so that one stack can be for several", () => {
    const stack = stackOn("vercel");
    new FeatureFlag(stack, "flag", { key: "k", mixpanel: { servingMethod: MixpanelServingMethod.CLIENT } });
    expect(onlyResource(stack, "flagform_feature_flag")).toMatchObject({ mixpanel: { serving_method: "client" } });
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "a seed",
      () => new FeatureFlag(newStack(), "f", { key: "k", vercel: { seed: 100_001 } }),
      /vercel\.seed must not exceed/,
    ],
    [
      "maintainers",
      () => new FeatureFlag(newStack(), "f", { key: "k", vercel: { maintainers: ["1", "2", "3", "4", "5", "6"] } }),
      /vercel\.maintainers must not be more than five/,
    ],
    [
      "a traffic type",
      () => new FeatureFlag(newStack(), "f", { key: "k", split: { trafficType: "" } }),
      /split\.trafficType must not be empty/,
    ],
    [
      "a traffic allocation",
      () => {
        const stack = newStack();
        return new FeatureFlag(stack, "f", { key: "k" }).define(FlagEnvironment.fromName(stack, "p", "p"), {
          split: { trafficAllocation: 101 },
        });
      },
      /split\.trafficAllocation must not exceed 100/,
    ],
  ])("are checked: %s", (_what, build, message) => {
    expect(build).toThrow(message);
  });

  test("a baseline that is no variant is refused", () => {
    const stack = stackOn("split");
    const flag = new FeatureFlag(stack, "flag", flagProps);
    flag.define(FlagEnvironment.fromName(stack, "p", "p"), { split: { baselineTreatment: "c" } });
    expect(() => synthesize(stack)).toThrow(/flag k has no variant "c" \(it has a, b\)/);
  });
});
