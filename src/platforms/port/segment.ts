import type { FlagsmithSegment, FlagsmithSegmentSettings } from "../model/flagsmith-settings";
import type { SegmentRule } from "../model/segment-rule";
import type { SegmentPlatformSettings } from "../model/settings";
import type { Named } from "./named";

export interface Segment extends Named {
  readonly description: string | null;
  readonly rules: readonly SegmentRule[];
  /** A description of rules without a neutral form: then `rules` is empty. */
  readonly foreignRules?: string;
  readonly flagsmith?: FlagsmithSegment;
  /** Listed identities, sorted; absent if a segment cannot list any. */
  readonly identities?: readonly string[];
  readonly settings?: SegmentPlatformSettings;
  /** Only after a write: warnings about how it was written. */
  readonly warnings?: readonly string[];
}

export interface SegmentSettings {
  readonly name: string;
  readonly description?: string;
  readonly rules?: readonly SegmentRule[];
  readonly flagsmith?: FlagsmithSegmentSettings;
  /** The exact set; sent as additions and removals if the platform allows it. */
  readonly identities?: readonly string[];
  readonly settings?: SegmentPlatformSettings;
}
