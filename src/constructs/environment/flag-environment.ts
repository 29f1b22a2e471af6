import type { IResolvable, TerraformMetaArguments } from "cdktf";
import { Construct } from "constructs";
import { addressByKey } from "../internal/address";
import { FlagDataSource, FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { splitEnvironmentAttributes, type SplitEnvironmentSettings } from "../provider/split-settings";
import { FlagEnvironmentsLookup, type FlagEnvironmentsLookupProps } from "./flag-environments-lookup";
import { flagsmithEnvironmentAttributes, type FlagsmithEnvironmentSettings } from "./flagsmith-environment-settings";
import type { IFlagEnvironment } from "./i-flag-environment";

/**
 * Properties of an environment.
 */
export interface FlagEnvironmentProps extends TerraformMetaArguments {
  /**
   * The environment's name. It is also the construct's address, so a new name alone would create a new environment and delete
   * the old one. To rename the environment in place, also call `moveFromId("flagform_environment.<old name>")` until it is deployed.
   */
  readonly name: string;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * What the environment is for.
   *
   * @default - not managed
   */
  readonly description?: string;

  /**
   * Refuses every plan that would delete the environment.
   *
   * @default - the provider's default
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * Takes over an environment of this name that already exists, instead of failing.
   *
   * @default - the provider's default
   */
  readonly adoptExisting?: boolean | IResolvable;

  /**
   * Settings that only exist on Flagsmith.
   *
   * @default - none
   */
  readonly flagsmith?: FlagsmithEnvironmentSettings;

  /**
   * Settings that only exist on Split.
   *
   * @default - none
   */
  readonly split?: SplitEnvironmentSettings;
}

/**
 * Properties of the environment to look up.
 */
export interface FlagEnvironmentLookupProps extends TerraformMetaArguments {
  /**
   * The name in the dashboard, or `id:<id>`.
   */
  readonly name: string;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;
}

class NamedEnvironment extends Construct implements IFlagEnvironment {
  public constructor(
    scope: Construct,
    id: string,
    public readonly environmentName: string,
  ) {
    super(scope, id);
    checkLiterals(this, "reference", { name: environmentName });
  }
}

/**
 * Looks up an environment that is managed elsewhere, when Terraform plans. A name that does not exist is an error at plan.
 */
export class FlagEnvironmentLookup extends FlagDataSource implements IFlagEnvironment {
  /** The data source's type. */
  public static readonly tfResourceType: string = "flagform_environment";

  public readonly environmentName: string;
  public readonly project?: string;

  public constructor(scope: Construct, id: string, props: FlagEnvironmentLookupProps) {
    super(scope, id, resourceConfig(FlagEnvironmentLookup.tfResourceType, props));
    checkLiterals(this, "reference", props);
    this.environmentName = props.name;
    if (props.project !== undefined) this.project = props.project;
    addressByKey(this, [props.project, props.name], props.provider);
  }

  /** The platform's id. */
  public get environmentId(): string {
    return this.getStringAttribute("id");
  }

  /** The client-side key that applications connect with (Flagsmith: the environment key). Not a secret. */
  public get clientKey(): string {
    return this.getStringAttribute("client_key");
  }

  /** What the environment is for. */
  public get description(): string {
    return this.getStringAttribute("description");
  }

  /** Whether changes need the platform's own approval (change requests). */
  public get requiresApproval(): IResolvable {
    return this.getBooleanAttribute("requires_approval");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return { name: this.environmentName, project: this.project };
  }
}

/**
 * An environment of the project, managed by this stack.
 *
 * Most projects have theirs already: name those with `FlagEnvironment.fromName` or `FlagEnvironment.lookup`.
 */
export class FlagEnvironment extends FlagResource implements IFlagEnvironment {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_environment";

  /**
   * Refers to an environment that is managed elsewhere, by its name. Nothing is checked before Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param name the name in the dashboard
   */
  public static fromName(scope: Construct, id: string, name: string): IFlagEnvironment {
    return new NamedEnvironment(scope, id, name);
  }

  /**
   * Looks up an environment that is managed elsewhere, when Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param props the environment
   */
  public static lookup(scope: Construct, id: string, props: FlagEnvironmentLookupProps): FlagEnvironmentLookup {
    return new FlagEnvironmentLookup(scope, id, props);
  }

  /**
   * Looks up all environments of a project, when Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param props the project
   */
  public static lookupAll(scope: Construct, id: string, props: FlagEnvironmentsLookupProps = {}): FlagEnvironmentsLookup {
    return new FlagEnvironmentsLookup(scope, id, props);
  }

  public readonly environmentName: string;
  public readonly project?: string;
  private readonly props: FlagEnvironmentProps;
  private readonly flagsmith?: Attributes;

  public constructor(scope: Construct, id: string, props: FlagEnvironmentProps) {
    super(scope, id, resourceConfig(FlagEnvironment.tfResourceType, props));
    checkLiterals(this, "environment", props);
    this.props = props;
    this.environmentName = props.name;
    if (props.project !== undefined) this.project = props.project;
    addressByKey(this, [props.project, props.name], this.provider);
    if (props.flagsmith !== undefined) this.flagsmith = flagsmithEnvironmentAttributes(this, props.flagsmith);
    declare(this, () => ({ features: ["environments"] }));
  }

  /** The platform's id. */
  public get environmentId(): string {
    return this.getStringAttribute("id");
  }

  /** The client-side key that applications connect with (Flagsmith: the environment key). Not a secret. */
  public get clientKey(): string {
    return this.getStringAttribute("client_key");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return {
      name: this.props.name,
      project: this.props.project,
      description: this.props.description,
      deletion_protection: this.props.deletionProtection,
      adopt_existing: this.props.adoptExisting,
      flagsmith: this.flagsmith,
      split: splitEnvironmentAttributes(this.props.split),
    };
  }
}
