import type { SegmentRule } from "../../../platforms/model/segment-rule";
import {
  type Lost,
  type Place,
  type RuleContext,
  type SourceSegment,
  type Translated,
  type TranslatedRules,
} from "./context";
import { LostRules, membersOf, withoutSegments } from "./expand-segments";
import { type Formula, literalsOf } from "./formula";
import { readRules } from "./read-rules";
import { merged } from "./shapes/merge";
import { asAlternatives, asClauses } from "./shapes/normal-forms";
import { STYLES, writeRules } from "./shapes/write-rules";
import { Translation } from "./translation";

/** The rules of a segment, or of a definition's rule, so that the same people match on another platform. */
export function translateRules(rules: readonly SegmentRule[], place: Place, context: RuleContext): TranslatedRules {
  const translation = translationOf(context, place);
  if (rules.length > 0) return firstTranslated(readRules(rules, translation.from), context, translation);
  // It has listed members only, or none.
  const why = translation.refuse([]);
  return why === undefined ? { kind: "translated", rules, notes: [], assumes: [] } : { kind: "lost", why };
}

/** Everybody who is in a segment, by its rules or its lists, as conditions: for platforms whose segments have no lists. */
export function translateMembers(segment: SourceSegment, place: Place, context: RuleContext): TranslatedRules {
  const translation = translationOf(context, place);
  const members = orLost(() => ({ formula: membersOf(segment, translation.from, (formula) => formula) }));
  return "kind" in members ? members : firstTranslated(members.formula, context, translation);
}

function firstTranslated(formula: Formula, context: RuleContext, translation: Translation): TranslatedRules {
  let why = "";
  for (const attempt of attemptsOf(formula, context, translation)) {
    for (const joined of [false, true]) {
      const found = orLost(() => attempted(attempt(), joined, translation));
      if (found.kind === "translated") return found;
      // What is said of the exact form is to the point, and what is said of the last attempt.
      if (!joined) why = found.why;
    }
  }
  return { kind: "lost", why };
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
  const formula = readRules(rules, translation.from);
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

/** With conditions on segments, and with the segments' own conditions in their place. */
function attemptsOf(formula: Formula, context: RuleContext, { from }: Translation): readonly (() => Formula)[] {
  const named = literalsOf(formula).flatMap(({ condition: { operator, values } }) =>
    operator === "in_segment" ? (values ?? []) : [],
  );
  const isKept = named.every((name) => context.keeps?.(name) !== false);
  const whole = (): Formula => withoutSegments(formula, context, from);
  return [...(isKept ? [() => formula] : []), ...(named.length > 0 ? [whole] : [])];
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
  const tried = new Set<string>();
  for (const form of FORMS) {
    const shaped = form(target);
    for (const style of shaped ? STYLES : []) {
      const rules = shaped && writeRules(shaped, style);
      const key = JSON.stringify(rules);
      if (!rules || tried.has(key)) continue;
      tried.add(key);
      const refusal = translation.refuse(rules);
      if (refusal === undefined) return { rules };
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
