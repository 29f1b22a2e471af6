import { TerraformResource, type IResolvable, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { audienceIssues } from "../definition/exact-overrides";
import type { IFeatureFlag } from "../flag/feature-flag";
import type { IFlagEnvironment } from "../environment/flag-environment";
import { addressByKey, identityHash } from "../internal/address";
import { hclAttributes, jsonAttributes, type Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { providerOf } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { UnitReference } from "../internal/unit-reference";
import type { Serve } from "../definition/serve";

/**
 * What an identity gets instead.
 */
export interface IdentityOverrideOptions extends TerraformMetaArguments {
  /**
   * Whether the flag is on for this identity.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What the identity gets. Left out only for boolean flags, where `enabled` says it.
   *
   * @default - nothing beside `enabled`
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
 * Settings of an identity override that only Flagsmith has.
 */
export interface FlagsmithIdentityOverrideSettings {
  /**
   * Removes the identity together with its last override, if it was made for this one while this was set, and applications
   * have given it no traits.
   *
   * @default - the identity stays
   */
  readonly removeIdentity?: boolean | IResolvable;
}

/**
 * What an identity override is made of.
 */
export interface IdentityOverrideProps extends IdentityOverrideOptions {
  /**
   * Of which flag.
   */
  readonly flag: IFeatureFlag;

  /**
   * In which environment.
   */
  readonly environment: IFlagEnvironment;

  /**
   * For whom: the identifier of the user, device or account, as the application names it.
   */
  readonly identity: string;
}

/**
 * What one identity gets instead of a flag's definition. Usually made by `definition.overrideIdentity("user-42", …)`.
 */
export class IdentityOverride extends TerraformResource {
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

  /** A fingerprint of what is managed here: it changes when, and only when, the configuration changes. */
  public get revision(): string {
    return this.getStringAttribute("revision");
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return jsonAttributes(this.attributes());
  }

  protected override synthesizeHclAttributes(): { [name: string]: unknown } {
    return hclAttributes(this.attributes());
  }

  private issues(): string[] {
    return audienceIssues(this, this.props.flag, this.props);
  }

  private attributes(): Attributes {
    return {
      ...this.unit.attributes,
      identity: this.props.identity,
      enabled: this.props.enabled,
      serve: this.props.serve?._attributes(),
      flagsmith: this.props.flagsmith && { remove_identity: this.props.flagsmith.removeIdentity },
    };
  }
}
