import { formsOf } from "../equivalences/forms";
import { isSetForms } from "../equivalences/presence";
import { all, any, type Formula, type Literal, literal, literalsOf, negate } from "../formula";
import type { Comparison, Judge } from "./compare";

/** What stands for a condition on the target, and what is not the same then. */
export interface Choice {
  readonly formula: Formula;
  readonly comparison: Comparison;
}

export interface Choices {
  /** The one with the fewest differences. */
  readonly best: Choice;
  /** What is nearest to the original, whatever it says of people without the trait. */
  readonly nearest: Choice;
}

/**
 * Undefined: nothing that the target has is nearly the same. `trait`: as the target calls it. `joined`: without alternatives where
 * there is a way, for places that have none.
 */
export function choose(
  source: Literal,
  trait: string | null,
  joined: boolean,
  judge: Judge,
  accepts: (each: Literal) => boolean,
): Choices | undefined {
  const direction = { from: judge.from.platform, to: judge.to.platform };
  const target: Literal = { ...source, condition: { ...source.condition, trait } };
  const found = new Found(joined);
  const tried = new Set<string>();
  const consider = (formula: Formula): Choice | undefined => {
    const key = JSON.stringify(formula);
    if (tried.has(key) || !literalsOf(formula).every(accepts)) return undefined;
    tried.add(key);
    const choice = { formula, comparison: judge.compare(source, formula) };
    if (choice.comparison.core.length > 0) return undefined;
    found.add(choice);
    return choice;
  };
  for (const similar of formsOf(target, direction)) {
    const plain = similar.map(consider).filter((each) => each !== undefined);
    if (!found.isPerfect)
      for (const guarded of plain.flatMap((each) => guardedForms(each, trait, accepts))) consider(guarded);
    if (found.isPerfect) break;
  }
  return found.choices;
}

class Found {
  private best: Choice | undefined;
  private nearest: Choice | undefined;

  constructor(private readonly joined: boolean) {}

  add(choice: Choice): void {
    this.nearest ??= choice;
    if (this.best === undefined || this.isBetter(choice, this.best)) this.best = choice;
  }

  get isPerfect(): boolean {
    return this.best !== undefined && this.best.comparison.noted.length === 0 && this.fits(this.best);
  }

  get choices(): Choices | undefined {
    const { best, nearest } = this;
    return best && nearest && { best, nearest };
  }

  /** Fewer kinds of values that differ, then what came first. */
  private isBetter(choice: Choice, than: Choice): boolean {
    if (this.fits(choice) !== this.fits(than)) return this.fits(choice);
    return notedKinds(choice) < notedKinds(than);
  }

  private fits({ formula }: Choice): boolean {
    return !this.joined || isJoined(formula);
  }
}

function notedKinds({ comparison }: Choice): number {
  return new Set(comparison.noted.map(({ kind }) => kind)).size;
}

/** With a condition on whether the trait is there, where only that differs. */
function guardedForms(
  { formula, comparison }: Choice,
  trait: string | null,
  accepts: (each: Literal) => boolean,
): readonly Formula[] {
  const absent = comparison.noted.find(({ kind }) => kind === "absent");
  if (absent === undefined || trait === null) return [];
  const forms = isSetForms(trait);
  // Where there is a condition for it, the others would only be riddles.
  const plain = forms.slice(0, 1).filter((each) => literalsOf(each).every(accepts));
  return (plain.length > 0 ? plain : forms).flatMap((isSet) => {
    if (!absent.before) return [all([formula, isSet])];
    const isNotSet = { operator: "is_not_set", trait, value: null, values: null, type: null } as const;
    return [any([formula, literal(isNotSet)]), any([formula, negate(isSet)])];
  });
}

function isJoined(formula: Formula): boolean {
  return formula.kind === "literal" || (formula.kind === "all" && formula.parts.every(isJoined));
}
