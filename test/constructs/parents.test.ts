import type { App, TerraformStack } from "cdktf";
import { TerraformIterator, TerraformVariable, Testing } from "cdktf";
import {
  EnvironmentDefinition,
  FeatureFlag,
  FlagEnvironment,
  FlagsmithProvider,
  FlagType,
  FlagValue,
  IdentityOverride,
  Segment,
  SegmentOverride,
  Serve,
  Trait,
} from "../../src";
import { newStack, NO_OVERRIDES, onlyResource, synthesize } from "./synthesize";

const conditions = [Trait.of("plan").equalTo("beta")];

describe("a child in the stack of its parents", () => {
  test("names what is managed or looked up by name and id", () => {
    const stack = newStack();
    const flag = new FeatureFlag(stack, "f", { key: "k" });
    const environment = FlagEnvironment.lookup(stack, "e", { name: "Production" });
    const segment = new Segment(stack, "s", { name: "beta", conditions });
    new SegmentOverride(stack, "o", { flag, environment, segment });
    expect(onlyResource(stack, "flagform_segment_override")).toEqual({
      environment: "Production",
      environment_id: "${data.flagform_environment.Production.id}",
      flag: "k",
      flag_id: "${flagform_feature_flag.k.id}",
      segment: "beta",
      segment_id: "${flagform_segment.beta.id}",
    });
  });

  test("names what others own by name only", () => {
    const stack = newStack();
    const flag = FeatureFlag.fromFlagKey(stack, "f", "k", { type: FlagType.STRING });
    const environment = FlagEnvironment.fromName(stack, "e", "Production");
    const segment = Segment.fromName(stack, "s", "beta");
    new SegmentOverride(stack, "o", { flag, environment, segment, serve: Serve.value(FlagValue.ofString("new")) });
    expect(onlyResource(stack, "flagform_segment_override")).toEqual({
      environment: "Production",
      flag: "k",
      segment: "beta",
      serve: { value: { string: "new" } },
    });
  });

  test("sends nothing for what others own", () => {
    const stack = newStack();
    FeatureFlag.fromFlagKey(stack, "f", "k");
    FlagEnvironment.fromName(stack, "e", "Production");
    Segment.fromName(stack, "s", "beta");
    const { resource, data } = synthesize(stack);
    expect([resource, data]).toEqual([{}, {}]);
  });

  test("names what there are several of by name only", () => {
    const stack = newStack();
    const iterator = TerraformIterator.fromList(["a", "b"]);
    const flag = new FeatureFlag(stack, "flags", { key: iterator.value as string, forEach: iterator });
    new EnvironmentDefinition(stack, "definitions", {
      flag,
      environment: FlagEnvironment.fromName(stack, "e", "Production"),
      enabled: true,
      forEach: iterator,
    });
    expect(onlyResource(stack, "flagform_environment_definition")).toEqual({
      environment: "Production",
      flag: "${each.value}",
      enabled: true,
      ...NO_OVERRIDES,
      for_each: '${toset(["a", "b"])}',
    });
  });

  test("takes over the flag's project and provider", () => {
    const stack = newStack();
    const provider = new FlagsmithProvider(stack, "eu", { alias: "eu" });
    const flag = new FeatureFlag(stack, "f", { key: "k", project: "shop", provider });
    const environment = FlagEnvironment.fromName(stack, "e", "Production");
    flag.define(environment);
    new IdentityOverride(stack, "o", { flag, environment, identity: "user-1" });
    for (const type of ["flagform_environment_definition", "flagform_identity_override"]) {
      expect(onlyResource(stack, type)).toMatchObject({ project: "shop", provider: "flagform.eu" });
    }
  });

  test("an override does not depend on the definition of its flag: they must be able to meet in one request", () => {
    const stack = newStack();
    const flag = new FeatureFlag(stack, "f", { key: "k" });
    const environment = FlagEnvironment.fromName(stack, "e", "Production");
    flag.define(environment, { enabled: true });
    new SegmentOverride(stack, "o", { flag, environment, segment: new Segment(stack, "s", { name: "beta", conditions }) });
    expect(JSON.stringify(onlyResource(stack, "flagform_segment_override"))).not.toContain("environment_definition");
  });
});

describe("a child in another stack than its parents", () => {
  function twoStacks(): [TerraformStack, TerraformStack] {
    const app: App = Testing.app();
    return [newStack("platform", app), newStack("checkout", app)];
  }

  test("names them literally, and the stacks are ordered: no output, no remote state", () => {
    const [platform, checkout] = twoStacks();
    const flag = new FeatureFlag(platform, "f", { key: "k" });
    const environment = new FlagEnvironment(platform, "e", { name: "Production" });
    const segment = new Segment(platform, "s", { name: "beta", conditions });
    new EnvironmentDefinition(checkout, "d", { flag, environment, enabled: true });
    new SegmentOverride(checkout, "o", { flag, environment, segment });
    platform.prepareStack();
    checkout.prepareStack();
    expect(onlyResource(checkout, "flagform_segment_override")).toEqual({
      environment: "Production",
      flag: "k",
      segment: "beta",
    });
    expect(checkout.dependsOn(platform)).toBe(true);
    expect(synthesize(platform).output).toBeUndefined();
    expect(synthesize(checkout).data).toEqual({});
  });

  test("does not wait for a stack that only names them, or looks them up", () => {
    const [platform, checkout] = twoStacks();
    const flag = FeatureFlag.fromFlagKey(platform, "f", "k");
    const environment = FlagEnvironment.lookup(platform, "e", { name: "Production" });
    new EnvironmentDefinition(checkout, "d", { flag, environment, enabled: true });
    expect(checkout.dependsOn(platform)).toBe(false);
  });

  test("does not take over a provider of the other stack", () => {
    const [platform, checkout] = twoStacks();
    const provider = new FlagsmithProvider(platform, "eu", { alias: "eu" });
    const flag = new FeatureFlag(platform, "f", { key: "k", provider });
    new EnvironmentDefinition(checkout, "d", { flag, environment: FlagEnvironment.fromName(checkout, "e", "Production") });
    expect(onlyResource(checkout, "flagform_environment_definition")).toEqual({
      environment: "Production",
      flag: "k",
      ...NO_OVERRIDES,
    });
  });

  test("is refused where a name is not known at synth", () => {
    const [platform, checkout] = twoStacks();
    const key = new TerraformVariable(platform, "key", { type: "string" }).stringValue;
    const flag = new FeatureFlag(platform, "f", { key });
    const environment = FlagEnvironment.fromName(checkout, "e", "Production");
    expect(() => new EnvironmentDefinition(checkout, "d", { flag, environment })).toThrow(
      /"checkout\/d" refers to "platform\/f" of another stack, whose name is not known at synth/,
    );
  });
});
