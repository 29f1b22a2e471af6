import type { SegmentCondition, SegmentRule } from "../../../platforms/model/segment-rule";
import { withoutTypes } from "../../../platforms/model/segment-rule-meaning";
import { type Lost, type Place, type RuleContext, targetSide, type Translated, type TranslatedRules } from "./context";
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
  const translation = translationOf(context, place);
  let why = rules.length === 0 ? translation.refuse([]) : undefined;
  // It has listed members only, or none.
  if (rules.length === 0 && why === undefined) return { kind: "translated", rules, notes: [], assumes: [] };
  for (const attempt of attemptsOf(formulaOf(rules, context), context, translation)) {
    for (const joined of [false, true]) {
      const found = orLost(() => attempted(attempt(), joined, translation));
      if (found.kind === "translated") return found;
      // Where segments are not known there, what is said of the second attempt is to the point.
      why = joined ? (why ?? found.why) : found.why;
    }
  }
  return { kind: "lost", why: why ?? "" };
}

export interface Alternatives extends Omit<Translated, "rules"> {
  /** Rules one after the other that serve the same: somebody whom one of them matches is who the original matches. */
  readonly alternatives: readonly (readonly SegmentRule[])[];
}

/** More rules than this nobody wants instead of one. */
const MOST_ALTERNATIVES = 12;

/** A definition's rule as several where one cannot say it, or not without something to note. */
export function translateAlternatives(rules: readonly SegmentRule[], context: RuleContext): Alternatives | Lost {
  const whole = translateRules(rules, "definition", context);
  if (whole.kind === "translated" && whole.notes.length === 0) return { ...whole, alternatives: [whole.rules] };
  const translation = translationOf(context, "definition");
  const formula = formulaOf(rules, context);
  for (const attempt of attemptsOf(formula, context, translation)) {
    const found = orLost(() => separated(attempt(), translation));
    if (found.kind === "lost") continue;
    if (whole.kind === "lost" || found.notes.length < whole.notes.length) return found;
  }
  return whole.kind === "lost" ? whole : { ...whole, alternatives: [whole.rules] };
}

function separated(formula: Formula, translation: Translation): Alternatives {
  const { formula: target, notes, assumes } = translation.translated(formula, false);
  for (const form of [merged(target), target]) {
    const shaped = asAlternatives(form);
    const parts = shaped?.kind === "any" ? shaped.parts : [];
    const alternatives = parts.map((part) => firstAccepted(part, translation).rules).filter((each) => each !== undefined);
    if (parts.length > 0 && parts.length <= MOST_ALTERNATIVES && alternatives.length === parts.length)
      return { kind: "translated", alternatives, notes, assumes };
  }
  throw new LostRules("There are too many alternatives.");
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

function formulaOf(rules: readonly SegmentRule[], { from }: RuleContext): Formula {
  return readRules(from === "flagsmith" ? withoutTypes(rules) : rules);
}

/** With conditions on segments, and with the segments' own conditions in their place. */
function attemptsOf(formula: Formula, context: RuleContext, { from }: Translation): readonly (() => Formula)[] {
  const attempts = [() => formula, () => withoutSegments(formula, context, from)];
  return usesSegments(formula) ? attempts : attempts.slice(0, 1);
}

/** What was compared for one target is not compared again, as long as it is the same function that refuses. */
const TRANSLATIONS = new WeakMap<RuleContext["refuse"], Map<string, Translation>>();

function translationOf(context: RuleContext, place: Place): Translation {
  const { refuse, from, to, into, entity } = context;
  const known = TRANSLATIONS.get(refuse) ?? new Map<string, Translation>();
  TRANSLATIONS.set(refuse, known);
  const key = JSON.stringify([from, to, place, into, entity]);
  const translation = known.get(key) ?? new Translation(context, place);
  known.set(key, translation);
  return translation;
}

function usesSegments(formula: Formula): boolean {
  return literalsOf(formula).some(({ condition }) => condition.operator === "in_segment");
}

function attempted(formula: Formula, joined: boolean, translation: Translation): Translated {
  const { formula: target, notes, assumes } = translation.translated(formula, joined);
  if (target.kind !== "literal" && target.parts.length === 0)
    throw new LostRules(target.kind === "any" ? "Nobody matches these rules." : "Everybody matches these rules.");
  const { rules, why } = firstAccepted(target, translation);
  if (rules) return { kind: "translated", rules, notes, assumes };
  throw new LostRules(why ?? "These groups are nested deeper than rules go there: write several segments.");
}

/** The first form that the target accepts, or why it refuses the one that is nearest to the original. */
function firstAccepted(
  target: Formula,
  translation: Translation,
): { readonly rules?: readonly SegmentRule[]; readonly why?: string | undefined } {
  let why: string | undefined;
  for (const form of FORMS) {
    const shaped = form(target);
    for (const style of shaped ? STYLES : []) {
      const rules = shaped && writeRules(shaped, style);
      const refusal = rules && translation.refuse(rules);
      if (rules && refusal === undefined) return { rules };
      why ??= refusal;
    }
  }
  return { why };
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

function orLost<T>(attempt: () => T): T | Lost {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof LostRules) return { kind: "lost", why: error.message };
    throw error;
  }
}
