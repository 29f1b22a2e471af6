import { type TerraformResource, TerraformStack } from "cdktf";
import { isInTree } from "./in-tree";

/** The overrides that have resources of their own, by stack and unit, for as long as something else has them. */
const separate = new WeakMap<TerraformStack, Map<string, WeakRef<TerraformResource>[]>>();

export function noteSeparate(override: TerraformResource, unit: string): void {
  const stack = TerraformStack.of(override);
  const byUnit = separate.get(stack) ?? new Map<string, WeakRef<TerraformResource>[]>();
  separate.set(stack, byUnit);
  byUnit.set(unit, [...(byUnit.get(unit) ?? []), new WeakRef(override)]);
}

/** Those of one flag in one environment that are still in the construct tree. */
export function separateOverridesOf(stack: TerraformStack, unit: string): TerraformResource[] {
  return (separate.get(stack)?.get(unit) ?? []).flatMap((each) => each.deref() ?? []).filter(isInTree);
}
