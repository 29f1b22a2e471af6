import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { audienceIssues } from "../definition/exact-overrides";
import type { Serve } from "../definition/serve";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { addressByKey, identityHash } from "../internal/address";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { providerOf } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { UnitReference } from "../internal/unit-reference";

/**
 * Options of an identity override.
 */
export interface IdentityOverrideOptions extends TerraformMetaArguments {
  /**
   * Whether the flag is on for this identity.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What the identity is served. Only boolean flags leave it out: they use `enabled`.
   *
   * @default - only `enabled` applies
   */
  readonly serve?: Serve;

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
export interface IdentityOverrideProps extends IdentityOverrideOptions {
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
}

/**
 * What one identity is served instead of the flag's definition. Usually created by `definition.overrideIdentity("user-42", …)`.
 */
export class IdentityOverride extends FlagResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_identity_override";

  private readonly props: IdentityOverrideProps;
  private readonly unit: UnitReference;

  public constructor(scope: Construct, id: string, props: IdentityOverrideProps) {
    super(scope, id, resourceConfig(IdentityOverride.tfResourceType, props, providerOf(scope, props.flag)));
    checkLiterals(this, "identityOverride", props);
    this.props = props;
    this.unit = new UnitReference(this, props);
    addressByKey(this, [...this.unit.names, identityHash(props.identity)], this.provider);
    declare(this, {
      claims: [{ unit: this.unit.key, kind: "identity", exact: false }],
      features: props.serve?._features(props.flag) ?? [],
    });
    this.node.addValidation({ validate: () => this.issues() });
  }

  /** A fingerprint of what this construct manages. It changes only when the configuration changes. */
  public get revision(): string {
    return this.getStringAttribute("revision");
  }

  private issues(): string[] {
    return audienceIssues(this, this.props.flag, this.props);
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return {
      ...this.unit.attributes,
      identity: this.props.identity,
      enabled: this.props.enabled,
      serve: this.props.serve?._attributes(),
      flagsmith: this.props.flagsmith && { remove_identity: this.props.flagsmith.removeIdentity },
    };
  }
}
