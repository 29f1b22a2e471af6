import { isMembership, type SegmentCondition } from "../../../platforms/model/segment-rule";
import { type Asking, traitOf } from "../../asking";
import { valueOr } from "../../fact";
import { conditionText, traitText } from "../../matching/condition-text";
import { type Judged, judged } from "../../matching/judged";
import { judgeMembership } from "../../matching/membership";
import { judgeRules } from "../../matching/rules";
import { isAskedBy } from "../../matching/sdk";
import type { TraitValue } from "../../person";
import type { WorldSegment } from "../../world/world";
import { holdsInLogic } from "./logic";
import { holdsInProfile } from "./profile";

/** A condition of a rule: on cohorts, or on the properties that the request has. */
export function judge(condition: SegmentCondition, asking: Asking): Judged {
  const { trait } = condition;
  const asked = conditionText(condition);
  if (isMembership(condition.operator)) return judgeSegments(condition, asking);
  const own = propertyOf(asking, trait ?? "");
  const because = traitText(trait ?? "", own);
  if (own === undefined && isAskedBy(["python"], PYTHON, asking)) return judged(asked, false, because);
  return judged(asked, holdsInLogic(condition, own), because);
}

const PYTHON = "the SDK for Python evaluates a rule on an absent property as no, the others take it for nothing";

/** Names in lower case, as everything. */
function propertyOf({ person }: Asking, name: string): TraitValue | undefined {
  const found = Object.entries(person.traits).filter(([key]) => key.toLowerCase() === name.toLowerCase());
  return found.at(-1)?.[1];
}

/** In one of them, or in none. */
function judgeSegments({ operator, values, ...condition }: SegmentCondition, asking: Asking): Judged {
  const all = (values ?? []).map((name) => isMember(name, asking));
  const isIn = all.some(({ holds }) => holds);
  const steps = all.map(({ step }) => step);
  return judged(conditionText({ ...condition, operator, values }), isIn === (operator === "in_segment"), "", steps);
}

export function isMember(reference: string, asking: Asking): Judged {
  return judgeMembership(reference, asking, members);
}

function members(segment: WorldSegment, asking: Asking, asked: string): Judged {
  const rules = valueOr(segment.rules, []);
  if (rules.length === 0) return judged(asked, false, "it has no conditions");
  return judgeRules(asked, rules, (condition) => {
    if (isMembership(condition.operator)) return judgeSegments(condition, asking);
    const own = traitOf(asking, condition.trait ?? "");
    return judged(conditionText(condition), holdsInProfile(condition, own), traitText(condition.trait ?? "", own));
  });
}
