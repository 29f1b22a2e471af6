/** A segment's rules: up to two levels, as every platform that nests at all can say. All top rules must match. */
export interface SegmentRule {
  readonly match: "all" | "any" | "none";
  readonly conditions: readonly SegmentCondition[];
  readonly rules: readonly SegmentSubRule[];
}

export interface SegmentSubRule {
  readonly match: "all" | "any" | "none";
  readonly conditions: readonly SegmentCondition[];
}

export const SEGMENT_OPERATORS = [
  "equal_to",
  "not_equal_to",
  "greater_than",
  "at_least",
  "less_than",
  "at_most",
  "contains",
  "not_contains",
  "matches",
  "one_of",
  "is_set",
  "is_not_set",
  /** The share of identities, 0 to 100, that hash into the segment (bucketed by `trait`, or by the identity where null). */
  "percentage",
  /** `divisor|remainder`. */
  "modulo",
] as const;

export type SegmentOperator = (typeof SEGMENT_OPERATORS)[number];

export interface SegmentCondition {
  readonly operator: SegmentOperator;
  /** Null only for `percentage`. */
  readonly trait: string | null;
  /** As text; null for `is_set`, `is_not_set` and `one_of`. */
  readonly value: string | null;
  /** For `one_of` only. */
  readonly values: readonly string[] | null;
}
