import { TerraformStack, Testing } from "cdktf";
import {
  type Condition,
  FeatureFlag,
  FlagEnvironment,
  FlagsmithProvider,
  Segment,
  SplitSegmentKind,
  Trait,
} from "../../src";
import { newStack, stackOn, synthesize } from "./synthesize";

describe("what is of another stack", () => {
  const shared = newStack("shared");
  const checkout = new TerraformStack(Testing.app(), "checkout");
  const environment = FlagEnvironment.fromName(checkout, "p", "production");

  test.each([
    ["a flag", new FeatureFlag(shared, "f", { key: "k" })],
    ["a flag that others own", FeatureFlag.fromFlagKey(shared, "named", "k")],
    ["a flag that is looked up", FeatureFlag.lookup(shared, "looked-up", { key: "other" })],
  ] as const)("%s is not defined for it in silence", (_what, flag) => {
    expect(() => flag.define(environment)).toThrow(
      /would put the resource into stack "shared", but "checkout\/p" is in stack "checkout".* new EnvironmentDefinition\(this, /,
    );
  });

  test("a segment does not get its override in silence", () => {
    const definition = new FeatureFlag(shared, "g", { key: "g" }).define(
      FlagEnvironment.fromName(shared, "p", "production"),
    );
    const segment = Segment.fromName(checkout, "s", "beta");
    expect(() => definition.overrideSegment(segment)).toThrow(/new SegmentOverride\(this, /);
  });
});

describe("a segment that holds nobody", () => {
  const conditions = [Trait.of("plan").equalTo("beta")];
  test.each([
    ["nothing", {}, false],
    ["no conditions", { conditions: [] as Condition[] }, false],
    ["conditions", { conditions }, true],
  ])("with %s", (_what, props, isRight) => {
    const stack = new TerraformStack(Testing.app(), "flags");
    new FlagsmithProvider(stack, "flagsmith");
    new Segment(stack, "s", { name: "beta", ...props });
    if (isRight) expect(() => synthesize(stack)).not.toThrow();
    else expect(() => synthesize(stack)).toThrow(/segment beta contains nobody: set `conditions`/);
  });

  test("may be imported, or be a large one, whose members are uploaded", () => {
    const stack = stackOn("split");
    new Segment(stack, "a", { name: "a" }).importFrom("a");
    new Segment(stack, "b", { name: "b", split: { kind: SplitSegmentKind.LARGE } });
    new Segment(stack, "c", { name: "c", identities: [] });
    expect(() => synthesize(stack)).not.toThrow();
  });
});
