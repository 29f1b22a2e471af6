import type { SegmentCondition } from "../../../platforms/model/segment-rule";
import { type Asking, traitOf } from "../../asking";
import { conditionText, traitText } from "../../matching/condition-text";
import { type Judged, judged } from "../../matching/judged";
import { suppose } from "../../matching/membership";
import { judgeUnnamed } from "../../matching/unnamed";
import type { TraitValue } from "../../person";
import type { WorldSegment } from "../../world/world";
import { compares, isIn, VERSION } from "./operators";
import { storedTrait } from "./trait";

/** What an identity is found by in conditions. */
const IDENTIFIER = "$.identity.identifier";

/** One condition of a segment, as the server's engine evaluates it. */
export function judgeTrait(condition: SegmentCondition, segment: WorldSegment, asking: Asking): Judged {
  const asked = conditionText(condition);
  if (condition.operator === "percentage") return judgeShare(condition, segment, asking);
  const trait = condition.trait ?? "";
  if (isIdentity(trait) && asking.person.identity === null) return judgeUnnamed(condition, asking);
  if (trait.startsWith("$.") && !isIdentity(trait))
    return suppose(asked, `${trait} is part of the request, which is not known here`, asking);
  const value = isIdentity(trait) ? (asking.person.identity ?? undefined) : traitOf(asking, trait);
  return judged(asked, holds(condition, value), traitText(trait, value));
}

function isIdentity(trait: string): boolean {
  return trait === IDENTIFIER || trait === "$.identity['identifier']";
}

function holds(condition: SegmentCondition, value: TraitValue | undefined): boolean {
  const { operator, value: text, values, type } = condition;
  const trait = value === undefined ? undefined : storedTrait(value);
  if (operator === "is_set") return trait !== undefined;
  if (operator === "is_not_set") return trait === undefined;
  if (trait === undefined) return false;
  if (operator === "one_of") return isIn(values ?? [], trait);
  return compares(operator, type === "version" ? `${text ?? ""}${VERSION}` : (text ?? ""), trait);
}

/** All percentages of one segment are of the same hash. */
function judgeShare({ trait, value, ...condition }: SegmentCondition, segment: WorldSegment, asking: Asking): Judged {
  const asked = conditionText({ ...condition, trait, value });
  const by = trait === null || trait === "" ? "the identity" : trait;
  const own = trait === null || trait === "" ? null : traitOf(asking, trait);
  if (own === undefined) return judged(asked, false, `${by} is not set`);
  const limit = Number(value);
  const holdsFor = asking.chance.below({ key: `${segment.name} by ${by}` }, limit);
  return judged(asked, holdsFor, `${value ?? ""} % of all, by a hash of ${by}`);
}
