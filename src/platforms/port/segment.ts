import type { Named } from "./named";
import type { FlagsmithSegment, FlagsmithSegmentSettings } from "../model/flagsmith-settings";
import type { SegmentRule } from "../model/segment-rule";
import type { SegmentPlatformSettings } from "../model/settings";

export interface Segment extends Named {
  readonly description: string | null;
  readonly rules: readonly SegmentRule[];
  /** What its rules are, for people, where they cannot be said here: then `rules` is empty. */
  readonly foreignRules?: string;
  readonly flagsmith?: FlagsmithSegment;
  /** Listed identities, sorted; absent where a segment cannot list any. */
  readonly identities?: readonly string[];
  readonly settings?: SegmentPlatformSettings;
  /** Of a segment that was just written: what the user should know about how. */
  readonly warnings?: readonly string[];
}

export interface SegmentSettings {
  readonly name: string;
  readonly description?: string;
  readonly rules?: readonly SegmentRule[];
  readonly flagsmith?: FlagsmithSegmentSettings;
  /** The exact set; sent as what is added and what is removed where the platform allows. */
  readonly identities?: readonly string[];
  readonly settings?: SegmentPlatformSettings;
}
