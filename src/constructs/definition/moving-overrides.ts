import { dependable, Lazy, TerraformElement, type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { identityHash } from "../internal/address";
import { separateOverridesOf } from "../internal/separate-overrides";
import type { UnitReference } from "../internal/unit-reference";
import type { OverrideEntry } from "./override-set";

/**
 * Overrides that move between resources of their own and their definition. Terraform sees one thing end and another begin, and nothing
 * makes it begin with the new one: the override would be gone for a moment. (`moved` does not reach into a map.)
 */

const MOVING = "flagform:movingOverrides";

/** Those of the definition, each with the construct that stands for it, if a method added it. */
type Overrides = () => readonly (readonly [OverrideEntry, IConstruct | undefined])[];

/** Whether the stack's context says that overrides are moving. */
export function isMoving(definition: TerraformResource): boolean {
  const value: unknown = definition.node.tryGetContext(MOVING);
  if (value === undefined || value === false || value === "false") return false;
  if (value === true || value === "true") return true;
  throw new Error(`${definition.node.path}: the context's "${MOVING}" must be true or false, not ${JSON.stringify(value)}`);
}

/** What comes into the definition leaves its own resource undestroyed; what leaves the definition is there before the definition lets go. */
export function moveOverrides(definition: TerraformResource, unit: UnitReference, overrides: Overrides): void {
  new ForgottenOverrides(definition, unit, overrides);
  const own = definition.dependsOn ?? [];
  const separate = (): string[] => separateOverridesOf(TerraformStack.of(definition), unit.key).map(dependable);
  definition.dependsOn = Lazy.listValue({ produce: () => [...own, ...separate()] }, { omitEmpty: true });
}

/** The blocks by which Terraform forgets the resources that the definition's overrides had. */
class ForgottenOverrides extends TerraformElement {
  public constructor(
    definition: TerraformResource,
    private readonly unit: UnitReference,
    private readonly overrides: Overrides,
  ) {
    super(definition, "forgotten-overrides");
  }

  public override toTerraform(): object {
    const removed = this.overrides().flatMap((each) => this.addressOf(each) ?? []);
    if (removed.length === 0) return {};
    return { removed: removed.map((from) => ({ from, lifecycle: { destroy: false } })) };
  }

  /** cdktf writes no such blocks in HCL, and without them the overrides would be destroyed. */
  public override toHclTerraform(): object {
    if (Object.keys(this.toTerraform()).length === 0) return {};
    throw new Error(
      `${this.node.scope?.node.path ?? ""}: HCL cannot say what "${MOVING}" needs (removed blocks). Synthesize JSON for this deployment, without --hcl`,
    );
  }

  private addressOf([{ kind, name }, handle]: readonly [OverrideEntry, IConstruct | undefined]): string | undefined {
    const byKey = this.unit.address(kind === "identity" ? identityHash(name) : name);
    const id = byKey ?? (handle && this.cdktfStack.getLogicalId(handle.node));
    return id && `flagform_${kind}_override.${id}`;
  }
}
