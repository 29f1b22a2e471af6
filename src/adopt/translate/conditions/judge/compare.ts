import type { TraitValue } from "../../../../serving/person";
import type { Side } from "../context";
import { type Formula, holdsFor, type Literal, literalsOf } from "../formula";
import { isIdentity } from "../traits";
import { aboutOf } from "./about";
import { type Holds, sdksOf } from "./holds";
import { type Kind, type Witness, witnessesOf } from "./witnesses";

/** Values that the two platforms treat differently. */
export interface Difference {
  readonly kind: Kind;
  readonly value: TraitValue | undefined;
  /** Whether it matches on the source. */
  readonly before: boolean;
  /** "sdk": only in some SDKs. */
  readonly after: boolean | "sdk";
}

export interface Comparison {
  /** What makes it another condition; nothing else is compared then. */
  readonly core: readonly Difference[];
  readonly noted: readonly Difference[];
  /** Of kinds that the condition is not about. */
  readonly others: readonly Difference[];
}

/** Whether a formula of the target holds for a value in one of its SDKs. */
export type HoldsOn = (value: TraitValue | undefined, sdk: string) => boolean;

/** Compares conditions of two platforms value by value. */
export class Judge {
  constructor(
    private readonly found: Holds,
    readonly from: Side,
    readonly to: Side,
  ) {}

  compare(source: Literal, target: Formula): Comparison {
    const isOfIdentity = isIdentity(source.condition.trait, this.from);
    const about = aboutOf(source.condition, this.from.platform, isOfIdentity);
    const witnesses = witnessesOf(source.condition).filter(({ value }) => !isOfIdentity || isName(value));
    const difference = this.differences(source, target);
    const isCore = ({ kind }: Witness): boolean => about.core.includes(kind);
    for (const witness of witnesses.filter(isCore)) {
      const core = difference(witness);
      if (core.length > 0) return { core, noted: [], others: [] };
    }
    const differences = witnesses.filter((each) => !isCore(each)).flatMap(difference);
    return {
      core: [],
      noted: differences.filter(({ kind }) => about.noted.includes(kind)),
      others: differences.filter(({ kind }) => !about.noted.includes(kind)),
    };
  }

  holdsOn(target: Formula): HoldsOn {
    const asks = new Map(literalsOf(target).map((each) => [each, this.found.of(this.to, each)]));
    return (value, sdk) => holdsFor(target, (each) => asks.get(each)?.(value, sdk) === true);
  }

  private differences(source: Literal, target: Formula): (witness: Witness) => readonly Difference[] {
    const [usual = "any"] = sdksOf(this.from);
    const sdks = sdksOf(this.to);
    const ask = this.found.of(this.from, { ...source, negated: false });
    const holdsOn = this.holdsOn(target);
    return ({ kind, value }) => {
      const before = (ask(value, usual) === true) !== source.negated;
      const answers = new Set(sdks.map((sdk) => holdsOn(value, sdk)));
      if (answers.size === 1 && answers.has(before)) return [];
      return [{ kind, value, before, after: answers.size > 1 ? "sdk" : !before }];
    };
  }
}

/** Identities are texts that are not empty. */
function isName(value: TraitValue | undefined): boolean {
  return typeof value === "string" && value !== "";
}
