import type { IdentityOverrideOptions, SegmentOverrideOptions } from "../override/override-options";
import type { ISegment } from "../segment/i-segment";

/**
 * One of the exact set of a definition's segment overrides.
 */
export interface ExactSegmentOverride extends SegmentOverrideOptions {
  /**
   * The segment that the override is for.
   */
  readonly segment: ISegment;
}

/**
 * One of the exact set of a definition's identity overrides.
 */
export interface ExactIdentityOverride extends IdentityOverrideOptions {
  /**
   * The identifier of the user, device or account, as the application sends it.
   */
  readonly identity: string;
}
