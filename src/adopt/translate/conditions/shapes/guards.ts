import type { TraitValue } from "../../../../serving/person";
import { type Formula, group, type Literal, literalsOf } from "../formula";

/** What a part says of a value, in one SDK. */
type HoldsOn = (value: TraitValue | undefined, sdk: string) => boolean;

export interface Asked {
  readonly sdks: readonly string[];
  holdsOn(part: Formula): HoldsOn;
  /** The values that matter for a trait. */
  witnesses(trait: string): readonly (TraitValue | undefined)[];
  /** What the rules had themselves stays. */
  isOwn(part: Literal): boolean;
}

/** Without the conditions that others of the same group and trait make needless, such as that a trait is there. */
export function withoutNeedless(formula: Formula, asked: Asked): Formula {
  if (formula.kind === "literal") return formula;
  let parts = formula.parts.map((part) => withoutNeedless(part, asked));
  for (const part of [...parts].reverse()) {
    const trait = traitOf(part);
    if (!isGuard(part) || trait === undefined || asked.isOwn(part)) continue;
    const others = parts.filter((each) => each !== part && traitOf(each) === trait).map((each) => asked.holdsOn(each));
    if (others.length === 0) continue;
    const own = asked.holdsOn(part);
    const isNeedless = asked.sdks.every((sdk) =>
      asked
        .witnesses(trait)
        .every((value) =>
          formula.kind === "all"
            ? own(value, sdk) || !others.every((each) => each(value, sdk))
            : !own(value, sdk) || others.some((each) => each(value, sdk)),
        ),
    );
    if (isNeedless) parts = parts.filter((each) => each !== part);
  }
  return group(formula.kind, parts);
}

/** Only what says whether a trait is there: people wrote the rest. */
function isGuard(part: Formula): part is Literal {
  return (
    part.kind === "literal" &&
    (part.condition.operator === "is_set" ||
      part.condition.operator === "is_not_set" ||
      (part.condition.operator === "matches" && part.condition.value === ".*") ||
      part.condition.value === String(Number.MIN_SAFE_INTEGER))
  );
}

/** Undefined: of several traits, or of none. */
function traitOf(part: Formula): string | undefined {
  const traits = new Set(literalsOf(part).map(({ condition }) => condition.trait));
  const [only] = traits;
  return traits.size === 1 ? (only ?? undefined) : undefined;
}
