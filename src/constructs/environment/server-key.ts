import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { addressByKey } from "../internal/address";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { type ParentReference, providerOf, referTo } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import type { IFlagEnvironment } from "./i-flag-environment";

/**
 * Properties of a server-side key.
 */
export interface ServerKeyProps extends TerraformMetaArguments {
  /**
   * The key's name. It is also part of the construct's address.
   */
  readonly name: string;

  /**
   * The environment whose flags the key reads.
   */
  readonly environment: IFlagEnvironment;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the environment's
   */
  readonly project?: string;

  /**
   * Whether the key is active. An inactive key can be activated again.
   *
   * @default - not managed; new keys are active
   */
  readonly active?: boolean | IResolvable;

  /**
   * Refuses every plan that would delete the key.
   *
   * @default - the provider's default
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * Takes over a key of this name that already exists, instead of failing.
   *
   * @default - the provider's default
   */
  readonly adoptExisting?: boolean | IResolvable;
}

/**
 * A server-side key of an environment, which servers use to read its flags. It is a secret. Flagsmith only.
 */
export class ServerKey extends FlagResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_server_key";

  private readonly props: ServerKeyProps;
  private readonly project?: string;
  private readonly environment: ParentReference;

  public constructor(scope: Construct, id: string, props: ServerKeyProps) {
    super(scope, id, resourceConfig(ServerKey.tfResourceType, props, providerOf(scope, props.environment)));
    checkLiterals(this, "reference", { name: props.name });
    this.props = props;
    const project = props.project ?? props.environment.project;
    if (project !== undefined) this.project = project;
    this.environment = referTo(this, props.environment, props.environment.environmentName);
    addressByKey(this, [project, this.environment.name, props.name], this.provider);
    declare(this);
  }

  /** The platform's id. */
  public get serverKeyId(): string {
    return this.getStringAttribute("id");
  }

  /** The key itself, a sensitive value. */
  public get key(): string {
    return this.getStringAttribute("key");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    const { props } = this;
    return {
      name: props.name,
      project: this.project,
      environment: this.environment.name,
      environment_id: this.environment.id,
      active: props.active,
      deletion_protection: props.deletionProtection,
      adopt_existing: props.adoptExisting,
    };
  }
}
