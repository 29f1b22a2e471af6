import type { SegmentCondition } from "../../../platforms/model/segment-rule";
import { type Asking, traitOf } from "../../asking";
import { conditionText, traitText } from "../../matching/condition-text";
import { type Judged, judged } from "../../matching/judged";
import { isAskedBy } from "../../matching/sdk";
import { judgeUnnamed } from "../../matching/unnamed";
import type { TraitValue } from "../../person";
import { matches, NEGATIONS } from "./matchers";

const JAVA = ["java", "dotnet", "android"];
const ABSENT =
  "the SDKs for Java, .NET and Android evaluate a negated condition on an absent attribute as no, the others as yes";
const TYPED = "the SDKs for JavaScript convert attributes to text, the others compare text with text only";

/** A condition on an attribute, or on the key itself. `isReversed`: it stands among "none". */
export function judgeAttribute(condition: SegmentCondition, isReversed: boolean, asking: Asking): Judged {
  const asked = isReversed ? `not (${conditionText(condition)})` : conditionText(condition);
  const { trait, operator } = condition;
  const { identity } = asking.person;
  const isKey = trait === null || trait === "";
  if (isKey && identity === null) return ofUnnamed(asked, isReversed, judgeUnnamed(condition, asking));
  const value = isKey ? (identity ?? undefined) : traitOf(asking, trait);
  const because = isKey ? "" : traitText(trait, value);
  const plain = NEGATIONS[operator];
  const isNegated = (plain !== undefined) !== isReversed;
  if (isNegated && value === undefined && isAskedBy(JAVA, ABSENT, asking)) return judged(asked, false, because);
  return judged(asked, holds({ ...condition, operator: plain ?? operator }, value, asking) !== isNegated, because);
}

function ofUnnamed(asked: string, isReversed: boolean, own: Judged): Judged {
  return isReversed ? judged(asked, !own.holds, "", [own.step]) : own;
}

const TEXTS: readonly string[] = ["equal_to", "one_of", "contains", "starts_with", "ends_with", "matches"];

/** Where SDKs take the type of an attribute differently, both ways are followed. */
function holds(condition: SegmentCondition, value: TraitValue | undefined, asking: Asking): boolean {
  const own = matches(condition, value);
  const isText = (condition.type ?? "string") === "string" && TEXTS.includes(condition.operator);
  if (!own || !isText || typeof value === "string" || value === undefined) return own;
  return isAskedBy(["javascript"], TYPED, asking);
}
