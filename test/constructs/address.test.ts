import type { TerraformStack } from "cdktf";
import { TerraformVariable, Testing } from "cdktf";
import { Construct } from "constructs";
import {
  FeatureFlag,
  FlagEnvironment,
  FlagsmithProvider,
  IdentityOverride,
  Segment,
  SegmentOverride,
  Trait,
} from "../../src";
import { logicalId } from "../../src/constructs/internal/address";
import { addresses, newStack, synthesize } from "./synthesize";

const conditions = [Trait.of("plan").equalTo("beta")];

describe("addresses", () => {
  test("come from what things are called on the platform", () => {
    const stack = newStack();
    const production = FlagEnvironment.fromName(stack, "p", "production");
    const beta = new Segment(stack, "s", { name: "beta", conditions });
    const definition = new FeatureFlag(stack, "f", { key: "new-checkout" }).define(production);
    new SegmentOverride(stack, "o", { flag: definition.flag, environment: production, segment: beta });
    expect(addresses(stack)).toEqual([
      "flagform_environment_definition.production_new-checkout",
      "flagform_feature_flag.new-checkout",
      "flagform_segment.beta",
      "flagform_segment_override.production_new-checkout_beta",
    ]);
  });

  test("do not change when constructs are wrapped or renamed", () => {
    const build = (stack: TerraformStack, scope: Construct, id: string) => {
      new FeatureFlag(scope, id, { key: "new-checkout" })
        .define(FlagEnvironment.fromName(scope, `${id}-p`, "production"))
        .overrideIdentity("user-42");
      new IdentityOverride(scope, `${id}-o`, {
        flag: FeatureFlag.fromFlagKey(scope, `${id}-other`, "old-checkout"),
        environment: FlagEnvironment.fromName(scope, `${id}-s`, "staging"),
        identity: "user-42",
      });
      return addresses(stack);
    };
    const [plain, wrapped] = [newStack(), newStack()];
    const inner = new Construct(new Construct(wrapped, "team"), "checkout");
    expect(build(wrapped, inner, "renamed")).toEqual(build(plain, plain, "flag"));
  });

  test("show no identity, nor do construct paths", () => {
    const stack = newStack();
    const flag = new FeatureFlag(stack, "f", { key: "k" });
    const definition = flag.define(FlagEnvironment.fromName(stack, "p", "production"));
    expect(definition.overrideIdentity("ada@example.com").node.path).not.toContain("ada");
    const environment = FlagEnvironment.fromName(stack, "s", "staging");
    const override = new IdentityOverride(stack, "o", { flag, environment, identity: "ada@example.com" });
    expect(override.friendlyUniqueId).toMatch(/^staging_k_[0-9a-f]{12}$/);
  });

  test("fall back to the construct path where a name is a token", () => {
    const stack = newStack();
    const key = new TerraformVariable(stack, "flag-key", { type: "string" });
    new FeatureFlag(stack, "from-a-variable", { key: key.stringValue });
    expect(synthesize(stack).resource["flagform_feature_flag"]).toEqual({
      "from-a-variable": { key: "${var.flag-key}", type: "boolean" },
    });
  });

  test("hold the provider's alias, and an explicit project", () => {
    const stack = newStack();
    const provider = new FlagsmithProvider(stack, "eu", { alias: "eu" });
    const flag = new FeatureFlag(stack, "a", { key: "k", provider });
    flag.define(FlagEnvironment.fromName(stack, "p", "production"));
    new FeatureFlag(stack, "b", { key: "k", project: "shop" });
    new FeatureFlag(stack, "c", { key: "k" });
    expect(addresses(stack)).toEqual([
      "flagform_environment_definition.eu_production_k",
      "flagform_feature_flag.eu_k",
      "flagform_feature_flag.k",
      "flagform_feature_flag.shop_k",
    ]);
  });

  test("overrideLogicalId wins, and references follow it", () => {
    const stack = newStack();
    const flag = new FeatureFlag(stack, "f", { key: "k" });
    flag.define(FlagEnvironment.fromName(stack, "p", "production"));
    flag.overrideLogicalId("legacy");
    const { resource } = synthesize(stack);
    expect(Object.keys(resource["flagform_feature_flag"] ?? {})).toEqual(["legacy"]);
    expect(resource["flagform_environment_definition"]?.["production_k"]).toMatchObject({
      flag_id: "${flagform_feature_flag.legacy.id}",
    });
  });

  test("follow a rename in place where it is said", () => {
    const stack = newStack();
    new Segment(stack, "s", { name: "beta users", conditions }).moveFromId("flagform_segment.beta");
    expect(JSON.parse(Testing.synth(stack))).toMatchObject({
      moved: [{ from: "flagform_segment.beta", to: "flagform_segment.beta-users" }],
    });
  });

  test.each([
    [["production", "new-checkout"], "production_new-checkout"],
    [["Beta users"], "Beta-users"],
    [["3d-view"], "_3d-view"],
    [["-x"], "_-x"],
    // cdktf merges objects key by key, and would lose it.
    [["__proto__"], "___proto__"],
  ])("%j is named %s", (parts, name) => {
    expect(logicalId(parts)).toBe(name);
  });

  test("names that Terraform does not allow stay apart by a hash", () => {
    const names = ["prix €", "prix £", "日本", "中国", "a.b", "a/b"].map((name) => logicalId([name]));
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]*$/);
  });
});

describe("two constructs of one address", () => {
  test("are refused, naming both", () => {
    const stack = newStack();
    new FeatureFlag(stack, "one", { key: "k" });
    new FeatureFlag(new Construct(stack, "elsewhere"), "two", { key: "k" });
    expect(() => synthesize(stack)).toThrow(
      /"flags\/one" and "flags\/elsewhere\/two" are all flagform_feature_flag\.k\..*overrideLogicalId/,
    );
  });

  test("are fine once one is called otherwise", () => {
    const stack = newStack();
    new Segment(stack, "one", { name: "beta users", conditions });
    new Segment(stack, "two", { name: "beta-users", conditions }).overrideLogicalId("beta-users-2");
    expect(addresses(stack)).toEqual(["flagform_segment.beta-users", "flagform_segment.beta-users-2"]);
  });

  test("are no matter across stacks, nor after one was removed", () => {
    const app = Testing.app();
    const [one, two] = [newStack("one", app), newStack("two", app)];
    const defined = (stack: TerraformStack, id: string): void => {
      const production = FlagEnvironment.fromName(stack, `${id} production`, "production");
      new FeatureFlag(stack, id, { key: "k" }).define(production, { enabled: true });
    };
    defined(one, "f");
    defined(two, "f");
    defined(two, "g");
    two.node.tryRemoveChild("g");
    expect(addresses(one)).toEqual(addresses(two));
  });
});

test("an override with a resource of its own can be for an identity that is a token", () => {
  const stack = newStack();
  const identity = new TerraformVariable(stack, "who", { type: "string" }).stringValue;
  const flag = new FeatureFlag(stack, "f", { key: "k" });
  const environment = FlagEnvironment.fromName(stack, "p", "production");
  new IdentityOverride(stack, "who-override", { flag, environment, identity });
  expect(synthesize(stack).resource["flagform_identity_override"]).toMatchObject({
    "who-override": { identity: "${var.who}" },
  });
});
