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
    "The trait that is compared; for `flag_serves`, the other flag. Left out it is the identity itself, as far as the platform can compare that; `in_segment` has none.",
  ),
  value: optional(
    t.string,
    "What it is compared with. `percentage`: 0 to 100; `modulo`: `divisor|remainder`. Not for operators that take `values` or nothing.",
  ),
  values: optional(
    t.list(t.string),
    "What it is compared with where an operator takes several (`one_of`, `has_any_of`, `between`, `in_segment`, `flag_serves` and their like).",
  ),
  type: optional(
    t.string,
    "How values compare: `string`, `number`, `boolean`, `date` (RFC 3339) or `version`. Default: text for equality, numbers for order.",
    { check: oneOf(...CONDITION_TYPES) },
  ),
});

const conditions = optional(t.list(conditionType), "Conditions on traits.");
const match = required(t.string, "Whether `all`, `any` or `none` of the conditions and rules inside must hold.", {
  check: MATCH,
});

export const ruleType = t.object({
  match,
  conditions,
  rules: optional(t.list(t.object({ match, conditions })), "Rules inside this one."),
});
