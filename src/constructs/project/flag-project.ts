import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { addressByKey } from "../internal/address";
import { FlagDataSource, FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { flagsmithProjectAttributes, type FlagsmithProjectSettings } from "./flagsmith-project-settings";

/**
 * What a destroy does to the project.
 */
export enum ProjectRemoval {
  /** The project is deleted, with everything in it. */
  DELETE = "delete",
  /** It stays as it is. */
  KEEP = "keep",
}

/**
 * Properties of a project.
 */
export interface FlagProjectProps extends TerraformMetaArguments {
  /**
   * The project's name. It is also the construct's address. To rename the project in place, also call
   * `moveFromId("flagform_project.<old name>")` until that is deployed.
   */
  readonly name: string;

  /**
   * The organisation, by name or id.
   *
   * @default - the provider's, or the only one that the credential can access
   */
  readonly organisation?: string;

  /**
   * What a destroy does to the project.
   *
   * @default ProjectRemoval.DELETE
   */
  readonly onDestroy?: ProjectRemoval;

  /**
   * Refuses every plan that would delete the project with all that is in it. To delete it, deploy `false` first.
   *
   * @default true
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * Takes over a project of this name that already exists, instead of failing.
   *
   * @default - the provider's default
   */
  readonly adoptExisting?: boolean | IResolvable;

  /**
   * Settings that only exist on Flagsmith.
   *
   * @default - none
   */
  readonly flagsmith?: FlagsmithProjectSettings;
}

/**
 * Properties of the project to look up.
 */
export interface FlagProjectLookupProps extends TerraformMetaArguments {
  /**
   * The name in the dashboard, or `id:<id>`.
   *
   * @default - the provider's project
   */
  readonly name?: string;
}

/**
 * Looks up a project that is managed elsewhere, when Terraform plans. A name that does not exist is an error at plan.
 */
export class FlagProjectLookup extends FlagDataSource {
  /** The data source's type. */
  public static readonly tfResourceType: string = "flagform_project";

  private readonly lookup: FlagProjectLookupProps;

  public constructor(scope: Construct, id: string, props: FlagProjectLookupProps = {}) {
    super(scope, id, resourceConfig(FlagProjectLookup.tfResourceType, props));
    checkLiterals(this, "lookup", props);
    this.lookup = props;
    if (props.name !== undefined) addressByKey(this, [props.name], props.provider);
  }

  /** The platform's id. */
  public get projectId(): string {
    return this.getStringAttribute("id");
  }

  /** The project's name. */
  public get title(): string {
    return this.getStringAttribute("title");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return { name: this.lookup.name };
  }
}

/**
 * A project, managed by this stack. Flagsmith only. If the project already exists, name it in the provider instead.
 */
export class FlagProject extends FlagResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_project";

  /**
   * Looks up a project that is managed elsewhere, when Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param props the project
   */
  public static lookup(scope: Construct, id: string, props: FlagProjectLookupProps = {}): FlagProjectLookup {
    return new FlagProjectLookup(scope, id, props);
  }

  private readonly props: FlagProjectProps;

  public constructor(scope: Construct, id: string, props: FlagProjectProps) {
    super(scope, id, resourceConfig(FlagProject.tfResourceType, props));
    checkLiterals(this, "lookup", { name: props.name });
    checkLiterals(this, "lookup", { name: props.organisation });
    this.props = props;
    addressByKey(this, [props.name], this.provider);
    declare(this);
  }

  /** The project's name, as a reference: constructs that use it are created after the project. */
  public get projectName(): string {
    return this.getStringAttribute("name");
  }

  /** The platform's id. */
  public get projectId(): string {
    return this.getStringAttribute("id");
  }

  /** The platform's UUID. */
  public get uuid(): string {
    return this.getStringAttribute("uuid");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    const { props } = this;
    return {
      name: props.name,
      organisation: props.organisation,
      on_destroy: props.onDestroy,
      deletion_protection: props.deletionProtection,
      adopt_existing: props.adoptExisting,
      flagsmith: props.flagsmith === undefined ? undefined : flagsmithProjectAttributes(props.flagsmith),
    };
  }
}
