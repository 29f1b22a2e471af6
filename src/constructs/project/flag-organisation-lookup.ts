import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { addressByKey } from "../internal/address";
import { FlagDataSource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { resourceConfig } from "../internal/provider/resource-config";

/**
 * Properties of the organisation to look up.
 */
export interface FlagOrganisationLookupProps extends TerraformMetaArguments {
  /**
   * The name in the dashboard, or the id.
   *
   * @default - the provider's, or the only one that the credential can access
   */
  readonly name?: string;
}

/**
 * Looks up an organisation and its projects, when Terraform plans. Flagsmith only.
 */
export class FlagOrganisationLookup extends FlagDataSource {
  /** The data source's type. */
  public static readonly tfResourceType: string = "flagform_organisation";

  private readonly lookup: FlagOrganisationLookupProps;

  public constructor(scope: Construct, id: string, props: FlagOrganisationLookupProps = {}) {
    super(scope, id, resourceConfig(FlagOrganisationLookup.tfResourceType, props));
    checkLiterals(this, "lookup", props);
    this.lookup = props;
    if (props.name !== undefined) addressByKey(this, [props.name], props.provider);
  }

  /** The platform's id. */
  public get organisationId(): string {
    return this.getStringAttribute("id");
  }

  /** The organisation's name. */
  public get title(): string {
    return this.getStringAttribute("title");
  }

  /** The platform's UUID. */
  public get uuid(): string {
    return this.getStringAttribute("uuid");
  }

  /** The names of its projects, sorted. */
  public get projects(): string[] {
    return this.getListAttribute("projects");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return { name: this.lookup.name };
  }
}
