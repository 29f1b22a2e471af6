import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { identityHash } from "../internal/address";
import type { IdentityOverrideOptions } from "./override-options";
import { OverrideResource } from "./override-resource";

/**
 * Settings of an identity override that only exist on Flagsmith.
 */
export interface FlagsmithIdentityOverrideSettings {
  /**
   * Deletes the identity with its last override, if this override created it while this option was set, and applications have
   * set no traits of it.
   *
   * @default - the identity stays
   */
  readonly removeIdentity?: boolean | IResolvable;
}

/**
 * Properties of an identity override.
 */
export interface IdentityOverrideProps extends IdentityOverrideOptions, TerraformMetaArguments {
  /**
   * The flag to override.
   */
  readonly flag: IFeatureFlag;

  /**
   * The environment.
   */
  readonly environment: IFlagEnvironment;

  /**
   * The identifier of the user, device or account that the override is for, as the application sends it.
   */
  readonly identity: string;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the flag's
   */
  readonly project?: string;

  /**
   * Settings that only exist on Flagsmith.
   *
   * @default - none
   */
  readonly flagsmith?: FlagsmithIdentityOverrideSettings;
}

/**
 * What one identity is served instead of the flag's definition, as a resource of its own: for a definition of another stack, or to create and
 * destroy the override by itself. `definition.overrideIdentity("user-42", …)` makes it a part of the definition's resource instead.
 */
export class IdentityOverride extends OverrideResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_identity_override";

  public constructor(scope: Construct, id: string, props: IdentityOverrideProps) {
    const { identity, flagsmith } = props;
    super(scope, id, "identity", props, () => ({
      name: identity,
      addressPart: identityHash(identity),
      attributes: { identity, flagsmith: flagsmith && { remove_identity: flagsmith.removeIdentity } },
    }));
  }
}
