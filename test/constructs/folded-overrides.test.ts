import { DataResource, type TerraformStack, TerraformVariable, Testing } from "cdktf";
import {
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
import { parseDefinitionId } from "../../src/resources/environment-definition/sets/listed-import";
import { addresses, newStack, NO_OVERRIDES, onlyResource, stackOn, synthesize } from "./synthesize";

/** `overrideSegment` and `overrideIdentity` make overrides that are a part of the definition's own resource. */

const conditions = [Trait.of("plan").equalTo("beta")];
const TEXT: FeatureFlagProps = {
  key: "k",
  type: FlagType.STRING,
  variants: { a: Variant.of(FlagValue.ofString("x")), b: Variant.of(FlagValue.ofString("y")) },
};
const DEFINITION = "flagform_environment_definition";

function define(stack: TerraformStack, options: EnvironmentDefinitionOptions = {}, flag: FeatureFlagProps = { key: "k" }) {
  return new FeatureFlag(stack, "flag", flag).define(FlagEnvironment.fromName(stack, "p", "production"), options);
}

describe("a flag in an environment is one resource", () => {
  test("with the overrides that are listed, and no others", () => {
    const stack = newStack();
    const beta = new Segment(stack, "s", { name: "beta", conditions });
    const definition = define(stack, { enabled: true, serve: Serve.variant("a") }, TEXT);
    definition.overrideSegment(beta, { priority: 1, serve: Serve.variant("b") });
    definition.overrideSegment(Segment.fromName(stack, "staff", "staff"), { enabled: false, serve: Serve.variant("a") });
    definition.overrideIdentity("user-42", { serve: Serve.value(FlagValue.ofString("${z}")) });
    expect(addresses(stack)).toEqual([
      "flagform_environment_definition.production_k",
      "flagform_feature_flag.k",
      "flagform_segment.beta",
    ]);
    expect(onlyResource(stack, DEFINITION)).toEqual({
      environment: "production",
      flag: "k",
      flag_id: "${flagform_feature_flag.k.id}",
      enabled: true,
      serve: { variant: "a" },
      overrides: "listed",
      segment_overrides: {
        beta: { segment_id: "${flagform_segment.beta.id}", priority: 1, serve: { variant: "b" } },
        staff: { enabled: false, serve: { variant: "a" } },
      },
      identity_overrides: { "user-42": { serve: { value: { string: "$${z}" } } } },
    });
  });

  // An attribute that leaves the configuration is handed over: the last override would stay on the platform.
  test("whose last override is removed with its line in the program", () => {
    const stack = newStack();
    define(stack);
    expect(onlyResource(stack, DEFINITION)).toMatchObject(NO_OVERRIDES);
  });

  test("also where the override comes after others have read the definition", () => {
    const stack = newStack();
    const definition = define(stack);
    new ReleaseGate(stack, "gate", { after: [definition] });
    new DataResource(stack, "service", { dependsOn: [definition], input: { revision: definition.revision } });
    stack.prepareStack();
    definition.overrideIdentity("user-42");
    expect(onlyResource(stack, DEFINITION)).toMatchObject({ identity_overrides: { "user-42": {} } });
  });

  test("with keys that only Terraform knows", () => {
    const stack = newStack();
    const [who, name] = ["who", "name"].map((id) => new TerraformVariable(stack, id, { type: "string" }).stringValue);
    const definition = define(stack);
    definition.overrideIdentity(who ?? "");
    definition.overrideIdentity(`mail:${who ?? ""}`);
    definition.overrideSegment(new Segment(stack, "s", { name: name ?? "", conditions }));
    expect(onlyResource(stack, DEFINITION)).toMatchObject({
      identity_overrides: { "${var.who}": {}, "mail:${var.who}": {} },
      segment_overrides: { "${var.name}": { segment_id: "${flagform_segment.s.id}" } },
    });
  });

  test("in the project and with the provider of the flag", () => {
    const stack = newStack();
    const provider = new FlagsmithProvider(stack, "eu", { alias: "eu" });
    const definition = define(stack, {}, { key: "k", project: "shop", provider });
    definition.overrideIdentity("user-42");
    expect(onlyResource(stack, DEFINITION)).toMatchObject({
      provider: "flagform.eu",
      project: "shop",
      identity_overrides: { "user-42": {} },
    });
  });

  test("of a flag and a segment that others manage", () => {
    const stack = newStack();
    const production = FlagEnvironment.lookup(stack, "p", { name: "production" });
    const definition = FeatureFlag.fromFlagKey(stack, "f", "k").define(production);
    definition.overrideSegment(Segment.lookup(stack, "s", { name: "beta" }));
    expect(onlyResource(stack, DEFINITION)["segment_overrides"]).toEqual({
      beta: { segment_id: "${data.flagform_segment.beta.id}" },
    });
  });

  test("in HCL too", () => {
    const stack = newStack();
    const definition = define(stack);
    definition.overrideIdentity('a "b" ${c}');
    expect(Testing.synthHcl(stack)).toContain('"a \\"b\\" $${c}" = {');
  });
});

describe("an exact set", () => {
  test("takes what a method adds", () => {
    const stack = newStack();
    const [beta, staff] = ["beta", "staff"].map((name) => Segment.fromName(stack, name, name));
    const definition = define(stack, { segmentOverrides: beta ? [{ segment: beta }] : [], identityOverrides: [] });
    if (staff) definition.overrideSegment(staff, { priority: 2 });
    definition.overrideIdentity("user-42");
    const attributes = onlyResource(stack, DEFINITION);
    expect(attributes).toMatchObject({
      segment_overrides: { beta: {}, staff: { priority: 2 } },
      identity_overrides: { "user-42": {} },
    });
    expect(attributes["overrides"]).toBeUndefined();
  });

  test.each<[string, EnvironmentDefinitionOptions, string]>([
    ["identity", { segmentOverrides: [] }, "Set identityOverrides too"],
    ["segment", { identityOverrides: [] }, "Set segmentOverrides too"],
  ])("of one kind does not become one of the other in silence: %s", (kind, options, advice) => {
    const stack = newStack();
    const definition = define(stack, options);
    const beta = Segment.fromName(stack, "s", "beta");
    const add = () => (kind === "identity" ? definition.overrideIdentity("user-42") : definition.overrideSegment(beta));
    expect(add).toThrow(/^flags\/flag\/production\.override(Segment|Identity): the definition has an exact set of/);
    expect(add).toThrow(advice);
  });

  test("leaves the other kind alone", () => {
    const stack = newStack();
    define(stack, { segmentOverrides: [] });
    const attributes = onlyResource(stack, DEFINITION);
    expect([attributes["overrides"], attributes["segment_overrides"], attributes["identity_overrides"]]).toEqual([
      undefined,
      {},
      undefined,
    ]);
  });

  test("is checked like what methods add", () => {
    const stack = newStack();
    const segment = Segment.fromName(stack, "s", "beta");
    expect(() => define(stack, { segmentOverrides: [{ segment, priority: -1 }] })).toThrow(/priority must not be negative/);
    expect(() => define(newStack(), { identityOverrides: [{ identity: "" }] })).toThrow(/identity must not be empty/);
  });
});

describe("what a definition cannot say of an override is refused where it is written", () => {
  // As from JavaScript, where nothing else stops it.
  test.each<[string, object]>([
    ["dependsOn", { dependsOn: [] }],
    ["lifecycle", { lifecycle: { preventDestroy: true } }],
    ["project", { project: "shop" }],
    ["flagsmith", { flagsmith: { removeIdentity: true } }],
  ])("%s", (name, options) => {
    const definition = define(newStack());
    expect(() => definition.overrideIdentity("user-42", options)).toThrow(
      `flags/flag/production.overrideIdentity has no \`${name}\`: the override is a part of its definition. For one with a resource of its own, use new IdentityOverride(`,
    );
  });

  test("a priority of an identity", () => {
    const options: object = { priority: 1 };
    expect(() => define(newStack()).overrideIdentity("user-42", options)).toThrow(/has no `priority`/);
  });
});

describe("facts between overrides are checked at synth", () => {
  const serve = Serve.variant("b");
  type Build = (
    stack: TerraformStack,
    definition: ReturnType<typeof define>,
    beta: ReturnType<typeof Segment.fromName>,
  ) => unknown;
  test.each<[string, Build, RegExp]>([
    [
      "a segment that is listed twice",
      (stack, definition, beta) => [
        definition.overrideSegment(beta, { serve }),
        definition.overrideSegment(Segment.fromName(stack, "again", "beta"), { serve }),
      ],
      /\[flags\/flag\/production\] the segment override of "beta" is listed twice/,
    ],
    [
      "an identity that is listed twice",
      (_stack, definition) => [
        definition.overrideIdentity("u", { serve }),
        definition.overrideIdentity("u", { serve: Serve.variant("a") }),
      ],
      /\[flags\/flag\/production\] the identity override of "u" is listed twice/,
    ],
    [
      "a segment that is listed, and has a resource of its own",
      (stack, definition, beta) => [
        definition.overrideSegment(beta, { serve }),
        new SegmentOverride(stack, "own", {
          flag: definition.flag,
          environment: definition.environment,
          segment: beta,
          serve,
        }),
      ],
      /"flags\/flag\/production" and "flags\/own" all override segment "beta" of the same flag in the same environment/,
    ],
    [
      "an identity that is listed, and has a resource of its own",
      (stack, definition) => [
        new IdentityOverride(stack, "own", {
          flag: definition.flag,
          environment: definition.environment,
          identity: "u",
          serve,
        }),
        definition.overrideIdentity("u", { serve }),
      ],
      /"flags\/flag\/production" and "flags\/own" all override the same identity/,
    ],
    [
      "two resources for one segment, whatever their addresses",
      (stack, { flag, environment }, segment) => {
        new SegmentOverride(stack, "one", { flag, environment, segment, serve });
        new SegmentOverride(stack, "two", { flag, environment, segment, serve }).overrideLogicalId("two");
      },
      /"flags\/one" and "flags\/two" all override segment "beta"/,
    ],
    [
      "a variant that the flag does not have",
      (_stack, definition) => definition.overrideIdentity("u", { serve: Serve.variant("c") }),
      /\[flags\/flag\/production\] the identity override of "u": flag k has no variant "c" \(it has a, b\)/,
    ],
    [
      "a value of another type",
      (_stack, definition, beta) => definition.overrideSegment(beta, { serve: Serve.value(FlagValue.ofInteger(1)) }),
      /the segment override of "beta": what is served is a value of type integer, but the flag serves string/,
    ],
    [
      "nothing to serve",
      (_stack, definition, beta) => definition.overrideSegment(beta),
      /the segment override of "beta": it does not set what is served/,
    ],
    [
      "two segments with one priority",
      (stack, definition, beta) => [
        definition.overrideSegment(beta, { serve, priority: 1 }),
        definition.overrideSegment(Segment.fromName(stack, "staff", "staff"), { serve, priority: 1 }),
      ],
      /"flags\/flag\/production": the overrides of the segments "beta" and "staff" have the same priority 1/,
    ],
    [
      "one priority in the definition and in a resource of its own",
      (stack, definition, beta) => {
        const { flag, environment } = definition;
        definition.overrideSegment(beta, { serve, priority: 1 });
        const segment = Segment.fromName(stack, "staff", "staff");
        new SegmentOverride(stack, "own", { flag, environment, segment, serve, priority: 1 });
      },
      /"flags\/flag\/production" and "flags\/own": the overrides of the segments "beta" and "staff" have the same priority 1/,
    ],
  ])("%s", (_what, build, message) => {
    const stack = newStack();
    build(stack, define(stack, {}, TEXT), Segment.fromName(stack, "beta", "beta"));
    expect(() => synthesize(stack)).toThrow(message);
  });

  test("what the platform has nothing for", () => {
    const stack = stackOn("split");
    define(stack).overrideSegment(Segment.fromName(stack, "s", "beta"), { priority: 1 });
    expect(() => synthesize(stack)).toThrow(/"flags\/flag\/production": Split has no priorities of segment overrides/);
  });

  test("not between other flags, environments and segments", () => {
    const stack = newStack();
    const definition = define(stack, {}, TEXT);
    const [beta, staff] = ["beta", "staff"].map((name) => Segment.fromName(stack, name, name));
    if (!beta || !staff) throw new Error("no segments");
    const staging = FlagEnvironment.fromName(stack, "staging", "staging");
    definition.overrideSegment(beta, { serve, priority: 1 });
    definition.flag.define(staging).overrideSegment(beta, { serve, priority: 1 });
    const { flag, environment } = definition;
    new SegmentOverride(stack, "own", { flag, environment, segment: staff, serve, priority: 2 });
    expect(() => synthesize(stack)).not.toThrow();
  });
});

describe("what a method returns", () => {
  function gated(build: (definition: ReturnType<typeof define>, stack: TerraformStack) => unknown) {
    const stack = newStack();
    const definition = define(stack);
    const override = definition.overrideIdentity("user-42", { enabled: true });
    build(definition, stack);
    new ReleaseGate(stack, "gate", { after: [override] });
    return onlyResource(stack, "terraform_data")["triggers_replace"] as Record<string, string>;
  }

  test("is no resource, and what depends on it depends on the definition", () => {
    const stack = newStack();
    const override = define(stack).overrideIdentity("user-42");
    new DataResource(stack, "service", { dependsOn: [override] });
    expect(onlyResource(stack, "terraform_data")).toEqual({ depends_on: ["flagform_environment_definition.production_k"] });
  });

  test("sets a gate off when this override changes, and waits for the definition", () => {
    const before = gated(() => undefined);
    const [trigger = "", revision = ""] = Object.entries(before)[0] ?? [];
    expect(trigger).toMatch(/^flagform_environment_definition\.production_k\/identity-[0-9a-f]{12}$/);
    expect(revision).toMatch(/^\$\{flagform_environment_definition\.production_k\.id\}#[0-9a-f]{64}$/);
    const others = gated((definition, stack) => {
      definition.overrideIdentity("user-43");
      definition.overrideSegment(Segment.fromName(stack, "s", "beta"));
    });
    expect(others).toEqual(before);
  });

  test("has another revision where another thing is served, whatever the order of words", () => {
    const revisions = [
      { a: 50, b: 50 },
      { b: 50, a: 50 },
      { a: 40, b: 60 },
    ].map((weights) => {
      const stack = newStack();
      const definition = define(stack, {}, TEXT);
      const override = definition.overrideIdentity("user-42", { serve: Serve.split(weights) });
      new DataResource(stack, "service", { input: { revision: override.revision } });
      return onlyResource(stack, "terraform_data")["input"];
    });
    expect(revisions[0]).toEqual(revisions[1]);
    expect(revisions[2]).not.toEqual(revisions[1]);
  });

  test("has the definition's revision where only Terraform knows what is served", () => {
    const stack = newStack();
    const on = new TerraformVariable(stack, "on", { type: "bool" }).booleanValue;
    const override = define(stack).overrideIdentity("user-42", { enabled: on });
    new DataResource(stack, "service", { input: { revision: override.revision } });
    expect(onlyResource(stack, "terraform_data")).toEqual({
      input: { revision: "${flagform_environment_definition.production_k.revision}" },
    });
  });

  test("follows an address that is changed after it was made", () => {
    const stack = newStack();
    const definition = define(stack);
    new ReleaseGate(stack, "gate", { after: [definition.overrideSegment(Segment.fromName(stack, "s", "beta"))] });
    definition.overrideLogicalId("legacy");
    expect(Object.keys(onlyResource(stack, "terraform_data")["triggers_replace"] as object)).toEqual([
      "flagform_environment_definition.legacy/segment-beta",
    ]);
  });
});

describe("an import is only about what the definition lists", () => {
  const importOf = (stack: TerraformStack) => synthesize(stack).import;

  test("also if it is added later, whatever its name", () => {
    const stack = newStack();
    const definition = define(stack);
    definition.importFrom("production/k");
    expect(importOf(stack)).toMatchObject([{ id: "production/k?overrides=listed" }]);
    definition.overrideSegment(Segment.fromName(stack, "s", "a & b"));
    definition.overrideIdentity("50%{x}+${y}/ü");
    definition.overrideIdentity(new TerraformVariable(stack, "who", {}).stringValue);
    const [block] = importOf(stack) ?? [];
    const { unit, overrides, keys } = parseDefinitionId(block?.id ?? "");
    expect({ unit, overrides, keys }).toEqual({
      unit: "production/k",
      overrides: "listed",
      keys: { segment_overrides: ["a & b"], identity_overrides: ["50%{x}+${y}/ü"] },
    });
    expect(Testing.synthHcl(stack)).toContain(`id = "${block?.id ?? ""}"`);
  });

  test("an exact set is imported as a whole, and an id that says what it is about stays", () => {
    const exact = newStack();
    define(exact, { identityOverrides: [] }).importFrom("production/k");
    expect(importOf(exact)).toMatchObject([{ id: "production/k" }]);
    const stated = newStack();
    define(stated).importFrom("production/k?overrides=listed&segment=x");
    expect(importOf(stated)).toMatchObject([{ id: "production/k?overrides=listed&segment=x" }]);
  });
});
