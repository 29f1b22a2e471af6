/** A segment's rules: up to two levels, which every platform with nesting supports. All top rules must match. */
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
  /** Both ends included; two `values`. */
  "between",
  "contains",
  "not_contains",
  "starts_with",
  "not_starts_with",
  "ends_with",
  "not_ends_with",
  "matches",
  "not_matches",
  "one_of",
  "not_one_of",
  /** For a list trait: any, all or none of `values` are in it; it is exactly `values`; all its members are in `values`. */
  "has_any_of",
  "has_all_of",
  "has_none_of",
  "has_exactly",
  "is_part_of",
  "is_set",
  "is_not_set",
  /** The identity is in a segment, or not; `values` names the segments (one is enough). No trait. */
  "in_segment",
  "not_in_segment",
  /** Another flag (named in `trait`) serves one of `values` to the identity. */
  "flag_serves",
  "flag_does_not_serve",
  /** The share of identities, 0 to 100, that hash into the segment (bucketed by `trait`, or by the identity where null). */
  "percentage",
  /** `divisor|remainder`. */
  "modulo",
] as const;

export type SegmentOperator = (typeof SEGMENT_OPERATORS)[number];

/** Operators that compare by size or time. */
export const ORDERS: ReadonlySet<unknown> = new Set<SegmentOperator>([
  "greater_than",
  "at_least",
  "less_than",
  "at_most",
  "between",
]);

/** Whether it asks for segments. */
export function isMembership(operator: unknown): operator is "in_segment" | "not_in_segment" {
  return operator === "in_segment" || operator === "not_in_segment";
}

/** Whether it asks what another flag serves. */
export function isOfFlag(operator: unknown): operator is "flag_serves" | "flag_does_not_serve" {
  return operator === "flag_serves" || operator === "flag_does_not_serve";
}

/** How the values of a condition are compared. Text-only platforms ignore it. */
export const CONDITION_TYPES = ["string", "number", "boolean", "date", "version"] as const;

/** `date`: RFC 3339. `version`: semantic versions. */
export type ConditionType = (typeof CONDITION_TYPES)[number];

export interface SegmentCondition {
  readonly operator: SegmentOperator;
  /** Null: the identity itself; segments have none. */
  readonly trait: string | null;
  /** As text; null for operators that take `values` or nothing. */
  readonly value: string | null;
  /** For operators with several values. */
  readonly values: readonly string[] | null;
  /** Null: the platform's default: text for equality, numbers for order. */
  readonly type: ConditionType | null;
}
