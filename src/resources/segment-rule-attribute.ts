import { SEGMENT_OPERATORS } from "../platforms/segment-rule";
import { optional, required, t } from "../terraform/schema";
import { oneOf } from "./checks";

/** A segment's rules: two levels, all top rules must match. */

const MATCH = oneOf("all", "any", "none");

const conditionType = t.object({
  operator: required(t.string, `One of ${SEGMENT_OPERATORS.map((each) => `\`${each}\``).join(", ")}.`, {
    check: oneOf(...SEGMENT_OPERATORS),
  }),
  trait: optional(
    t.string,
    "The trait that is compared. May be left out for `percentage` only, which then buckets by identity.",
  ),
  value: optional(
    t.string,
    "What it is compared with. `percentage`: 0 to 100; `modulo`: `divisor|remainder`. Not for `is_set`, `is_not_set`, `one_of`.",
  ),
  values: optional(t.list(t.string), "For `one_of`: the values."),
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
