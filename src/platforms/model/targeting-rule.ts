import type { Audience, Serve } from "./audience";
import type { SegmentRule } from "./segment-rule";

/** A rule inside a definition: users who match all of `when` get what it serves. */
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
  /** Null if the platform has no field for it: then rules are matched by content, then by position. */
  readonly key: string | null;
  /** Null if the platform stores none. */
  readonly description: string | null;
  /** Undefined if the conditions have no neutral form: `words` describes them. */
  readonly when: readonly SegmentRule[] | undefined;
  readonly words?: string;
}
