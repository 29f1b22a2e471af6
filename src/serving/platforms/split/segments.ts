import { isMembership, isOfFlag, type SegmentCondition, type SegmentRule } from "../../../platforms/model/segment-rule";
import type { Asking } from "../../asking";
import { valueOr } from "../../fact";
import { conditionText } from "../../matching/condition-text";
import { type Judged, judged } from "../../matching/judged";
import { judgeMembership, listsPerson, suppose } from "../../matching/membership";
import { judgeRules } from "../../matching/rules";
import type { WorldSegment } from "../../world/world";
import { judgeAttribute } from "./conditions";

/** What a rule or a segment asks. Split joins matchers by AND only: "none" is each of its matchers negated. */
export function judgeMatchers(asked: string, rules: readonly SegmentRule[], asking: Asking): Judged {
  const negated = new Set(rules.flatMap(({ match, conditions }) => (match === "none" ? conditions : [])));
  const plain = rules.map((rule): SegmentRule => {
    return rule.match === "none" && rule.conditions.length > 0 ? { ...rule, match: "all" } : rule;
  });
  return judgeRules(asked, plain, (condition) => judge(condition, negated.has(condition), asking));
}

function judge(condition: SegmentCondition, isNegated: boolean, asking: Asking): Judged {
  const { operator, values, trait } = condition;
  if (isMembership(operator)) {
    const isWanted = (operator === "in_segment") !== isNegated;
    return wanted(condition, isWanted, isMember(values?.[0] ?? "", asking));
  }
  if (isOfFlag(operator)) {
    const isWanted = (operator === "flag_serves") !== isNegated;
    return wanted(condition, isWanted, servesOne(trait ?? "", values ?? [], asking));
  }
  return judgeAttribute(condition, isNegated, asking);
}

function wanted(condition: SegmentCondition, isWanted: boolean, { holds, step }: Judged): Judged {
  return judged(conditionText(condition), holds === isWanted, "", [step]);
}

/** Whether another flag serves the person one of the variants. */
function servesOne(name: string, variants: readonly string[], asking: Asking): Judged {
  const asked = `flag ${JSON.stringify(name)}`;
  const { world, definition, open } = asking;
  const other = world.definitions.get(definition.environment)?.get(name);
  if (!other) return suppose(asked, `${asked} is not defined by these resources`, asking);
  if (open.includes(asked)) return judged(asked, false, "it depends on itself");
  const inside = { ...asking, definition: other, flag: world.flags.get(name), open: [...open, asked] };
  const { variant, trace } = asking.serve(inside);
  if (!variant.known) return suppose(asked, variant.because, asking);
  const served = variant.value;
  return judged(asked, served !== null && variants.includes(served), `it serves ${served ?? "nothing"}`, trace);
}

export function isMember(reference: string, asking: Asking): Judged {
  return judgeMembership(reference, asking, members);
}

function members(segment: WorldSegment, asking: Asking, asked: string): Judged {
  if (segment.kind !== "rule_based") return judged(asked, listsPerson(segment, asking), "by its list of identities");
  const rules = valueOr(segment.rules, []);
  if (rules.length === 0) return judged(asked, false, "it has no rules");
  return judgeMatchers(asked, rules, asking);
}
