import { isMembership, type SegmentCondition } from "../../../platforms/model/segment-rule";
import type { TraceStep } from "../../answer";
import type { Asking } from "../../asking";
import { valueOr } from "../../fact";
import { conditionText, traitText } from "../../matching/condition-text";
import { type Judged, judged } from "../../matching/judged";
import { judgeMembership } from "../../matching/membership";
import { judgeRules } from "../../matching/rules";
import { judgeUnnamed } from "../../matching/unnamed";
import type { WorldSegment } from "../../world/world";
import { attributeOf, isIdentity, isNamedBy } from "./entities";
import { holds } from "./operators";
import { drawOf } from "./outcomes";

/** A condition of a rule or of a segment. */
export function judge(condition: SegmentCondition, asking: Asking): Judged {
  const { operator, trait, value } = condition;
  const asked = conditionText(condition);
  if (isMembership(operator)) return judgeSegments(condition, asking);
  if (operator === "percentage") {
    const own = attributeOf(trait, asking);
    const isUnnamed = isIdentity(trait, asking) && asking.person.identity === null;
    if (typeof own !== "string" && !isUnnamed) return judged(asked, false, traitText(trait ?? "the identity", own));
    return judged(asked, asking.chance.below(drawOf(trait, asking), Number(value)), `${value ?? ""} % by a hash`);
  }
  if (trait !== null && isIdentity(trait, asking) && asking.person.identity === null) return judgeUnnamed(condition, asking);
  const own = attributeOf(trait, asking);
  return judged(asked, holds(condition, own), traitText(trait ?? "the identity", own));
}

/** In one of them, or in none. */
function judgeSegments({ operator, values, ...condition }: SegmentCondition, asking: Asking): Judged {
  const asked = conditionText({ ...condition, operator, values });
  const steps: TraceStep[] = [];
  for (const name of values ?? []) {
    const { holds: isIn, step } = isMember(name, asking);
    steps.push(step);
    if (isIn) return judged(asked, operator === "in_segment", "", steps);
  }
  return judged(asked, operator === "not_in_segment", "", steps);
}

export function isMember(reference: string, asking: Asking): Judged {
  return judgeMembership(reference, asking, members);
}

/** Listed, else excluded, else by the rules. */
function members(segment: WorldSegment, asking: Asking, asked: string): Judged {
  const isListed = (list: readonly string[]): boolean => list.some((each) => isNamedBy(each, asking));
  if (isListed(valueOr(segment.identities, []))) return judged(asked, true, "by its list of identities");
  if (isListed(segment.excluded)) return judged(asked, false, "by its list of exclusions");
  const rules = valueOr(segment.rules, []);
  if (rules.length === 0) return judged(asked, false, "it has no rules");
  return judgeRules(asked, rules, (condition) => judge(condition, asking));
}
