import type { IResolvable, TerraformMetaArguments } from "cdktf";
import { Construct } from "constructs";
import { addressByKey } from "../internal/address";
import { FlagDataSource, FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { has, usedFeatures } from "../internal/platform-limits";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { mixpanelSegmentAttributes, type MixpanelSegmentSettings } from "../provider/mixpanel-settings";
import { splitSegmentAttributes, SplitSegmentKind, type SplitSegmentSettings } from "../provider/split-settings";
import { vercelSegmentAttributes, type VercelSegmentSettings } from "../provider/vercel-settings";
import { Condition } from "./condition";
import { flagsmithSegmentAttributes, type FlagsmithSegmentSettings } from "./flagsmith-segment-settings";
import type { ISegment } from "./i-segment";

/**
 * Properties of a segment.
 */
export interface SegmentProps extends TerraformMetaArguments {
  /**
   * The segment's name. It is also the construct's address, so a new name alone would create a new segment and delete the old one.
   * To rename the segment in place, also call `moveFromId("flagform_segment.<old name>")` until it is deployed.
   */
  readonly name: string;

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the provider's
   */
  readonly project?: string;

  /**
   * Who is in the segment.
   *
   * @default - not managed
   */
  readonly description?: string;

  /**
   * The conditions of the segment; all of them must hold.
   *
   * @default - not managed
   */
  readonly conditions?: Condition[];

  /**
   * Identities that are always in the segment. Not on Flagsmith.
   *
   * @default - not managed
   */
  readonly identities?: string[];

  /**
   * Refuses every plan that would delete the segment.
   *
   * @default - the provider's default
   */
  readonly deletionProtection?: boolean | IResolvable;

  /**
   * Takes over a segment of this name that already exists, instead of failing.
   *
   * @default - the provider's default
   */
  readonly adoptExisting?: boolean | IResolvable;

  /**
   * Settings that only exist on Flagsmith.
   *
   * @default - none
   */
  readonly flagsmith?: FlagsmithSegmentSettings;

  /**
   * Settings that only exist on Split.
   *
   * @default - none
   */
  readonly split?: SplitSegmentSettings;

  /**
   * Settings that only exist on Vercel.
   *
   * @default - none
   */
  readonly vercel?: VercelSegmentSettings;

  /**
   * Settings that only exist on Mixpanel.
   *
   * @default - none
   */
  readonly mixpanel?: MixpanelSegmentSettings;
}

/**
 * Properties of the segment to look up.
 */
export interface SegmentLookupProps extends TerraformMetaArguments {
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

class NamedSegment extends Construct implements ISegment {
  public constructor(
    scope: Construct,
    id: string,
    public readonly segmentName: string,
  ) {
    super(scope, id);
    checkLiterals(this, "reference", { name: segmentName });
  }
}

/**
 * Looks up a segment that is managed elsewhere, when Terraform plans. A name that does not exist is an error at plan.
 */
export class SegmentLookup extends FlagDataSource implements ISegment {
  /** The data source's type. */
  public static readonly tfResourceType: string = "flagform_segment";

  public readonly segmentName: string;
  public readonly project?: string;

  public constructor(scope: Construct, id: string, props: SegmentLookupProps) {
    super(scope, id, resourceConfig(SegmentLookup.tfResourceType, props));
    checkLiterals(this, "reference", props);
    this.segmentName = props.name;
    if (props.project !== undefined) this.project = props.project;
    addressByKey(this, [props.project, props.name], props.provider);
  }

  /** The platform's id. */
  public get segmentId(): string {
    return this.getStringAttribute("id");
  }

  /** Who is in the segment. */
  public get description(): string {
    return this.getStringAttribute("description");
  }

  /** @internal */
  protected override _attributes(): Attributes {
    return { name: this.segmentName, project: this.project };
  }
}

/**
 * A named audience for overrides and rules, managed by this stack.
 */
export class Segment extends FlagResource implements ISegment {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_segment";

  /**
   * Refers to a segment that is managed elsewhere, by its name. Nothing is checked before Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param name the name in the dashboard
   */
  public static fromName(scope: Construct, id: string, name: string): ISegment {
    return new NamedSegment(scope, id, name);
  }

  /**
   * Looks up a segment that is managed elsewhere, when Terraform plans.
   *
   * @param scope the parent construct
   * @param id the construct's id
   * @param props the segment
   */
  public static lookup(scope: Construct, id: string, props: SegmentLookupProps): SegmentLookup {
    return new SegmentLookup(scope, id, props);
  }

  public readonly segmentName: string;
  public readonly project?: string;
  private readonly props: SegmentProps;
  private readonly flagsmith?: Attributes;

  public constructor(scope: Construct, id: string, props: SegmentProps) {
    super(scope, id, resourceConfig(Segment.tfResourceType, props));
    checkLiterals(this, "segment", props);
    if (props.conditions !== undefined) Condition._rules(props.conditions, this);
    this.props = props;
    this.segmentName = props.name;
    if (props.project !== undefined) this.project = props.project;
    addressByKey(this, [props.project, props.name], this.provider);
    if (props.flagsmith !== undefined) this.flagsmith = flagsmithSegmentAttributes(this, props.flagsmith);
    this.node.addValidation({ validate: () => this.issues() });
    declare(this, () => ({
      features: usedFeatures({ segmentIdentities: props.identities, segmentRules: props.conditions }),
    }));
  }

  /** The platform's id. */
  public get segmentId(): string {
    return this.getStringAttribute("id");
  }

  /** One that is imported or taken over has its own; the members of a large one are uploaded in Split. */
  private issues(): string[] {
    const { conditions, identities, adoptExisting, split } = this.props;
    const { import: imported, moved } = this.toTerraform() as { readonly import?: unknown; readonly moved?: unknown };
    const stands = imported !== undefined || moved !== undefined;
    if (
      stands ||
      (adoptExisting !== undefined && adoptExisting !== false) ||
      split?.kind === SplitSegmentKind.LARGE ||
      identities !== undefined
    )
      return [];
    if (conditions !== undefined && conditions.length > 0) return [];
    const listing = has(this, "segmentIdentities")
      ? ', or list `identities` (with `lifecycle: { ignoreChanges: ["identities"] }` if others manage the list)'
      : "";
    return [`segment ${this.segmentName} contains nobody: set \`conditions\`${listing}`];
  }

  /** @internal */
  protected override _attributes(): Attributes {
    const { conditions } = this.props;
    return {
      name: this.props.name,
      project: this.props.project,
      description: this.props.description,
      rules: conditions === undefined ? undefined : Condition._rules(conditions, this),
      identities: this.props.identities,
      deletion_protection: this.props.deletionProtection,
      adopt_existing: this.props.adoptExisting,
      flagsmith: this.flagsmith,
      split: splitSegmentAttributes(this.props.split),
      vercel: vercelSegmentAttributes(this.props.vercel),
      mixpanel: mixpanelSegmentAttributes(this.props.mixpanel),
    };
  }
}
