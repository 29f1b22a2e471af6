import { TerraformResource, type IResolvable, type TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { audienceIssues, exactSetFeatures } from "../definition/exact-overrides";
import type { IFeatureFlag } from "../flag/feature-flag";
import type { IFlagEnvironment } from "../environment/flag-environment";
import { addressByKey } from "../internal/address";
import { hclAttributes, jsonAttributes, type Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { providerOf, referTo, type ParentReference } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { UnitReference } from "../internal/unit-reference";
import type { ISegment } from "../segment/segment";
import type { Serve } from "../definition/serve";

/**
 * What a segment gets instead.
 */
export interface SegmentOverrideOptions extends TerraformMetaArguments {
  /**
   * Which override wins where an identity is in several segments: the lower.
   *
   * @default - not managed
   */
  readonly priority?: number;

  /**
   * Whether the flag is on for this segment.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What the segment gets. Left out only for boolean flags, where `enabled` says it.
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
}

/**
 * What a segment override is made of.
 */
export interface SegmentOverrideProps extends SegmentOverrideOptions {
  /**
   * Of which flag.
   */
  readonly flag: IFeatureFlag;

  /**
   * In which environment.
   */
  readonly environment: IFlagEnvironment;

  /**
   * For which segment.
   */
  readonly segment: ISegment;
}

/**
 * What one segment gets instead of a flag's definition. Usually made by `definition.overrideSegment(segment, …)`.
 */
export class SegmentOverride extends TerraformResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_segment_override";

  private readonly props: SegmentOverrideProps;
  private readonly unit: UnitReference;
  private readonly segment: ParentReference;

  public constructor(scope: Construct, id: string, props: SegmentOverrideProps) {
    super(scope, id, resourceConfig(SegmentOverride.tfResourceType, props, providerOf(scope, props.flag)));
    checkLiterals(this, "segmentOverride", props);
    this.props = props;
    this.unit = new UnitReference(this, props);
    this.segment = referTo(this, props.segment, props.segment.segmentName);
    addressByKey(this, [...this.unit.names, this.segment.name], this.provider);
    declare(this, {
      claims: [{ unit: this.unit.key, kind: "segment", exact: false }],
      features: exactSetFeatures({ flag: props.flag, segmentOverrides: [props] }),
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
      segment: this.segment.name,
      segment_id: this.segment.id,
      priority: this.props.priority,
      enabled: this.props.enabled,
      serve: this.props.serve?._attributes(),
    };
  }
}
