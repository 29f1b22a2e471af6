import { groupBy } from "../../../group-by";
import type { SegmentOperator, SegmentRule } from "../../../platforms/model/segment-rule";
import { conditionText } from "../../../serving/matching/condition-text";
import { assumptionOf, joinedAssumptions } from "./assumptions";
import { type Assumption, type Place, type RuleContext, type Side, sourceSide, targetSide } from "./context";
import { LostRules } from "./expand-segments";
import { type Formula, type Group, group, type Literal, literal, literalsOf } from "./formula";
import { type Choices, choose } from "./judge/choose";
import { Judge } from "./judge/compare";
import { Holds, sdksOf } from "./judge/holds";
import { witnessesOf } from "./judge/witnesses";
import { notesOn } from "./notes";
import { withoutNeedless } from "./shapes/guards";
import { isIdentity, namedTrait } from "./traits";

/** Compared once for all rules of a run. */
const HOLDS = new Holds();

interface Chosen {
  readonly formula: Formula;
  readonly notes: readonly string[];
  readonly assumes: readonly Assumption[];
}

/** Conditions of one direction, each with what stands for it. */
export class Translation {
  readonly from: Side;
  readonly to: Side;
  private readonly judge: Judge;
  private readonly choices = new Map<string, Choices | undefined>();
  private readonly accepted = new Map<string, string | undefined>();

  constructor(
    private readonly context: RuleContext,
    place: Place,
  ) {
    this.from = sourceSide(context, place);
    this.to = targetSide(context, place);
    this.judge = new Judge(HOLDS, this.from, this.to);
  }

  /** In the target's conditions. `joined`: without alternatives where there is a way. Throws {@link LostRules}. */
  translated(formula: Formula, joined: boolean): Chosen {
    const { formula: target, notes, assumes } = this.part(formula, joined);
    return { formula: this.tidied(formula, target), notes: [...new Set(notes)], assumes: joinedAssumptions(assumes) };
  }

  private part(formula: Formula, joined: boolean): Chosen {
    if (formula.kind === "literal") return this.chosen(formula, joined);
    const parts = this.bundles(formula).map((bundle) => {
      const [only] = bundle;
      if (only && bundle.length === 1) return this.part(only, joined);
      return (
        this.together(formula.kind, bundle, joined) ??
        joinedParts(
          formula.kind,
          bundle.map((each) => this.part(each, joined)),
        )
      );
    });
    return joinedParts(formula.kind, parts);
  }

  /** The parts of a group, conditions on one trait together. */
  private bundles({ parts }: Group): readonly (readonly Formula[])[] {
    const bundles = new Map<string, Formula[]>();
    parts.forEach((part, index) => {
      const isOfTrait = part.kind === "literal" && !NOT_OF_VALUES.includes(part.condition.operator);
      const key = isOfTrait ? `trait ${part.condition.trait ?? ""}` : String(index);
      bundles.set(key, [...(bundles.get(key) ?? []), part]);
    });
    return [...bundles.values()];
  }

  /** What is nearest to each condition, if all of it together is the same. */
  private together(kind: Group["kind"], bundle: readonly Formula[], joined: boolean): Chosen | undefined {
    const source = group(kind, bundle);
    const literals = bundle.filter((each) => each.kind === "literal");
    const [first] = literals;
    if (!first) return undefined;
    const named = namedTrait(first.condition.trait, this.from, this.to);
    if (named.kind !== "named") return undefined;
    const near = literals.map((each) => this.choicesOf(each, named.trait, joined)?.nearest.formula);
    const known = near.filter((each) => each !== undefined);
    if (known.length < near.length) return undefined;
    const formula = group(kind, known);
    const comparison = this.judge.compare(source, formula);
    if (comparison.core.length > 0 || comparison.noted.length > 0) return undefined;
    const assumption = assumptionOf(this.sourceName(first.condition.trait), comparison);
    return { formula, notes: named.note === undefined ? [] : [named.note], assumes: assumption ? [assumption] : [] };
  }

  refuse(rules: readonly SegmentRule[]): string | undefined {
    return this.context.refuse(rules, this.to.place);
  }

