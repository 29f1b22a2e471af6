import type { SegmentCondition, SegmentRule, SegmentSubRule } from "../../../../platforms/model/segment-rule";
import type { Formula, Literal } from "../formula";

/** How the same formula can be written. */
export interface Style {
  /** Each negated condition in a group of its own. */
  readonly separate: boolean;
  /** Conditions next to inner groups in a group of their own. */
  readonly apart: boolean;
  /** Inner groups within the first rule. */
  readonly nested: boolean;
}

const BOTH = [false, true] as const;

export const STYLES: readonly Style[] = BOTH.flatMap((separate) =>
  BOTH.flatMap((apart) => BOTH.map((nested) => ({ separate, apart, nested }))),
);

/** A formula as rules. Undefined: it is deeper than rules go. */
export function writeRules(formula: Formula, style: Style): readonly SegmentRule[] | undefined {
  const parts = formula.kind === "all" ? formula.parts : [formula];
  const { conditions, negations, groups } = sorted(parts, style);
  const anyRules: SegmentRule[] = [];
  for (const group of groups) {
    const rule = alternatives(group.parts, style);
    if (!rule) return undefined;
    anyRules.push(rule);
  }
  const inner = [...negations, ...anyRules].filter(({ rules }) => rules.length === 0);
  if (style.nested && conditions.length > 0 && inner.length > 0) {
    const rest = anyRules.filter(({ rules }) => rules.length > 0);
    return [{ match: "all", conditions, rules: inner.map(subRule) }, ...rest];
  }
  const first: SegmentRule[] = conditions.length === 0 ? [] : [{ match: "all", conditions, rules: [] }];
  return [...first, ...negations, ...anyRules];
}

interface Sorted {
  readonly conditions: readonly SegmentCondition[];
  readonly negations: readonly SegmentRule[];
  readonly groups: readonly Extract<Formula, { parts: unknown }>[];
}

function sorted(parts: readonly Formula[], { separate }: Pick<Style, "separate">): Sorted {
  const literals = parts.filter((each) => each.kind === "literal");
  const negated = literals.filter((each) => each.negated).map(({ condition }) => condition);
  const groups = separate ? negated.map((each) => [each]) : negated.length === 0 ? [] : [negated];
  return {
    conditions: literals.filter((each) => !each.negated).map(({ condition }) => condition),
    negations: groups.map((conditions) => ({ match: "none", conditions, rules: [] })),
    groups: parts.filter((each) => each.kind !== "literal"),
  };
}

/** One rule of which one member has to match. */
function alternatives(parts: readonly Formula[], style: Style): SegmentRule | undefined {
  const { conditions, groups } = sorted(parts, style);
  const negated = parts.filter((each): each is Literal => each.kind === "literal" && each.negated);
  const inner: SegmentSubRule[] = negated.map(({ condition }) => ({ match: "none", conditions: [condition] }));
  for (const group of groups) {
    const rule = conjunction(group.parts, style);
    if (!rule) return undefined;
    inner.push(rule);
  }
  if (style.apart && inner.length > 0 && conditions.length > 0)
    return { match: "any", conditions: [], rules: [{ match: "any", conditions }, ...inner] };
  return { match: "any", conditions, rules: inner };
}

function conjunction(parts: readonly Formula[], style: Style): SegmentSubRule | undefined {
  const { conditions, negations, groups } = sorted(parts, { ...style, separate: false });
  const [negation] = negations;
  if (groups.length > 0) return undefined;
  if (negation === undefined) return { match: "all", conditions };
  return conditions.length === 0 ? subRule(negation) : undefined;
}

function subRule({ match, conditions }: SegmentRule): SegmentSubRule {
  return { match, conditions };
}
