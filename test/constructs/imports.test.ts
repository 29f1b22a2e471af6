import { TerraformResource, TerraformStack, Testing } from "cdktf";
import { FeatureFlag, FlagEnvironment, FlagsmithProvider } from "../../src";

interface Imports {
  readonly import: readonly { readonly to: string; readonly id: string }[];
}

function importing(...ids: readonly string[]): TerraformStack {
  const stack = new TerraformStack(Testing.app(), "flags");
  new FlagsmithProvider(stack, "flagsmith");
  ids.forEach((id, index) => {
    new FeatureFlag(stack, String(index), { key: `flag-${String(index)}` }).importFrom(id);
  });
  return stack;
}

function synthesized(stack: TerraformStack): Imports {
  return JSON.parse(Testing.synth(stack, true)) as Imports;
}

test("each resource has its import block, and cdktf's check, which runs Terraform, is made once", () => {
  const checked = jest.spyOn(TerraformResource.prototype, "importFrom");
  const stack = importing("one", "two", "three");
  expect(synthesized(stack).import).toEqual([
    { to: "flagform_feature_flag.flag-0", id: "one" },
    { to: "flagform_feature_flag.flag-1", id: "two" },
    { to: "flagform_feature_flag.flag-2", id: "three" },
  ]);
  expect(checked).toHaveBeenCalledTimes(1);
});

test("an import id is text, not a template", () => {
  expect(synthesized(importing("${one}", "%{two}")).import.map(({ id }) => id)).toEqual(["$${one}", "%%{two}"]);
});

test("a definition is imported by the names that people see, without the overrides that it does not list", () => {
  const stack = importing();
  const flag = FeatureFlag.fromFlagKey(stack, "checkout", "new-checkout");
  flag.define(FlagEnvironment.fromName(stack, "production", "production")).importFrom("production/new-checkout");
  expect(synthesized(stack).import).toEqual([
    { to: "flagform_environment_definition.production_new-checkout", id: "production/new-checkout?overrides=listed" },
  ]);
});
