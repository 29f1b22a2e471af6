import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";

/**
 * A method of a construct creates resources in that construct's stack. If an argument is from another stack, the user may expect the
 * resource there: then they must use the constructor, whose scope chooses the stack.
 */
export function requireSameStack(owner: IConstruct, other: IConstruct, method: string, constructor: string): void {
  const [here, there] = [TerraformStack.of(owner), TerraformStack.of(other)];
  if (here === there) return;
  throw new Error(
    `${owner.node.path}.${method} would put the resource into stack "${here.node.id}", but "${other.node.path}" is in stack "${there.node.id}": choose the stack with ${constructor}`,
  );
}
