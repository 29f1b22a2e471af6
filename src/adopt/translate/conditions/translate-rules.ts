import type { SegmentCondition, SegmentRule } from "../../../platforms/model/segment-rule";
import { withoutTypes } from "../../../platforms/model/segment-rule-meaning";
import { type Place, type RuleContext, targetSide, type TranslatedRules } from "./context";
import { listCondition, LostRules, withoutSegments } from "./expand-segments";
import { type Formula, literalsOf } from "./formula";
import { readRules } from "./read-rules";
import { merged } from "./shapes/merge";
import { asAlternatives, asClauses } from "./shapes/normal-forms";
import { STYLES, writeRules } from "./shapes/write-rules";
import { identityTrait } from "./traits";
import { Translation } from "./translation";

/** The rules of a segment, or of a definition's rule, so that the same people match on another platform. */
export function translateRules(rules: readonly SegmentRule[], place: Place, context: RuleContext): TranslatedRules {
  const translation = new Translation(context, place);
  const formula = readRules(context.from === "flagsmith" ? withoutTypes(rules) : rules);
  const attempts = [() => formula, () => withoutSegments(formula, context, translation.from)];
  let why: string | undefined;
  for (const attempt of usesSegments(formula) ? attempts : attempts.slice(0, 1)) {
    for (const joined of [false, true]) {
      const found = orLost(() => attempted(attempt(), joined, translation));
      if (found.kind === "translated") return found;
      // Where segments are not known there, what is said of the second attempt is to the point.
      why = joined ? (why ?? found.why) : found.why;
    }
  }
  return { kind: "lost", why: why ?? "" };
}

/** Listed members as a condition on the identity itself where the target allows one there; undefined: it has none. */
export function identityCondition(
  identities: readonly string[],
  place: Place,
  context: RuleContext,
): SegmentCondition | undefined {
  const trait = identityTrait(targetSide(context, place));
  if (trait === undefined) return undefined;
  const condition = listCondition(trait, identities);
  const rule: SegmentRule = { match: "all", conditions: [condition], rules: [] };
  return context.refuse([rule], targetSide(context, place).place) === undefined ? condition : undefined;
}

function usesSegments(formula: Formula): boolean {
  return literalsOf(formula).some(({ condition }) => condition.operator === "in_segment");
}

function attempted(formula: Formula, joined: boolean, translation: Translation): TranslatedRules {
  const { formula: target, notes, assumes } = translation.translated(formula, joined);
  let why: string | undefined;
  for (const form of FORMS) {
    const shaped = form(target);
    for (const style of shaped ? STYLES : []) {
      const rules = shaped && writeRules(shaped, style);
      if (!rules) continue;
      const refusal = translation.refuse(rules);
      if (refusal === undefined) return { kind: "translated", rules, notes, assumes };
      why ??= refusal;
    }
  }
  throw new LostRules(why ?? "These groups are nested deeper than rules go there: write several segments.");
}

/** The formula in equal forms, from what is nearest to the original. */
const FORMS: readonly ((formula: Formula) => Formula | undefined)[] = [
  (formula) => formula,
  merged,
  asAlternatives,
  (formula) => map(asAlternatives(formula), merged),
  (formula) => map(asAlternatives(merged(formula)), merged),
  asClauses,
  (formula) => map(asClauses(formula), merged),
  (formula) => map(map(asClauses(formula), merged), asAlternatives),
];

function map<T, R>(value: T | undefined, change: (value: T) => R): R | undefined {
  return value === undefined ? undefined : change(value);
}

function orLost(attempt: () => TranslatedRules): TranslatedRules {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof LostRules) return { kind: "lost", why: error.message };
    throw error;
  }
}
