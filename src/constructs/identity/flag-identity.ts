import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import { addressByKey, identityHash } from "../internal/address";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { type ParentReference, providerOf, referTo } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import type { TraitValue } from "../segment/trait-value";

/**
 * What happens to an identity when its resource is destroyed.
 */
export enum IdentityRemoval {
  /** It is deleted, with all its traits and overrides. */
  DELETE = "delete",
  /** It stays as it is. */
  KEEP = "keep",
}

/**
 * Properties of an identity.
 */
export interface FlagIdentityProps extends TerraformMetaArguments {
  /**
   * The identifier of the user, device or account, as the application sends it.
   */
  readonly identity: string;

  /**
   * The environment that the identity belongs to.
   */
  readonly environment: IFlagEnvironment;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the environment's
   */
  readonly project?: string;

  /**
   * Traits by name. Other traits stay as they are; a trait that you remove from the map is deleted.
   *
   * @default - no traits are managed
   */
  readonly traits?: { [name: string]: TraitValue };

  /**
   * Names of traits that the identity must not have: if it has one, it is deleted.
   *
   * @default - none
   */
  readonly absentTraits?: string[];

  /**
   * What a destroy does to the identity.
   *
   * @default - an identity that this resource created is deleted, one that existed before is kept
   */
  readonly onDestroy?: IdentityRemoval;
}

/**
 * A user, device or account that the platform stores, with its traits. Flagsmith only. Applications create identities
 * themselves; declare only those that must exist before.
 */
export class FlagIdentity extends FlagResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_identity";

  private readonly props: FlagIdentityProps;
  private readonly project?: string;
  private readonly environment: ParentReference;

  public constructor(scope: Construct, id: string, props: FlagIdentityProps) {
    super(scope, id, resourceConfig(FlagIdentity.tfResourceType, props, providerOf(scope, props.environment)));
    checkLiterals(this, "identityOverride", { identity: props.identity });
    const both = Object.keys(props.traits ?? {}).filter((name) => props.absentTraits?.includes(name));
    if (both.length > 0) {
      throw new Error(`FlagIdentity "${this.node.path}": ${both.join(", ")} in both traits and absentTraits`);
    }
    for (const issue of lostEntryIssues(props.traits, "the trait")) {
      throw new Error(`FlagIdentity "${this.node.path}": ${issue}`);
    }
    this.props = props;
    const project = props.project ?? props.environment.project;
    if (project !== undefined) this.project = project;
    this.environment = referTo(this, props.environment, props.environment.environmentName);
    addressByKey(this, [project, this.environment.name, identityHash(props.identity)], this.provider);
    declare(this);
  }

  /** `<environment>/<identity>`. */
  public get identityId(): string {
    return this.getStringAttribute("id");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    const { props } = this;
    return {
      identity: props.identity,
      project: this.project,
      environment: this.environment.name,
      environment_id: this.environment.id,
      traits:
        props.traits && Object.fromEntries(Object.entries(props.traits).map(([name, value]) => [name, value._attributes()])),
      absent_traits: props.absentTraits,
      on_destroy: props.onDestroy,
    };
  }
}
import { lostEntryIssues } from "../internal/literals/map-keys";
