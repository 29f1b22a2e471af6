import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * What a method of one construct makes stands in that construct's stack. Whoever passes something of another stack may mean that
 * stack, and nobody would see where the resource went: the constructor says it.
 */
export function requireSameStack(owner: IConstruct, other: IConstruct, method: string, constructor: string): void {
  const [here, there] = [TerraformStack.of(owner), TerraformStack.of(other)];
  if (here === there) return;
  throw new Error(
    `${owner.node.path}.${method} would put the resource into stack "${here.node.id}", but "${other.node.path}" is in stack "${there.node.id}": choose the stack with ${constructor}`,
  );
}
