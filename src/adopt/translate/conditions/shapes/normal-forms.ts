import { all, any, type Formula } from "../formula";

/** More parts than this are no rules that people wrote. */
const MOST = 256;

/** Alternatives of conditions that all have to match. Undefined: there are too many. */
export function asAlternatives(formula: Formula): Formula | undefined {
  const terms = distributed(formula, "any");
  return terms && any(terms.map((each) => all(each)));
}

/** Groups of which one member has to match, all of them. */
export function asClauses(formula: Formula): Formula | undefined {
  const terms = distributed(formula, "all");
  return terms && all(terms.map((each) => any(each)));
}

/** The members of the outer groups, each with its inner parts. */
function distributed(formula: Formula, outer: "all" | "any"): readonly (readonly Formula[])[] | undefined {
  if (formula.kind === "literal") return [[formula]];
  let terms: readonly (readonly Formula[])[] = formula.kind === outer ? [] : [[]];
  for (const part of formula.parts) {
    const inner = distributed(part, outer);
    if (!inner) return undefined;
    terms = formula.kind === outer ? [...terms, ...inner] : terms.flatMap((each) => inner.map((more) => [...each, ...more]));
    if (terms.length > MOST) return undefined;
  }
  return terms;
}
