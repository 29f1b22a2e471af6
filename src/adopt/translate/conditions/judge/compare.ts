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

  /** `source`: of one trait. */
  compare(source: Formula, target: Formula): Comparison {
    const conditions = literalsOf(source).map(({ condition }) => condition);
    const isOfIdentity = conditions.some(({ trait }) => isIdentity(trait, this.from));
    const abouts = conditions.map((each) => aboutOf(each, this.from.platform, isOfIdentity));
    const core = new Set(abouts.flatMap((each) => each.core));
    const noted = new Set(abouts.flatMap((each) => each.noted));
    const witnesses = conditions.flatMap(witnessesOf).filter((each) => this.exists(each, isOfIdentity));
    const difference = this.differences(source, target);
    const isCore = ({ kind }: Witness): boolean => core.has(kind);
    for (const witness of witnesses.filter(isCore)) {
      const wrong = difference(witness);
      if (wrong.length > 0) return { core: wrong, noted: [], others: [] };
    }
    const differences = witnesses.filter((each) => !isCore(each)).flatMap(difference);
    return {
      core: [],
      noted: differences.filter(({ kind }) => noted.has(kind)),
      others: differences.filter(({ kind }) => !noted.has(kind)),
    };
  }

  holdsOn(target: Formula): HoldsOn {
    const asks = new Map(literalsOf(target).map((each) => [each, this.found.of(this.to, each)]));
    return (value, sdk) => holdsFor(target, (each) => asks.get(each)?.(value, sdk) === true);
  }

  private differences(source: Formula, target: Formula): (witness: Witness) => readonly Difference[] {
    const [usual = "any"] = sdksOf(this.from);
    const sdks = sdksOf(this.to);
    const asks = new Map(
      literalsOf(source).map((each) => [each, this.found.of(this.sideOf(each), { ...each, negated: false })] as const),
    );
    const holdsOn = this.holdsOn(target);
    return ({ kind, value }) => {
      const before = holdsFor(source, (each) => (asks.get(each)?.(value, usual) === true) !== each.negated);
      const answers = new Set(sdks.map((sdk) => holdsOn(value, sdk)));
      if (answers.size === 1 && answers.has(before)) return [];
      return [{ kind, value, before, after: answers.size > 1 ? "sdk" : !before }];
    };
  }

  private sideOf({ isOfSegment }: Literal): Side {
    return isOfSegment ? { ...this.from, place: "segment" } : this.from;
  }

  /** Identities are texts that are not empty, and Flagsmith has no lists. */
  private exists({ value }: Witness, isOfIdentity: boolean): boolean {
    if (isOfIdentity) return typeof value === "string" && value !== "";
    return typeof value !== "object" || this.from.platform !== "flagsmith";
  }
}
