import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { addressByKey } from "../internal/address";
import { FlagDataSource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { resourceConfig } from "../internal/provider/resource-config";

/**
 * Properties of the project whose environments to look up.
 */
export interface FlagEnvironmentsLookupProps extends TerraformMetaArguments {
  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

/**
 * Looks up all environments of a project, when Terraform plans.
 */
export class FlagEnvironmentsLookup extends FlagDataSource {
  /** The data source's type. */
  public static readonly tfResourceType: string = "flagform_environments";

  private readonly lookup: FlagEnvironmentsLookupProps;

  public constructor(scope: Construct, id: string, props: FlagEnvironmentsLookupProps = {}) {
    super(scope, id, resourceConfig(FlagEnvironmentsLookup.tfResourceType, props));
    checkLiterals(this, "lookup", { name: props.project });
    this.lookup = props;
    if (props.project !== undefined) addressByKey(this, [props.project], props.provider);
  }

  /** The names of all environments, sorted. */
  public get names(): string[] {
    return this.getListAttribute("names");
  }

  /** The project's id. */
  public get projectId(): string {
    return this.getStringAttribute("id");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return { project: this.lookup.project };
  }
}
