import {
  Lazy,
  TerraformDataSource,
  type TerraformElement,
  type TerraformProvider,
  TerraformResource,
  TerraformStack,
  Token,
} from "cdktf";
import type { IConstruct } from "constructs";

/** How a child names its parent: always by name, and by id where the parent is managed or looked up in the same stack. */
export interface ParentReference {
  readonly name: string;
  readonly id?: string;
}

/**
 * The id lets the provider notice a replaced parent, and orders the two. Something of another stack enters by its literal name
 * only: an id would drag an output and a remote state along. The stacks are ordered instead.
 */
export function referTo(child: TerraformElement, parent: IConstruct, name: string): ParentReference {
  const element = elementOf(parent);
  if (element === undefined) return { name };
  const [here, there] = [TerraformStack.of(child), TerraformStack.of(element)];
  // Lazy: reading an id fixes the parent's address, and a later overrideLogicalId would be ignored.
  if (here === there) return { name, id: Lazy.stringValue({ produce: () => idOf(element) }) };
  if (Token.isUnresolved(name)) {
    throw new Error(
      `"${child.node.path}" refers to "${element.node.path}" of another stack, whose name is not known at synth: give it a literal name, or refer to it with a from… method`,
    );
  }
  if (TerraformResource.isTerraformResource(element)) here.addDependency(there);
  return { name };
}

/**
 * The name of something that is referred to by name alone. Of a resource in the same stack it is a reference to the attribute, so
 * that Terraform makes the one before the other; it is known when Terraform plans all the same.
 */
export function nameWithin(owner: TerraformElement, other: IConstruct, attribute: string, name: string): string {
  const { id } = referTo(owner, other, name);
  if (id === undefined || !TerraformResource.isTerraformResource(other)) return name;
  return Lazy.stringValue({
    produce: () => (other.forEach === undefined ? other.getStringAttribute(attribute) : name),
  });
}

/** With `forEach`, a reference is a list of ids, and the right one is unknown here: only the name is used. */
function idOf(element: TerraformResource | TerraformDataSource): string {
  return element.forEach === undefined ? element.getStringAttribute("id") : Token.asString(undefined);
}

/** The provider that a child takes over from its parent, unless it lives in another stack with providers of its own. */
export function providerOf(scope: IConstruct, parent: IConstruct): TerraformProvider | undefined {
  const element = elementOf(parent);
  if (element === undefined || TerraformStack.of(scope) !== TerraformStack.of(element)) return undefined;
  return element.provider;
}

function elementOf(parent: IConstruct): TerraformResource | TerraformDataSource | undefined {
  if (TerraformResource.isTerraformResource(parent)) return parent;
  return TerraformDataSource.isTerraformDataSource(parent) ? parent : undefined;
}

/** The construct id of a child that belongs to another construct: its name, or that construct's id where the name is a token. */
export function childId(other: IConstruct, name: string): string {
  return Token.isUnresolved(name) ? other.node.id : name;
}
