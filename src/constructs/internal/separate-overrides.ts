import { type TerraformResource, TerraformStack } from "cdktf";

/** The overrides that have resources of their own, by stack and unit. */
const separate = new WeakMap<TerraformStack, Map<string, TerraformResource[]>>();

export function noteSeparate(override: TerraformResource, unit: string): void {
  const stack = TerraformStack.of(override);
  const byUnit = separate.get(stack) ?? new Map<string, TerraformResource[]>();
  separate.set(stack, byUnit);
  byUnit.set(unit, [...(byUnit.get(unit) ?? []), override]);
}

/** Those of one flag in one environment that are still in the construct tree. */
export function separateOverridesOf(stack: TerraformStack, unit: string): TerraformResource[] {
  return (separate.get(stack)?.get(unit) ?? []).filter((each) => each.node.scope?.node.tryFindChild(each.node.id) === each);
}
