import type { TerraformStack } from "cdktf";
import { Fn, TerraformVariable } from "cdktf";
import {
  type EnvironmentDefinitionOptions,
  FeatureFlag,
  type FeatureFlagProps,
  FlagEnvironment,
  FlagType,
  FlagValue,
  type RolloutOptions,
  RolloutStage,
  Serve,
  Variant,
} from "../../src";
import { onlyResource, stackOn } from "./synthesize";

const TEXT: FeatureFlagProps = {
  key: "k",
  type: FlagType.STRING,
  variants: { a: Variant.of(FlagValue.ofString("x")), b: Variant.of(FlagValue.ofString("y")) },
};
const ROLLOUT: RolloutOptions = {
  from: "a",
  to: "b",
  start: "2027-01-11T09:00:00Z",
  stages: [RolloutStage.of(0.5, 60), RolloutStage.of(50, 1440)],
};

function define(stack: TerraformStack, flag: FeatureFlagProps, options: EnvironmentDefinitionOptions) {
  return new FeatureFlag(stack, "flag", flag).define(FlagEnvironment.fromName(stack, "p", "Production"), options);
}

function served(options: EnvironmentDefinitionOptions, flag = TEXT): unknown {
  const stack = stackOn("vercel");
  define(stack, flag, options);
  return onlyResource(stack, "flagform_environment_definition");
}

describe("the short form of a value", () => {
  test.each<[string, FlagType, Serve, unknown]>([
    ["string", FlagType.STRING, Serve.string("x"), { string: "x" }],
    ["integer", FlagType.INTEGER, Serve.integer(10), { integer: 10 }],
    ["integer, of a flag for numbers", FlagType.NUMBER, Serve.integer(10), { integer: 10 }],
    ["number", FlagType.NUMBER, Serve.number(1.5), { number: 1.5 }],
    ["boolean", FlagType.BOOLEAN, Serve.boolean(false), { boolean: false }],
    ["JSON text", FlagType.JSON, Serve.json('{ "a": 1 }'), { json: '{ "a": 1 }' }],
    ["JSON of a map", FlagType.JSON, Serve.json({ a: [1, null, "${x}"], b: undefined }), { json: '{"a":[1,null,"$${x}"]}' }],
    ["JSON of a list", FlagType.JSON, Serve.json([]), { json: "[]" }],
    ["JSON null", FlagType.JSON, Serve.json(null), { json: "null" }],
    ["JSON of a date", FlagType.JSON, Serve.json([new Date(0)]), { json: '["1970-01-01T00:00:00.000Z"]' }],
  ])("serves it: %s", (_what, type, serve, value) => {
    expect(served({ serve }, { key: "k", type })).toMatchObject({ serve: { value } });
  });

  test("of JSON leaves to Terraform what only Terraform knows, and keeps the rest", () => {
    const stack = stackOn("vercel");
    const text = new TerraformVariable(stack, "text", { type: "string" }).stringValue;
    const count = new TerraformVariable(stack, "count", { type: "number" }).numberValue;
    define(
      stack,
      { key: "k", type: FlagType.JSON },
      { serve: Serve.json({ a: null, b: text, [`c-${text}`]: [count, "${x}"] }) },
    );
    expect(onlyResource(stack, "flagform_environment_definition")).toMatchObject({
      serve: {
        value: {
          json: '{"a":null,"b":${jsonencode(var.text)},${jsonencode("c-${var.text}")}:[${jsonencode(var.count)},"$${x}"]}',
        },
      },
    });
    const whole = Serve.json(Fn.jsonencode({ a: text }));
    expect(served({ serve: whole }, { key: "k", type: FlagType.JSON })).toMatchObject({
      serve: { value: { json: '${jsonencode({"a" = var.text})}' } },
    });
  });

  const circle: unknown[] = [];
  circle.push(circle);
  test.each<[string, () => unknown, RegExp]>([
    ["text that is not JSON", () => Serve.json("{a}"), /must be JSON text/],
    ["nothing", () => Serve.json(undefined), /Serve\.json: JSON has no undefined/],
    ["a function", () => Serve.json({ a: () => 1 }), /JSON has no function/],
    ["a Map", () => Serve.json(new Map([["a", 1]])), /a Map is not a JSON value: pass a plain object/],
    ["NaN", () => Serve.json([NaN]), /JSON has no NaN/],
    ["a number that lost its last digits", () => Serve.json({ a: 2 ** 53 }), /cannot represent 9007199254740992 exactly/],
    ["what contains itself", () => Serve.json(circle), /the value contains itself/],
    ["a fraction as an integer", () => Serve.integer(1.5), /FlagValue\.ofInteger: must be a whole number/],
  ])("refuses %s where it is written", (_what, build, message) => {
    expect(build).toThrow(message);
  });
});

