import { checkLiterals } from "../internal/literals/check-literals";
import { Comparison, numberText } from "../internal/literals/comparison";
import type { Condition } from "./condition";
import { DateTrait } from "./date-trait";
import { NumberTrait } from "./number-trait";
import type { TraitOperator, TraitType } from "./trait-operator";
import { VersionTrait } from "./version-trait";

/**
 * An attribute that applications send with an identity. Equality compares text and order compares numbers, unless you use
 * `asNumber`, `asDate` or `asVersion`.
 *
 * @example
 *   Trait.of("country").oneOf("GB", "IE");
 *   Trait.of("app_version").asVersion().atLeast("2.10.0");
 */
export class Trait {
  /**
   * Refers to a trait by name.
   *
   * @param name the name, as the application sends it
   */
  public static of(name: string): Trait {
    checkLiterals("Trait.of", "trait", { trait: name });
    return new Trait(name, new Comparison(name, `Trait.of("${name}")`));
  }

  private constructor(
    private readonly name: string,
    private readonly comparison: Comparison,
  ) {}

  /** Compares the trait as a number, also for equality. */
  public asNumber(): NumberTrait {
    return NumberTrait._of(this.name);
  }

  /** Compares the trait as a moment. */
  public asDate(): DateTrait {
    return DateTrait._of(this.name);
  }

  /** Compares the trait as a semantic version. */
  public asVersion(): VersionTrait {
    return VersionTrait._of(this.name);
  }

  /** Matches if the trait is exactly this text. */
  public equalTo(value: string): Condition {
    return this.comparison.one("equal_to", value);
  }

  /** Matches if the trait is a different text. */
  public notEqualTo(value: string): Condition {
    return this.comparison.one("not_equal_to", value);
  }

  /** Matches if the trait is one of these texts. */
  public oneOf(...values: string[]): Condition {
    return this.comparison.several("oneOf", "one_of", values);
  }

  /** Matches if the trait is none of these texts. */
  public notOneOf(...values: string[]): Condition {
    return this.comparison.several("notOneOf", "not_one_of", values);
  }

  /** Matches if the trait is true. */
  public isTrue(): Condition {
    return this.comparison.one("equal_to", "true", "boolean");
  }

  /** Matches if the trait is false. */
  public isFalse(): Condition {
    return this.comparison.one("equal_to", "false", "boolean");
  }

  /** Matches if the trait is a larger number. */
  public greaterThan(value: number): Condition {
    return this.asNumber().greaterThan(value);
  }

  /** Matches if the trait is this number or a larger one. */
  public atLeast(value: number): Condition {
    return this.asNumber().atLeast(value);
  }

  /** Matches if the trait is a smaller number. */
  public lessThan(value: number): Condition {
    return this.asNumber().lessThan(value);
  }

  /** Matches if the trait is this number or a smaller one. */
  public atMost(value: number): Condition {
    return this.asNumber().atMost(value);
  }

  /** Matches if the trait is between two numbers, both included. */
  public between(lower: number, upper: number): Condition {
    return this.asNumber().between(lower, upper);
  }

  /** Matches if the trait contains this text. */
  public contains(text: string): Condition {
    return this.comparison.one("contains", text);
  }

  /** Matches if the trait does not contain this text. */
  public notContains(text: string): Condition {
    return this.comparison.one("not_contains", text);
  }

  /** Matches if the trait begins with this text. */
  public startsWith(text: string): Condition {
    return this.comparison.one("starts_with", text);
  }

  /** Matches if the trait does not begin with this text. */
  public notStartsWith(text: string): Condition {
    return this.comparison.one("not_starts_with", text);
  }

  /** Matches if the trait ends with this text. */
  public endsWith(text: string): Condition {
    return this.comparison.one("ends_with", text);
  }

  /** Matches if the trait does not end with this text. */
  public notEndsWith(text: string): Condition {
    return this.comparison.one("not_ends_with", text);
  }

  /** Matches if the trait matches a regular expression, in the platform's dialect. */
  public matches(expression: string): Condition {
    return this.comparison.one("matches", expression);
  }

  /** Matches if the trait does not match a regular expression, in the platform's dialect. */
  public notMatches(expression: string): Condition {
    return this.comparison.one("not_matches", expression);
  }

  /** Matches if the trait is a list with at least one of these. */
  public hasAnyOf(...values: string[]): Condition {
    return this.comparison.several("hasAnyOf", "has_any_of", values);
  }

  /** Matches if the trait is a list with all of these. */
  public hasAllOf(...values: string[]): Condition {
    return this.comparison.several("hasAllOf", "has_all_of", values);
  }

  /** Matches if the trait is a list with none of these. */
  public hasNoneOf(...values: string[]): Condition {
    return this.comparison.several("hasNoneOf", "has_none_of", values);
  }

  /** Matches if the trait is a list of exactly these. */
  public hasExactly(...values: string[]): Condition {
    return this.comparison.several("hasExactly", "has_exactly", values);
  }

  /** Matches if the trait is a list that only contains these. */
  public isPartOf(...values: string[]): Condition {
    return this.comparison.several("isPartOf", "is_part_of", values);
  }

  /** Matches if the identity has the trait. */
  public isSet(): Condition {
    return this.comparison.nothing("is_set");
  }

  /** Matches if the identity does not have the trait. */
  public isNotSet(): Condition {
    return this.comparison.nothing("is_not_set");
  }

  /**
   * Matches a percentage of the trait's values. Identities with the same value always get the same result.
   *
   * @param percent 0 to 100
   */
  public percentage(percent: number): Condition {
    checkLiterals(`Trait.of("${this.name}").percentage`, "trait", { percent });
    return this.comparison.one("percentage", numberText(percent));
  }

  /** Matches if the trait, divided by the divisor, leaves this remainder. */
  public modulo(divisor: number, remainder: number): Condition {
    checkLiterals(`Trait.of("${this.name}").modulo`, "modulo", { divisor, remainder });
    return this.comparison.one("modulo", `${numberText(divisor)}|${numberText(remainder)}`);
  }

  /**
   * Compares with one value, if the operator is only known when your program runs.
   *
   * @param comparison the operator
   * @param value the value to compare with
   * @param type how values are compared; the default is text for equality and numbers for order
   */
  public compare(comparison: TraitOperator, value: string, type?: TraitType): Condition {
    return this.comparison.one(comparison, value, type);
  }
}
