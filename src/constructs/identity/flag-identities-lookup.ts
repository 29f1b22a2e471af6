import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import { FlagDataSource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { type ParentReference, providerOf, referTo } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";

/**
 * Properties of the identities to look up.
 */
export interface FlagIdentitiesLookupProps extends TerraformMetaArguments {
  /**
   * The environment that the identities belong to.
   */
  readonly environment: IFlagEnvironment;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the environment's
   */
  readonly project?: string;

  /**
   * Text that identifiers must contain (at the edge: must start with).
   *
   * @default - all identities
   */
  readonly search?: string;

  /**
   * Maximum number of identities.
   *
   * @default 100
   */
  readonly limit?: number;

  /**
   * Whether to read what each of them is served, with one request each, into the attribute `served`.
   *
   * @default false
   */
  readonly withFlags?: boolean | IResolvable;
}

/**
 * Looks up the identities of an environment, when Terraform plans. Flagsmith only.
 */
export class FlagIdentitiesLookup extends FlagDataSource {
  /** The data source's type. */
  public static readonly tfResourceType: string = "flagform_identities";

  private readonly lookup: FlagIdentitiesLookupProps;
  private readonly environment: ParentReference;

  public constructor(scope: Construct, id: string, props: FlagIdentitiesLookupProps) {
    super(scope, id, resourceConfig(FlagIdentitiesLookup.tfResourceType, props, providerOf(scope, props.environment)));
    checkLiterals(this, "lookup", { name: props.project });
    this.lookup = props;
    this.environment = referTo(this, props.environment, props.environment.environmentName);
  }

  /** The identifiers, sorted. */
  public get identifiers(): string[] {
    return this.getListAttribute("identifiers");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    const { project, environment, search, limit, withFlags } = this.lookup;
    return {
      project: project ?? environment.project,
      environment: this.environment.name,
      environment_id: this.environment.id,
      search,
      limit,
      with_flags: withFlags,
    };
  }
}
