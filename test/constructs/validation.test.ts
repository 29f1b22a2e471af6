import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  Condition,
  type EnvironmentDefinitionOptions,
  FeatureFlag,
  type FeatureFlagProps,
  FlagEnvironment,
  FlagsmithProvider,
  FlagType,
  FlagValue,
  IdentityOverride,
  ReleaseGate,
  Segment,
  SegmentOverride,
  Serve,
  Trait,
  Variant,
} from "../../src";
import { newStack, onlyResource, synthesize } from "./synthesize";

function define(stack: TerraformStack, flag: FeatureFlagProps, options: EnvironmentDefinitionOptions) {
  return new FeatureFlag(stack, "flag", flag).define(FlagEnvironment.fromName(stack, "p", "Production"), options);
}

const TEXT = {
  key: "k",
  type: FlagType.STRING,
  variants: { a: Variant.of(FlagValue.ofString("x")), b: Variant.of(FlagValue.ofString("y")) },
};

describe("literals are checked where they are written", () => {
  test.each<[string, (stack: TerraformStack) => unknown, RegExp]>([
    ["an empty key", (s) => new FeatureFlag(s, "f", { key: "" }), /FeatureFlag "flags\/f": key must not be empty/],
    [
      "a key with a space at its end",
      (s) => new FeatureFlag(s, "f", { key: "k " }),
      /key must not begin or end with a space/,
    ],
    ["an empty tag", (s) => new FeatureFlag(s, "f", { key: "k", tags: ["x", ""] }), /tags\.1 must not be empty/],
    [
      "several faults at once",
      (s) => new FeatureFlag(s, "f", { key: "", tags: [""] }),
      /key must not be empty; tags\.0 must not be empty/,
    ],
    ["a fraction as integer", () => FlagValue.ofInteger(1.5), /FlagValue\.ofInteger: must be a whole number/],
    ["an infinite number", () => FlagValue.ofNumber(Infinity), /FlagValue\.ofNumber: must be a finite number/],
    ["text that is no JSON", () => FlagValue.ofJson("{"), /FlagValue\.ofJson: must be JSON text/],
    ["a weight over 100", () => Serve.split({ a: 101 }), /Serve\.split: a must not exceed 100/],
    ["a split of nothing", () => Serve.split({}), /must name at least one variant/],
    ["a percentage below zero", () => Condition.percentage(-1), /percent must not be negative/],
    ["one of nothing", () => Trait.of("t").oneOf(), /Trait\.of\("t"\)\.oneOf needs at least one value/],
    ["a group of nothing", () => Condition.all(), /Condition\.all needs at least one condition/],
    ["a host without scheme", (s) => new FlagsmithProvider(s, "x", { host: "flags" }), /host must be the server's root/],
    ["an alias with a dot", (s) => new FlagsmithProvider(s, "x", { alias: "a.b" }), /alias must only contain letters/],
    ["a gate for nothing", (s) => new ReleaseGate(s, "g", { after: [] }), /needs at least one construct to wait for/],
    [
      "conditions that nest deeper than platforms can say",
      (s) =>
        new Segment(s, "s", {
          name: "s",
          conditions: [Condition.any(Condition.all(Condition.none(Trait.of("x").isSet())))],
        }),
      /nested two levels deep, but "none" is on a third level/,
    ],
    ["an environment without name", (s) => FlagEnvironment.fromName(s, "e", ""), /name must not be empty/],
  ])("%s", (_what, build, message) => {
    expect(() => build(newStack())).toThrow(message);
  });

  test("a prop that is left out by someone without types is named", () => {
    const props = {} as FeatureFlagProps;
    expect(() => new FeatureFlag(newStack(), "f", props)).toThrow(/FeatureFlag "flags\/f": key/);
  });

  test("a negative priority", () => {
    const stack = newStack();
    const definition = define(stack, { key: "k" }, {});
    const segment = Segment.fromName(stack, "s", "beta");
    expect(() => definition.overrideSegment(segment, { priority: -1 })).toThrow(/priority must not be negative/);
  });
});

describe("tokens pass every check", () => {
  test("of every kind of value", () => {
    const stack = newStack();
    const text = new TerraformVariable(stack, "text", { type: "string" });
    const size = new TerraformVariable(stack, "size", { type: "number" });
    const choice = new TerraformVariable(stack, "choice", { type: "bool" });
    const list = new TerraformVariable(stack, "list", { type: "list(string)" });
    const flag = new FeatureFlag(stack, "flag", {
      key: "k",
      type: FlagType.INTEGER,
      tags: list.listValue,
      description: `for ${text.stringValue} at \${5}`,
      archived: choice.booleanValue,
      variants: { a: Variant.of(FlagValue.ofInteger(size.numberValue), { weight: size.numberValue }) },
    });
    flag.define(FlagEnvironment.fromName(stack, "p", "Production"), {
      enabled: choice.booleanValue,
      serve: Serve.split({ a: size.numberValue }, { control: 10 }),
    });
    new Segment(stack, "segment", {
      name: "s",
      conditions: [Trait.of("age").greaterThan(size.numberValue), Condition.percentage(size.numberValue)],
    });
    expect(onlyResource(stack, "flagform_feature_flag")).toEqual({
      key: "k",
      type: "integer",
      tags: "${var.list}",
      description: "for ${var.text} at $${5}",
      archived: "${var.choice}",
      variants: { a: { value: { integer: "${var.size}" }, weight: "${var.size}" } },
    });
    expect(onlyResource(stack, "flagform_environment_definition")).toMatchObject({
      enabled: "${var.choice}",
      serve: { split: { weights: { a: "${var.size}" }, control: 10 } },
    });
    expect(onlyResource(stack, "flagform_segment")).toMatchObject({
      rules: [
        {
          conditions: [
            { operator: "greater_than", trait: "age", value: "${var.size}" },
            { operator: "percentage", value: "${var.size}" },
          ],
        },
      ],
    });
  });
});

describe("facts between props are checked at synth", () => {
  test.each<[string, FeatureFlagProps, EnvironmentDefinitionOptions, RegExp]>([
    [
      "weights that do not sum to 100",
      TEXT,
      { serve: Serve.split({ a: 50, b: 30 }, { control: 10 }) },
      /\[flags\/flag\/Production\] the shares of a split must sum to 100 percent, these sum to 90: a 50, b 30, control 10/,
    ],
    [
      "a value of a type the flag does not have",
      TEXT,
      { serve: Serve.value(FlagValue.ofInteger(1)) },
      /what is served is a value of type integer, but the flag serves string: use FlagValue\.ofString/,
    ],
    [
      "a value for a flag that is on or off",
      { key: "k" },
      { serve: Serve.value(FlagValue.ofString("on")) },
      /but the flag serves boolean: use FlagValue\.ofBoolean/,
    ],
    [
      "a variant that the flag does not have",
      TEXT,
      { serve: Serve.variant("c") },
      /flag k has no variant "c" \(it has a, b\)/,
    ],
    ["a boolean flag's variants", { key: "k" }, { serve: Serve.variant("maybe") }, /no variant "maybe" \(it has on, off\)/],
    [
      "a split over a variant that the flag does not have",
      TEXT,
      { serve: Serve.split({ a: 50, c: 50 }) },
      /flag k has no variant "c"/,
    ],
    [
      "variants of another type than the flag",
      { ...TEXT, type: FlagType.INTEGER },
      {},
      /variant "a" is a value of type string, but the flag serves integer/,
    ],
    [
      "weights of variants over 100",
      { key: "k", type: FlagType.INTEGER, variants: { a: weighted(60), b: weighted(50) } },
      {},
      /the weights of the variants sum to 110/,
    ],
    ["two rules of one key", { key: "k" }, { rules: [rule("r"), rule("r")] }, /two rules have the key "r"/],
    [
      "an identity that is listed twice",
      { key: "k" },
      { identityOverrides: [{ identity: "u" }, { identity: "u" }] },
      /the identity override of "u" is listed twice/,
    ],
    [
      "an exact override that serves nothing",
      TEXT,
      { identityOverrides: [{ identity: "u" }] },
      /the identity override of "u": it does not set what is served: flag k serves string/,
    ],
  ])("%s", (_what, flag, options, message) => {
    const stack = newStack();
    define(stack, flag, options);
    expect(() => synthesize(stack)).toThrow(message);
  });

  test("an override that serves nothing, of a flag with values", () => {
    const stack = newStack();
    define(stack, TEXT, {}).overrideIdentity("u", { enabled: true });
    expect(() => synthesize(stack)).toThrow(/it does not set what is served/);
  });

  test("a flag of a type that is not known here may serve anything", () => {
    const stack = newStack();
    FeatureFlag.fromFlagKey(stack, "f", "k").define(FlagEnvironment.fromName(stack, "p", "Production"), {
      serve: Serve.variant("anything"),
    });
    expect(onlyResource(stack, "flagform_environment_definition")).toMatchObject({ serve: { variant: "anything" } });
  });

  test("a number may be whole", () => {
    const stack = newStack();
    define(stack, { key: "k", type: FlagType.NUMBER }, { serve: Serve.value(FlagValue.ofInteger(1)) });
    expect(onlyResource(stack, "flagform_environment_definition")).toMatchObject({ serve: { value: { integer: 1 } } });
  });
});

describe("the exact set of overrides", () => {
  test("allows no override of the same flag beside it", () => {
    const stack = newStack();
    const segment = Segment.fromName(stack, "s", "beta");
    const { flag, environment } = define(stack, { key: "k" }, { segmentOverrides: [] });
    new SegmentOverride(stack, "o", { flag, environment, segment });
    expect(() => synthesize(stack)).toThrow(
      /"flags\/flag\/Production" sets the exact set of segment overrides \(segmentOverrides\), which would remove "flags\/o"/,
    );
  });

  test("allows overrides of the other kind beside it, and of other flags and environments", () => {
    const stack = newStack();
    const segment = Segment.fromName(stack, "s", "beta");
    const flag = new FeatureFlag(stack, "flag", { key: "k" });
    const environment = FlagEnvironment.fromName(stack, "p", "Production");
    flag.define(environment, { segmentOverrides: [{ segment }] });
    new IdentityOverride(stack, "o", { flag, environment, identity: "user-1" });
    flag.define(FlagEnvironment.fromName(stack, "d", "Development")).overrideSegment(segment);
    expect(Object.keys(synthesize(stack).resource)).toHaveLength(3);
  });
});

describe("what Flagsmith has nothing for is refused with the nearest thing that works", () => {
  test.each<[EnvironmentDefinitionOptions, RegExp]>([
    [{ killed: false }, /"flags\/flag\/Production": Flagsmith has no emergency switch \(killed\)\. Set enabled to false/],
    [{ whenOff: "off" }, /Flagsmith has no variant to serve when off \(whenOff\)/],
    [{ rules: [rule("r")] }, /Flagsmith has no rules inside a definition \(rules\)\. Put the conditions into a segment/],
  ])("%j", (options, message) => {
    const stack = newStack();
    define(stack, { key: "k" }, options);
    expect(() => synthesize(stack)).toThrow(message);
  });

  test("identities listed in a segment", () => {
    const stack = newStack();
    new Segment(stack, "s", { name: "s", identities: ["user-1"] });
    expect(() => synthesize(stack)).toThrow(/Flagsmith has no listed identities in a segment/);
  });

  test("by the provider that the construct belongs to", () => {
    const stack = newStack();
    const provider = new FlagsmithProvider(stack, "eu", { alias: "eu" });
    new Segment(stack, "s", { name: "s", identities: ["user-1"], provider });
    expect(() => synthesize(stack)).toThrow(/"flags\/s": Flagsmith has no/);
  });
});

function weighted(weight: number): Variant {
  return Variant.of(FlagValue.ofInteger(weight), { weight });
}

function rule(key: string) {
  return { key, conditions: [Trait.of("x").isSet()] };
}
