import { CONDITION_TYPES, SEGMENT_OPERATORS } from "../../platforms/model/segment-rule";
import { optional, required, t } from "../../terraform/schema";
import { oneOf } from "../common/checks";

/** A segment's rules: two levels, all top rules must match. */

const MATCH = oneOf("all", "any", "none");

const conditionType = t.object({
  operator: required(t.string, `One of ${SEGMENT_OPERATORS.map((each) => `\`${each}\``).join(", ")}.`, {
    check: oneOf(...SEGMENT_OPERATORS),
  }),
  trait: optional(
    t.string,
    "The trait to compare; for `flag_serves`, the other flag. Not set: the identity itself, if the platform can compare it. Not for `in_segment`.",
  ),
  value: optional(
    t.string,
    "The value to compare with. `percentage`: 0 to 100; `modulo`: `divisor|remainder`. Not for operators that take `values` or no value.",
  ),
  values: optional(
    t.list(t.string),
    "The values to compare with, for operators that take several (`one_of`, `has_any_of`, `between`, `in_segment`, `flag_serves` and similar).",
  ),
  type: optional(
    t.string,
    "How values compare: `string`, `number`, `boolean`, `date` (RFC 3339) or `version`. Default: text for equality, numbers for order.",
    { check: oneOf(...CONDITION_TYPES) },
  ),
});

const conditions = optional(t.list(conditionType), "Conditions on traits.");
const match = required(t.string, "Whether `all`, `any` or `none` of the conditions and inner rules must hold.", {
  check: MATCH,
});

export const ruleType = t.object({
  match,
  conditions,
  rules: optional(t.list(t.object({ match, conditions })), "Inner rules."),
});
