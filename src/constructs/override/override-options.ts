import type { IResolvable } from "cdktf";
import type { Serve } from "../definition/serve";

/**
 * What an identity is served instead of the flag's definition.
 */
export interface IdentityOverrideOptions {
  /**
   * Whether the flag is on for this identity.
   *
   * @default true
   */
  readonly enabled?: boolean | IResolvable;

  /**
   * What the identity is served. Only boolean flags leave it out: they use `enabled`.
   *
   * @default - only `enabled` applies
   */
  readonly serve?: Serve;
}

/**
 * What a segment is served instead of the flag's definition.
 */
export interface SegmentOverrideOptions {
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
}
