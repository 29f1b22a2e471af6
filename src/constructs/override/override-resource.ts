import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { audienceIssues } from "../definition/audience-issues";
import { overrideFeatures } from "../definition/override-set";
import type { Serve } from "../definition/serve";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { providerOf } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { noteSeparate } from "../internal/separate-overrides";
import { type UnitProps, UnitReference } from "../internal/unit-reference";

interface OverrideProps extends UnitProps, TerraformMetaArguments {
  readonly priority?: number;
  readonly enabled?: boolean | IResolvable;
  readonly serve?: Serve;
}

/** Whom an override is for. */
export interface Audience {
  /** The segment's name, or the identity. */
  readonly name: string;
  /** What stands for it in an address. */
  readonly addressPart: string;
  readonly attributes: Attributes;
}

/**
 * An override with a resource of its own, for a segment or an identity.
 *
 * @jsii ignore
 */
export abstract class OverrideResource extends FlagResource {
  private readonly unit: UnitReference;
  private readonly audience: Audience;

  protected constructor(
    scope: Construct,
    id: string,
    kind: "segment" | "identity",
    private readonly stated: OverrideProps,
    audienceFor: (owner: FlagResource) => Audience,
  ) {
    super(scope, id, resourceConfig(`flagform_${kind}_override`, stated, providerOf(scope, stated.flag)));
    checkLiterals(this, `${kind}Override`, stated);
    this.unit = new UnitReference(this, stated);
    this.audience = audienceFor(this);
    this.unit.settleAddress(this.audience.addressPart);
    noteSeparate(this, this.unit.key);
    declare(this, () => ({
      claims: [{ unit: this.unit.key, kind, name: this.audience.name, priority: stated.priority }],
      features: overrideFeatures(stated.flag, stated),
    }));
    this.node.addValidation({ validate: () => audienceIssues(this, stated.flag, stated) });
  }

  /** A fingerprint of what this construct manages. It changes only when the configuration changes. */
  public get revision(): string {
    return this.getStringAttribute("revision");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    const { enabled, serve } = this.stated;
    return { ...this.unit.attributes, ...this.audience.attributes, enabled, serve: serve?._attributes() };
  }
}
