import type { IResolvable, TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import { audienceIssues, exactSetFeatures } from "../definition/exact-overrides";
import type { Serve } from "../definition/serve";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { addressByKey } from "../internal/address";
import { FlagResource } from "../internal/flag-resource";
import type { Attributes } from "../internal/literals/attributes";
import { checkLiterals } from "../internal/literals/check-literals";
import { type ParentReference, providerOf, referTo } from "../internal/parent";
import { resourceConfig } from "../internal/provider/resource-config";
import { declare } from "../internal/provider/stack-rules";
import { UnitReference } from "../internal/unit-reference";
import type { ISegment } from "../segment/i-segment";

/**
 * Options of a segment override.
 */
export interface SegmentOverrideOptions extends TerraformMetaArguments {
  /**
   * The precedence if an identity is in several segments: the lower number wins.
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
   * What the segment is served. Only boolean flags leave it out: they use `enabled`.
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
}

/**
 * Properties of a segment override.
 */
export interface SegmentOverrideProps extends SegmentOverrideOptions {
  /**
   * The flag to override.
   */
  readonly flag: IFeatureFlag;

  /**
   * The environment.
   */
  readonly environment: IFlagEnvironment;

  /**
   * The segment that the override is for.
   */
  readonly segment: ISegment;
}

/**
 * What one segment is served instead of the flag's definition. Usually created by `definition.overrideSegment(segment, …)`.
 */
export class SegmentOverride extends FlagResource {
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
      segment: this.segment.name,
      segment_id: this.segment.id,
      priority: this.props.priority,
      enabled: this.props.enabled,
      serve: this.props.serve?._attributes(),
    };
  }
}