describe("a split", () => {
  test("takes shares with fractions", () => {
    const weights = { a: 33.3, b: 66.7 };
    expect(served({ serve: Serve.split(weights) })).toMatchObject({ serve: { split: { weights } } });
  });

  test("sums as people add, not as floating point does", () => {
    const variants = { ...TEXT.variants, c: Variant.of(FlagValue.ofString("z")) };
    const weights = { a: 0.1, b: 0.2, c: 99.7 };
    expect(served({ serve: Serve.split(weights) }, { ...TEXT, variants })).toMatchObject({ serve: { split: { weights } } });
  });

  test("that does not sum to 100 is refused", () => {
    expect(() => served({ serve: Serve.split({ a: 33.3, b: 66.6 }) })).toThrow(/these sum to 99\.9: a 33\.3, b 66\.6/);
  });
});

describe("a rollout", () => {
  test("goes by stages", () => {
    expect(served({ serve: Serve.rollout({ ...ROLLOUT, bucketBy: "user.country", otherwise: "a" }) })).toMatchObject({
      serve: {
        rollout: {
          from: "a",
          to: "b",
          start: "2027-01-11T09:00:00Z",
          stages: [
            { percentage: 0.5, minutes: 60 },
            { percentage: 50, minutes: 1440 },
          ],
          bucket_by: "user.country",
          otherwise: "a",
        },
      },
    });
  });

  test("of a boolean flag goes from off to on", () => {
    const serve = Serve.rollout({ ...ROLLOUT, from: "off", to: "on" });
    expect(served({ serve }, { key: "k" })).toMatchObject({ serve: { rollout: { from: "off", to: "on" } } });
  });

  test("takes tokens", () => {
    const stack = stackOn("vercel");
    const share = new TerraformVariable(stack, "share", { type: "number" }).numberValue;
    const start = new TerraformVariable(stack, "start", { type: "string" }).stringValue;
    const stages = [RolloutStage.of(5, share), RolloutStage.of(share, 60), RolloutStage.of(50, 60)];
    define(stack, TEXT, { serve: Serve.rollout({ ...ROLLOUT, start, stages }) });
    expect(onlyResource(stack, "flagform_environment_definition")).toMatchObject({
      serve: {
        rollout: {
          start: "${var.start}",
          stages: [{ minutes: "${var.share}" }, { percentage: "${var.share}" }, { percentage: 50 }],
        },
      },
    });
  });

  test("to a variant that the flag does not have is refused", () => {
    expect(() => served({ serve: Serve.rollout({ ...ROLLOUT, to: "c" }) })).toThrow(/flag k has no variant "c"/);
  });

  test.each<[string, () => unknown, RegExp]>([
    ["from a variant to itself", () => Serve.rollout({ ...ROLLOUT, to: "a" }), /`from` and `to` are the same/],
    [
      "without a stage",
      () => Serve.rollout({ ...ROLLOUT, stages: [] }),
      /Serve\.rollout: stages must have at least one stage/,
    ],
    [
      "with stages that fall",
      () => Serve.rollout({ ...ROLLOUT, stages: [RolloutStage.of(50, 1), RolloutStage.of(50, 1)] }),
      /stages must increase: each stage needs a larger share/,
    ],
    ["with a start in words", () => Serve.rollout({ ...ROLLOUT, start: "monday" }), /start must be a time such as 2027/],
    ["with a stage of everybody", () => RolloutStage.of(100, 1), /RolloutStage\.of: percentage must be less than 100/],
    ["with a stage of nobody", () => RolloutStage.of(0, 1), /percentage must be more than 0/],
    ["with a stage of no time", () => RolloutStage.of(5, 0), /minutes must be at least 1/],
  ])("%s is refused where it is written", (_what, build, message) => {
    expect(build).toThrow(message);
  });
});

describe("a value where a platform serves only variants", () => {
  const json = (text: string) => ({
    key: "k",
    type: FlagType.JSON,
    variants: { a: Variant.of(FlagValue.ofJson(text)) },
  });

  test("is refused, naming what would work", () => {
    expect(() => served({ serve: Serve.value(FlagValue.ofString("z")) })).toThrow(
      /Vercel has no values other than those of its variants \(Serve\.value\)\. Declare a variant with this value/,
    );
  });

  test("is refused where a number in it differs by less than a double holds", () => {
    const serve = Serve.value(FlagValue.ofJson('{"n":9007199254740993}'));
    expect(() => served({ serve }, json('{"n":9007199254740992}'))).toThrow(/no values other than those of its variants/);
  });

  test.each<[string, EnvironmentDefinitionOptions, FeatureFlagProps]>([
    [
      "is a variant's with its numbers written otherwise",
      { serve: Serve.value(FlagValue.ofJson('{"n":1.50e3}')) },
      json('{"n":1500}'),
    ],
    ["is a variant's", { serve: Serve.value(FlagValue.ofString("y")) }, TEXT],
    ["is a variant's in other words", { serve: Serve.value(FlagValue.ofJson('{"b":1, "a":[1]}')) }, json('{"a":[1],"b":1}')],
    ["is a boolean, which has two", { serve: Serve.value(FlagValue.ofBoolean(true)) }, { key: "k" }],
    [
      "may be a variant's that others made",
      { serve: Serve.value(FlagValue.ofString("z")) },
      { key: "k", type: FlagType.STRING },
    ],
  ])("is taken where it %s", (_what, options, flag) => {
    expect(served(options, flag)).toMatchObject({ serve: { value: {} } });
  });
});
