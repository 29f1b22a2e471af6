import type { Audience, Serve } from "./audience";
import type { SegmentRule } from "./segment-rule";

/** A rule inside a definition: whoever matches all of `when` gets what it says. */
export interface TargetingRule {
  /** Stays with the rule when it moves. */
  readonly key: string;
  readonly description: string | null;
  readonly when: readonly SegmentRule[];
  /** Null: on. */
  readonly enabled: boolean | null;
  readonly serve: Serve | null;
}

/** A rule as the platform has it. */
export interface RemoteRule extends Audience {
  /** Null where no field of the platform can hold it: it is matched by content, then by position. */
  readonly key: string | null;
  /** Null where the platform keeps none. */
  readonly description: string | null;
  /** Undefined where the conditions cannot be said here: `words` tells people what they are. */
  readonly when: readonly SegmentRule[] | undefined;
  readonly words?: string;
}
