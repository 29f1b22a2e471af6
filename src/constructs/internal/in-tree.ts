import type { IConstruct } from "constructs";

/** Whether a construct is still in the tree: it, or one that it is in, may have been removed again. */
export function isInTree(construct: IConstruct): boolean {
  const { scope, id } = construct.node;
  return scope === undefined || (scope.node.tryFindChild(id) === construct && isInTree(scope));
}
