import { all, any, type Formula, type Literal, literal, literalsOf, negate } from "../formula";
import { formsOf } from "../equivalences/forms";
import { isSetForms } from "../equivalences/presence";
import type { Comparison, Judge } from "./compare";

/** What stands for a condition on the target, and what is not the same then. */
export interface Choice {
  readonly formula: Formula;
  readonly comparison: Comparison;
}

export interface Choices {
  /** The one with the fewest differences. */
  readonly best: Choice;
  /** The same without alternatives, for places that have none. */
  readonly joined: Choice | undefined;
}

/** Undefined: nothing that the target has is nearly the same. `trait`: as the target calls it. */
export function choose(
  source: Literal,
  trait: string | null,
  judge: Judge,
  accepts: (each: Literal) => boolean,
): Choices | undefined {
  const direction = { from: judge.from.platform, to: judge.to.platform };
  const target: Literal = { ...source, condition: { ...source.condition, trait } };
  let best: Choice | undefined;
  let joined: Choice | undefined;
  const tried = new Set<string>();
  const consider = (formula: Formula): Choice | undefined => {
    const key = JSON.stringify(formula);
    if (tried.has(key) || !literalsOf(formula).every(accepts)) return undefined;
    tried.add(key);
    const choice = { formula, comparison: judge.compare(source, formula) };
    if (choice.comparison.core.length > 0) return undefined;
    if (isBetter(choice, best)) best = choice;
    if (isJoined(formula) && isBetter(choice, joined)) joined = choice;
    return choice;
  };
  for (const formula of formsOf(target, direction)) {
    const choice = consider(formula);
    if (choice) for (const guarded of guardedForms(choice, trait)) consider(guarded);
    if (joined?.comparison.noted.length === 0) break;
  }
  return best && { best, joined };
}

/** With a condition on whether the trait is there, where only that differs. */
function guardedForms({ formula, comparison }: Choice, trait: string | null): readonly Formula[] {
  const absent = comparison.noted.find(({ kind }) => kind === "absent");
  if (absent === undefined || trait === null) return [];
  return isSetForms(trait).flatMap((isSet) => {
    if (!absent.before) return [all([formula, isSet])];
    const isNotSet = { operator: "is_not_set", trait, value: null, values: null, type: null } as const;
    return [any([formula, literal(isNotSet)]), any([formula, negate(isSet)])];
  });
}

/** Fewer kinds of values that differ, then what came first. */
function isBetter({ comparison }: Choice, than: Choice | undefined): boolean {
  if (than === undefined) return true;
  const kinds = (of: Comparison): number => new Set(of.noted.map(({ kind }) => kind)).size;
  return kinds(comparison) < kinds(than.comparison);
}

function isJoined(formula: Formula): boolean {
  return formula.kind === "literal" || (formula.kind === "all" && formula.parts.every(isJoined));
}
