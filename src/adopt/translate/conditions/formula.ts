import type { SegmentCondition } from "../../../platforms/model/segment-rule";

/** Rules of any depth, with negation at the conditions only. No parts of `all` hold, no parts of `any` do not. */
export type Formula = Literal | Group;

export interface Literal {
  readonly kind: "literal";
  readonly condition: SegmentCondition;
  readonly negated: boolean;
  /** It is a segment's, whatever the rules that name the segment are in: Mixpanel evaluates them differently. */
  readonly isOfSegment?: true;
}

export interface Group {
  readonly kind: "all" | "any";
  readonly parts: readonly Formula[];
}

export const ALWAYS: Group = { kind: "all", parts: [] };
export const NEVER: Group = { kind: "any", parts: [] };

export function literal(condition: SegmentCondition, negated = false): Literal {
  return { kind: "literal", condition, negated };
}

export function all(parts: readonly Formula[]): Formula {
  return group("all", parts);
}

export function any(parts: readonly Formula[]): Formula {
  return group("any", parts);
}

/** Without groups of one, groups in groups of their kind, and repetitions. */
export function group(kind: Group["kind"], parts: readonly Formula[]): Formula {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const decisive = kind === "all" ? NEVER : ALWAYS;
  if (flat.some((part) => part.kind === decisive.kind && part.parts.length === 0)) return decisive;
  const different = [...new Map(flat.map((part) => [JSON.stringify(part), part])).values()];
  const [only] = different;
  return only && different.length === 1 ? only : { kind, parts: different };
}

export function negate(formula: Formula): Formula {
  if (formula.kind === "literal") return { ...formula, negated: !formula.negated };
  return group(formula.kind === "all" ? "any" : "all", formula.parts.map(negate));
}

export function literalsOf(formula: Formula): readonly Literal[] {
  return formula.kind === "literal" ? [formula] : formula.parts.flatMap(literalsOf);
}

/** Each condition replaced by what stands for it. */
export function mapLiterals(formula: Formula, change: (each: Literal) => Formula): Formula {
  if (formula.kind === "literal") return change(formula);
  return group(
    formula.kind,
    formula.parts.map((part) => mapLiterals(part, change)),
  );
}

export function holdsFor(formula: Formula, judge: (each: Literal) => boolean): boolean {
  if (formula.kind === "literal") return judge(formula);
  return formula.kind === "all"
    ? formula.parts.every((part) => holdsFor(part, judge))
    : formula.parts.some((part) => holdsFor(part, judge));
}
