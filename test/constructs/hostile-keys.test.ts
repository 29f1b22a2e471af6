import { TerraformStack, Testing } from "cdktf";
import {
  type ExactIdentityOverride,
  FeatureFlag,
  FlagEnvironment,
  FlagIdentity,
  FlagType,
  FlagValue,
  MixpanelProject,
  MixpanelProvider,
  ReleaseGate,
  Serve,
  TraitValue,
  Variant,
} from "../../src";
import { newStack, onlyResource, stackOn, synthesize } from "./synthesize";

/** Names that JavaScript has a meaning for are names like any other. */

const KEYS = ["__proto__", "constructor", "toString", "hasOwnProperty", "plain"];
/** Terraform takes the keys of objects for templates: this is "__proto__". */
const WRITTEN = KEYS.map((key) => (key === "__proto__" ? '${"__proto__"}' : key)).sort();

function mapOf<T>(value: T): { [key: string]: T } {
  return Object.fromEntries(KEYS.map((key) => [key, value]));
}

function keysOf(map: unknown): string[] {
  return Object.keys(map as object).sort();
}

const variants = mapOf(Variant.of(FlagValue.ofString("x")));

test("variants, shares and identities", () => {
  const stack = stackOn("split");
  const flag = new FeatureFlag(stack, "flag", { key: "k", type: FlagType.STRING, variants });
  const identityOverrides = KEYS.map((identity): ExactIdentityOverride => ({ identity, serve: Serve.variant("__proto__") }));
  flag.define(FlagEnvironment.fromName(stack, "p", "production"), {
    serve: Serve.split(mapOf(20)),
    whenOff: "constructor",
    identityOverrides,
  });
  expect(keysOf(onlyResource(stack, "flagform_feature_flag")["variants"])).toEqual(WRITTEN);
  const definition = onlyResource(stack, "flagform_environment_definition");
  expect(keysOf(definition["variants"])).toEqual(WRITTEN);
  expect(keysOf(definition["identity_overrides"])).toEqual(WRITTEN);
  expect(keysOf((definition["serve"] as { split: { weights: object } }).split.weights)).toEqual(WRITTEN);
});

test("traits", () => {
  const stack = newStack();
  const environment = FlagEnvironment.fromName(stack, "p", "production");
  new FlagIdentity(stack, "i", { environment, identity: "__proto__", traits: mapOf(TraitValue.ofString("x")) });
  expect(keysOf(onlyResource(stack, "flagform_identity")["traits"])).toEqual(WRITTEN);
});

test("Mixpanel's environments", () => {
  const stack = new TerraformStack(Testing.app(), "flags");
  const environments = Object.fromEntries(KEYS.map((key, index) => [key, MixpanelProject.of(String(index + 1))]));
  new MixpanelProvider(stack, "mixpanel", { environments });
  const [block] = synthesize(stack).provider["flagform"] ?? [];
  expect(keysOf((block?.["mixpanel"] as { environments: object }).environments)).toEqual(WRITTEN);
});

test("what sets a gate off", () => {
  const stack = newStack();
  const flag = new FeatureFlag(stack, "flag", { key: "k" });
  const after = [flag.define(FlagEnvironment.fromName(stack, "p", "production"))];
  new ReleaseGate(stack, "gate", { after, command: "true", triggers: mapOf("1"), environment: mapOf("1") });
  const gate = onlyResource(stack, "terraform_data");
  expect(keysOf(gate["triggers_replace"])).toEqual(expect.arrayContaining(WRITTEN));
  const [provisioner] = gate["provisioner"] as { "local-exec": { environment: object } }[];
  expect(keysOf(provisioner?.["local-exec"].environment)).toEqual(WRITTEN);
});

test("an entry that an object literal loses is said", () => {
  const stack = newStack();
  const lost = { __proto__: Variant.of(FlagValue.ofString("x")) } as unknown as { [key: string]: Variant };
  new FeatureFlag(stack, "flag", { key: "k", type: FlagType.STRING, variants: lost });
  expect(() => synthesize(stack)).toThrow('Write { ["__proto__"]: … }');
});

test("in HCL too", () => {
  const stack = stackOn("split");
  new FeatureFlag(stack, "flag", { key: "k", type: FlagType.STRING, variants });
  expect(Testing.synthHcl(stack)).toContain('${"__proto__"}');
});