  private chosen(source: Literal, joined: boolean): Chosen {
    const { condition, negated } = source;
    const { operator } = condition;
    if (operator === "in_segment") return this.kept(source, "not_in_segment");
    if (operator === "flag_serves") return this.kept(source, "flag_does_not_serve");
    if (operator === "percentage" && condition.trait === null) return this.share(source);
    const named = namedTrait(condition.trait, this.from, this.to);
    if (named.kind === "lost") throw new LostRules(named.why);
    const notes = named.note === undefined ? [] : [named.note];
    const { trait } = named;
    if (operator === "percentage") return this.share({ ...source, condition: { ...condition, trait } }, notes);
    const target = literal({ ...condition, trait }, negated);
    const choice = this.choicesOf(source, trait, joined)?.best;
    if (!choice) throw new LostRules(this.whyLost(source, target));
    const assumption = assumptionOf(this.sourceName(condition.trait), choice.comparison);
    return {
      formula: choice.formula,
      notes: [...notes, ...notesOn(source, choice.comparison, this.from.platform, this.to.platform)],
      assumes: assumption ? [assumption] : [],
    };
  }

  private choicesOf(source: Literal, trait: string | null, joined: boolean): Choices | undefined {
    const key = JSON.stringify([source, joined]);
    if (!this.choices.has(key)) {
      const accepts = (each: Literal): boolean => this.refusal(each) === undefined;
      this.choices.set(key, choose(source, trait, joined, this.judge, accepts));
    }
    return this.choices.get(key);
  }

  /** What no value of a trait decides. */
  private kept({ condition, negated }: Literal, opposite: "not_in_segment" | "flag_does_not_serve"): Chosen {
    const own = literal(negated ? { ...condition, operator: opposite } : condition);
    const refusal = this.refusal(own);
    if (refusal !== undefined) throw new LostRules(refusal);
    return { formula: own, notes: [], assumes: [] };
  }

  /** A share of as many people, whom another hash chooses. */
  private share({ condition, negated }: Literal, notes: readonly string[] = []): Chosen {
    const own = literal(condition, negated);
    const refusal = this.refusal(own);
    if (refusal !== undefined) throw new LostRules(refusal);
    const text = conditionText(condition);
    return {
      formula: own,
      notes: [...notes, `\`${text}\`: the share is the same, but other people are in it.`],
      assumes: [],
    };
  }

  /** Why the target has no such condition, wherever it is. */
  private refusal({ condition, negated }: Literal): string | undefined {
    const key = JSON.stringify([condition, negated]);
    if (!this.accepted.has(key)) {
      const own: SegmentRule = { match: "none", conditions: [condition], rules: [] };
      const rules: SegmentRule[] = [
        { match: "all", conditions: negated ? [PLAIN] : [PLAIN, condition], rules: [] },
        ...(negated ? [own] : []),
      ];
      this.accepted.set(key, this.refuse(rules));
    }
    return this.accepted.get(key);
  }

  private whyLost({ condition, negated }: Literal, target: Literal): string {
    const text = `${negated ? "not " : ""}${conditionText(condition)}`;
    const refusal = this.refusal(target) ?? "No condition there matches the same people.";
    return `\`${text}\`: ${refusal}`;
  }

  private tidied(source: Formula, target: Formula): Formula {
    const conditions = [...literalsOf(source), ...literalsOf(target)].map(({ condition }) => condition);
    const byTrait = groupBy(conditions, ({ trait }) => this.targetName(trait));
    const own = new Set(literalsOf(source).map((each) => JSON.stringify(each)));
    return withoutNeedless(target, {
      sdks: sdksOf(this.to),
      holdsOn: (part) => this.judge.holdsOn(part),
      witnesses: (trait) => (byTrait.get(trait) ?? []).flatMap(witnessesOf).map(({ value }) => value),
      isOwn: (part) => own.has(JSON.stringify(part)),
    });
  }

  /** Null: the identity. */
  private sourceName(trait: string | null): string | null {
    return isIdentity(trait, this.from) ? null : trait;
  }

  private targetName(trait: string | null): string | null {
    const named = namedTrait(trait, this.from, this.to);
    return named.kind === "named" ? named.trait : trait;
  }
}

function joinedParts(kind: Group["kind"], parts: readonly Chosen[]): Chosen {
  const formulas = parts.map(({ formula }) => formula);
  return {
    formula: group(kind, formulas),
    notes: parts.flatMap(({ notes }) => notes),
    assumes: parts.flatMap(({ assumes }) => assumes),
  };
}

/** Conditions that a value of their trait does not decide. */
const NOT_OF_VALUES: readonly SegmentOperator[] = ["in_segment", "flag_serves", "percentage"];

const PLAIN = { operator: "equal_to", trait: "other", value: "x", values: null, type: null } as const;
