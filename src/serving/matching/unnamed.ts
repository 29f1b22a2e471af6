import type { SegmentCondition } from "../../platforms/model/segment-rule";
import type { Asking } from "../asking";
import { conditionText } from "./condition-text";
import { type Judged, judged } from "./judged";
import { suppose } from "./membership";

const LISTING: readonly string[] = ["equal_to", "one_of", "is_not_set"];
const EXCEPTING: readonly string[] = ["not_equal_to", "not_one_of", "is_set"];

/** A condition on the identity of somebody whom nothing names: they have one, but none that a condition lists. */
export function judgeUnnamed(condition: SegmentCondition, asking: Asking): Judged {
  const asked = conditionText(condition);
  const holds = EXCEPTING.includes(condition.operator);
  if (holds || LISTING.includes(condition.operator)) return judged(asked, holds, "the identity is nobody that is named");
  return suppose(asked, "it depends on the identity", asking);
}
