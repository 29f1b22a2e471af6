import { Token } from "cdktf";
import type { Condition } from "./condition";
import { checkLiterals } from "../internal/literals/check-literals";
import { Comparison } from "../internal/literals/comparison";

/**
 * A trait whose values are moments: what `Trait.of(…).asDate()` gives. They are written as `2027-01-11T09:00:00Z`.
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
   * Holds where the trait is this moment (on Split: this day).
   *
   * @param date as `2027-01-11T09:00:00Z`
   */
  public equalTo(date: string): Condition {
    return this.one("equal_to", date);
  }

  /**
   * Holds where the trait is another moment (on Split: another day).
   *
   * @param date as `2027-01-11T09:00:00Z`
   */
  public notEqualTo(date: string): Condition {
    return this.one("not_equal_to", date);
  }

  /**
   * Holds where the trait is later.
   *
   * @param date as `2027-01-11T09:00:00Z`
   */
  public after(date: string): Condition {
    return this.one("greater_than", date);
  }

  /**
   * Holds where the trait is this moment or later.
   *
   * @param date as `2027-01-11T09:00:00Z`
   */
  public onOrAfter(date: string): Condition {
    return this.one("at_least", date);
  }

  /**
   * Holds where the trait is earlier.
   *
   * @param date as `2027-01-11T09:00:00Z`
   */
  public before(date: string): Condition {
    return this.one("less_than", date);
  }

  /**
   * Holds where the trait is this moment or earlier.
   *
   * @param date as `2027-01-11T09:00:00Z`
   */
  public onOrBefore(date: string): Condition {
    return this.one("at_most", date);
  }

  /**
   * Holds where the trait is between two moments, or one of them.
   *
   * @param earlier as `2027-01-11T09:00:00Z`
   * @param later as `2027-02-11T09:00:00Z`
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
