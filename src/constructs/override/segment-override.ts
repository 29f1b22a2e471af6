import type { TerraformMetaArguments } from "cdktf";
import type { Construct } from "constructs";
import type { IFlagEnvironment } from "../environment/i-flag-environment";
import type { IFeatureFlag } from "../flag/i-feature-flag";
import { referTo } from "../internal/parent";
import type { ISegment } from "../segment/i-segment";
import type { SegmentOverrideOptions } from "./override-options";
import { OverrideResource } from "./override-resource";

/**
 * Properties of a segment override.
 */
export interface SegmentOverrideProps extends SegmentOverrideOptions, TerraformMetaArguments {
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

  /**
   * The project, by name or `id:<id>`.
   *
   * @default - the flag's
   */
  readonly project?: string;
}

/**
 * What one segment is served instead of the flag's definition, as a resource of its own: for a definition of another stack, or to create and
 * destroy the override by itself. `definition.overrideSegment(segment, …)` makes it a part of the definition's resource instead.
 */
export class SegmentOverride extends OverrideResource {
  /** The resource's type. */
  public static readonly tfResourceType: string = "flagform_segment_override";

  public constructor(scope: Construct, id: string, props: SegmentOverrideProps) {
    super(scope, id, "segment", props, (owner) => {
      const { name, id: segmentId } = referTo(owner, props.segment, props.segment.segmentName);
      return { name, addressPart: name, attributes: { segment: name, segment_id: segmentId, priority: props.priority } };
    });
  }
}
