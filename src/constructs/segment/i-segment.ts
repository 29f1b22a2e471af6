import type { IConstruct } from "constructs";

/**
 * A segment of the flag platform, whether this stack manages it or not.
 */
export interface ISegment extends IConstruct {
  /**
   * The name in the dashboard.
   */
  readonly segmentName: string;

  /**
   * The project it belongs to.
   *
   * @default - the provider's
   */
  readonly project?: string;
}
