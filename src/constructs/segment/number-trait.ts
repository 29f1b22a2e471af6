import { Comparison, isReversed, numberTexts } from "../internal/literals/comparison";
import type { Condition } from "./condition";

/**
 * A trait whose values are numbers: the result of `Trait.of(…).asNumber()`.
 */
export class NumberTrait {
  /** @internal */
  public static _of(trait: string): NumberTrait {
    return new NumberTrait(new Comparison(trait, `Trait.of("${trait}").asNumber()`, "number"), trait);
  }

  private constructor(
    private readonly comparison: Comparison,
    private readonly trait: string,
  ) {}

  /** Matches if the trait is this number. */
  public equalTo(value: number): Condition {
    return this.comparison.one("equal_to", this.text(value));
  }

  /** Matches if the trait is a different number. */
  public notEqualTo(value: number): Condition {
    return this.comparison.one("not_equal_to", this.text(value));
  }

  /** Matches if the trait is one of these numbers. */
  public oneOf(...values: number[]): Condition {
    return this.comparison.several("oneOf", "one_of", this.texts(values));
  }

  /** Matches if the trait is none of these numbers. */
  public notOneOf(...values: number[]): Condition {
    return this.comparison.several("notOneOf", "not_one_of", this.texts(values));
  }

  /** Matches if the trait is a larger number. */
  public greaterThan(value: number): Condition {
    return this.ordered("greater_than", value);
  }

  /** Matches if the trait is this number or a larger one. */
  public atLeast(value: number): Condition {
    return this.ordered("at_least", value);
  }

  /** Matches if the trait is a smaller number. */
  public lessThan(value: number): Condition {
    return this.ordered("less_than", value);
  }

  /** Matches if the trait is this number or a smaller one. */
  public atMost(value: number): Condition {
    return this.ordered("at_most", value);
  }

  /** Matches if the trait is between two numbers, both included. */
  public between(lower: number, upper: number): Condition {
    return this.plain.range(this.text(lower), this.text(upper), isReversed(lower, upper));
  }

  /** Order is of numbers anyway. */
  private get plain(): Comparison {
    return new Comparison(this.trait, `Trait.of("${this.trait}")`);
  }

  private ordered(operator: string, value: number): Condition {
    return this.plain.one(operator, this.text(value));
  }

  private text(value: number): string {
    return this.texts([value]).join("");
  }

  private texts(values: readonly number[]): string[] {
    return numberTexts(`Trait.of("${this.trait}")`, ...values);
  }
}
