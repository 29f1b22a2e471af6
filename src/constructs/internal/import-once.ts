import { type TerraformProvider, type TerraformResource, TerraformStack } from "cdktf";

const checked = new WeakSet<TerraformStack>();

/**
 * cdktf's own method runs `terraform version` at synth for each import, which takes minutes for some hundreds of flags. Once per stack is
 * enough; for the others only the id is set, where that method sets it.
 */
export function importOnce(
  resource: TerraformResource,
  id: string,
  provider: TerraformProvider | undefined,
  importFrom: (id: string, provider?: TerraformProvider) => void,
): void {
  const stack = TerraformStack.of(resource);
  if (checked.has(stack)) {
    Reflect.set(resource, "_imported", { id, provider });
    return;
  }
  checked.add(stack);
  importFrom(id, provider);
}
