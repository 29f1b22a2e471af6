import { Token } from "cdktf";
import { checkLiterals } from "../internal/literals/check-literals";
import { Comparison } from "../internal/literals/comparison";
import type { Condition } from "./condition";

/**
 * A trait whose values are moments, such as `2027-01-11T09:00:00Z`: the result of `Trait.of(…).asDate()`.
 */
export class DateTrait {
  /** @internal */
  public static _of(trait: string): DateTrait {
    const what = `Trait.of("${trait}").asDate()`;
    return new DateTrait(new Comparison(trait, what, "date"), what);
  }

  private constructor(
    private readonly comparison: Comparison,
    private readonly what: string,
  ) {}

  /**
   * Matches if the trait is this moment (on Split: this day).
   *
   * @param date such as `2027-01-11T09:00:00Z`
   */
  public equalTo(date: string): Condition {
    return this.one("equal_to", date);
  }

  /**
   * Matches if the trait is a different moment (on Split: a different day).
   *
   * @param date such as `2027-01-11T09:00:00Z`
   */
  public notEqualTo(date: string): Condition {
    return this.one("not_equal_to", date);
  }

  /**
   * Matches if the trait is later.
   *
   * @param date such as `2027-01-11T09:00:00Z`
   */
  public after(date: string): Condition {
    return this.one("greater_than", date);
  }

  /**
   * Matches if the trait is this moment or later.
   *
   * @param date such as `2027-01-11T09:00:00Z`
   */
  public onOrAfter(date: string): Condition {
    return this.one("at_least", date);
  }

  /**
   * Matches if the trait is earlier.
   *
   * @param date such as `2027-01-11T09:00:00Z`
   */
  public before(date: string): Condition {
    return this.one("less_than", date);
  }

  /**
   * Matches if the trait is this moment or earlier.
   *
   * @param date such as `2027-01-11T09:00:00Z`
   */
  public onOrBefore(date: string): Condition {
    return this.one("at_most", date);
  }

  /**
   * Matches if the trait is between two moments, both included.
   *
   * @param earlier such as `2027-01-11T09:00:00Z`
   * @param later such as `2027-02-11T09:00:00Z`
   */
  public between(earlier: string, later: string): Condition {
    for (const date of [earlier, later]) checkLiterals(this.what, "time", date);
    const isKnown = !Token.isUnresolved(earlier) && !Token.isUnresolved(later);
    return this.comparison.range(earlier, later, isKnown && Date.parse(earlier) > Date.parse(later));
  }

  private one(operator: string, date: string): Condition {
    checkLiterals(this.what, "time", date);
    return this.comparison.one(operator, date);
  }
}
