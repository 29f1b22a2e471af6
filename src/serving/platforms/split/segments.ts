import type { SegmentCondition } from "../../../platforms/model/segment-rule";
import type { Asking } from "../../asking";
import { valueOr } from "../../fact";
import { conditionText } from "../../matching/condition-text";
import { type Judged, judged } from "../../matching/judged";
import { judgeMembership, listsPerson, suppose, unknownMembers } from "../../matching/membership";
import { judgeRules } from "../../matching/rules";
import type { WorldSegment } from "../../world/world";
import { judgeAttribute } from "./conditions";

/** A condition of a rule or of a segment. */
export function judge(condition: SegmentCondition, asking: Asking): Judged {
  const { operator, values, trait } = condition;
  const asked = conditionText(condition);
  if (operator === "in_segment" || operator === "not_in_segment") {
    const { holds, step } = isMember(values?.[0] ?? "", asking);
    return judged(asked, holds === (operator === "in_segment"), "", [step]);
  }
  if (operator === "flag_serves" || operator === "flag_does_not_serve") {
    const { holds, step } = servesOne(trait ?? "", values ?? [], asking);
    return judged(asked, holds === (operator === "flag_serves"), "", [step]);
  }
  return judgeAttribute(condition, asking);
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

function members(segment: WorldSegment, asking: Asking): Judged {
  const asked = `segment ${JSON.stringify(segment.name)}`;
  const because =
    segment.kind === "large" ? `the members of segment ${segment.name} are uploaded in Split` : unknownMembers(segment);
  if (because !== undefined) return suppose(asked, because, asking);
  if (segment.kind !== "rule_based") return judged(asked, listsPerson(segment, asking), "by its list of identities");
  const rules = valueOr(segment.rules, []);
  if (rules.length === 0) return judged(asked, false, "it has no rules");
  return judgeRules(asked, rules, (condition) => judge(condition, asking));
}
