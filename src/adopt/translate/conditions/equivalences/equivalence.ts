import type { SegmentCondition } from "../../../../platforms/model/segment-rule";
import type { PlatformName } from "../../../../serving/world/world";
import type { Formula } from "../formula";

/** From which platform to which. */
export interface Direction {
  readonly from: PlatformName;
  readonly to: PlatformName;
}

/**
 * Other ways to say a condition that is no negation, the plainest first. Whether the target has them and whether they match the same
 * people, others judge.
 */
export type Equivalence = (condition: SegmentCondition, direction: Direction) => readonly Formula[];

/** The texts that a condition compares with. */
export function wantedBy({ value, values }: SegmentCondition): readonly string[] {
  return values ?? (value === null ? [] : [value]);
}

export function withValue(condition: SegmentCondition, changes: Partial<SegmentCondition>): SegmentCondition {
  return { ...condition, value: null, values: null, ...changes };
}
