import type { IConstruct } from "constructs";

/**
 * An environment of the flag platform, whether this stack manages it or not.
 */
export interface IFlagEnvironment extends IConstruct {
  /**
   * The name in the dashboard.
   */
  readonly environmentName: string;

  /**
   * The project it belongs to.
   *
   * @default - the provider's
   */
  readonly project?: string;
}
