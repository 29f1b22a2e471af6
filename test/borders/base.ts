import type { Bodies, PlatformName, WorkbenchOptions } from "../support/platform-workbench";

/** Where something stands in a resource's body. */
export type Step = string | number;

/**
 * A stack that works, of which one resource is walked: each of its attributes is set to what stands at a border, one at a time.
 * `RUN` in any text of it is a number of the case's own, for platforms that keep the names of what is gone.
 */
export interface Base {
  /** As "a string flag". */
  readonly name: string;
  /** The resource that is walked, as `feature_flag.f`. */
  readonly walks: string;
  readonly stack: Bodies;
  /**
   * Texts that stand for one thing wherever they stand: a name and what refers to it. One that is set to something else is so
   * everywhere; keys of maps always are.
   */
  readonly linked?: readonly string[];
  /** Parts of the stack that say the same, as `["feature_flag.f.variants", "environment_definition.d.variants"]`. */
  readonly mirrors?: readonly (readonly [string, string])[];
}

/** What is walked on one platform. */
export interface Borders {
  readonly platform: PlatformName;
  readonly options?: WorkbenchOptions;
  readonly bases: readonly Base[];
  /**
   * More values for some places, by pattern (see places.ts), such as what a field of the platform's own form takes. They come beside the
   * values of the type.
   */
  readonly values?: Readonly<Record<string, readonly unknown[]>>;
  /** Patterns that are not walked, each with the reason. What lies beneath is not walked either. */
  readonly exempt?: Readonly<Record<string, string>>;
}
