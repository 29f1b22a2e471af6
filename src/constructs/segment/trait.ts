import type { Condition } from "./condition";
import { DateTrait } from "./date-trait";
import { checkLiterals } from "../internal/literals/check-literals";
import { Comparison, numberText } from "../internal/literals/comparison";
import { NumberTrait } from "./number-trait";
import type { TraitOperator, TraitType } from "./trait-operator";
import { VersionTrait } from "./version-trait";

/**
 * An attribute that applications send with an identity, to be compared with something. Equality is of texts and order is of numbers,
 * unless `asNumber`, `asDate` or `asVersion` says otherwise.
 *
 * @example
 *   Trait.of("country").oneOf("GB", "IE");
 *   Trait.of("app_version").asVersion().atLeast("2.10.0");
 */
export class Trait {
  /**
   * The trait of this name.
   *
   * @param name as the application sends it
   */
  public static of(name: string): Trait {
    checkLiterals("Trait.of", "trait", { trait: name });
    return new Trait(name, new Comparison(name, `Trait.of("${name}")`));
  }

  private constructor(
    private readonly name: string,
    private readonly comparison: Comparison,
  ) {}

  /**
   * The trait as a number: equality is of numbers too.
   */
  public asNumber(): NumberTrait {
    return NumberTrait._of(this.name);
  }

  /**
   * The trait as a moment.
   */
  public asDate(): DateTrait {
    return DateTrait._of(this.name);
  }

  /**
   * The trait as a semantic version.
   */
  public asVersion(): VersionTrait {
    return VersionTrait._of(this.name);
  }

  /**
   * Holds where the trait is exactly this text.
   *
   * @param value the text
   */
  public equalTo(value: string): Condition {
    return this.comparison.one("equal_to", value);
  }

  /**
   * Holds where the trait is any other text.
   *
   * @param value the text
   */
  public notEqualTo(value: string): Condition {
    return this.comparison.one("not_equal_to", value);
  }

  /**
   * Holds where the trait is one of these texts.
   *
   * @param values the texts
   */
  public oneOf(...values: string[]): Condition {
    return this.comparison.several("oneOf", "one_of", values);
  }

  /**
   * Holds where the trait is none of these texts.
   *
   * @param values the texts
   */
  public notOneOf(...values: string[]): Condition {
    return this.comparison.several("notOneOf", "not_one_of", values);
  }

  /**
   * Holds where the trait is true.
   */
  public isTrue(): Condition {
    return this.comparison.one("equal_to", "true", "boolean");
  }

  /**
   * Holds where the trait is false.
   */
  public isFalse(): Condition {
    return this.comparison.one("equal_to", "false", "boolean");
  }

  /**
   * Holds where the trait is a larger number.
   *
   * @param value the number
   */
  public greaterThan(value: number): Condition {
    return this.asNumber().greaterThan(value);
  }

  /**
   * Holds where the trait is this number or a larger one.
   *
   * @param value the number
   */
  public atLeast(value: number): Condition {
    return this.asNumber().atLeast(value);
  }

  /**
   * Holds where the trait is a smaller number.
   *
   * @param value the number
   */
  public lessThan(value: number): Condition {
    return this.asNumber().lessThan(value);
  }

  /**
   * Holds where the trait is this number or a smaller one.
   *
   * @param value the number
   */
  public atMost(value: number): Condition {
    return this.asNumber().atMost(value);
  }

  /**
   * Holds where the trait is between two numbers, or one of them.
   *
   * @param lower the smaller number
   * @param upper the larger number
   */
  public between(lower: number, upper: number): Condition {
    return this.asNumber().between(lower, upper);
  }

  /**
   * Holds where the trait has this text in it.
   *
   * @param text the text
   */
  public contains(text: string): Condition {
    return this.comparison.one("contains", text);
  }

  /**
   * Holds where the trait does not have this text in it.
   *
   * @param text the text
   */
  public notContains(text: string): Condition {
    return this.comparison.one("not_contains", text);
  }

  /**
   * Holds where the trait begins with this text.
   *
   * @param text the text
   */
  public startsWith(text: string): Condition {
    return this.comparison.one("starts_with", text);
  }

  /**
   * Holds where the trait does not begin with this text.
   *
   * @param text the text
   */
  public notStartsWith(text: string): Condition {
    return this.comparison.one("not_starts_with", text);
  }

  /**
   * Holds where the trait ends with this text.
   *
   * @param text the text
   */
  public endsWith(text: string): Condition {
    return this.comparison.one("ends_with", text);
  }

  /**
   * Holds where the trait does not end with this text.
   *
   * @param text the text
   */
  public notEndsWith(text: string): Condition {
    return this.comparison.one("not_ends_with", text);
  }

  /**
   * Holds where a regular expression, in the platform's dialect, matches the trait.
   *
   * @param expression the regular expression
   */
  public matches(expression: string): Condition {
    return this.comparison.one("matches", expression);
  }

  /**
   * Holds where a regular expression, in the platform's dialect, does not match the trait.
   *
   * @param expression the regular expression
   */
  public notMatches(expression: string): Condition {
    return this.comparison.one("not_matches", expression);
  }

  /**
   * Holds where the trait is a list that has any of these in it.
   *
   * @param values the texts
   */
  public hasAnyOf(...values: string[]): Condition {
    return this.comparison.several("hasAnyOf", "has_any_of", values);
  }

  /**
   * Holds where the trait is a list that has all of these in it.
   *
   * @param values the texts
   */
  public hasAllOf(...values: string[]): Condition {
    return this.comparison.several("hasAllOf", "has_all_of", values);
  }

  /**
   * Holds where the trait is a list that has none of these in it.
   *
   * @param values the texts
   */
  public hasNoneOf(...values: string[]): Condition {
    return this.comparison.several("hasNoneOf", "has_none_of", values);
  }

  /**
   * Holds where the trait is a list of exactly these.
   *
   * @param values the texts
   */
  public hasExactly(...values: string[]): Condition {
    return this.comparison.several("hasExactly", "has_exactly", values);
  }

  /**
   * Holds where the trait is a list of which all is among these.
   *
   * @param values the texts
   */
  public isPartOf(...values: string[]): Condition {
    return this.comparison.several("isPartOf", "is_part_of", values);
  }

  /**
   * Holds where the identity has the trait at all.
   */
  public isSet(): Condition {
    return this.comparison.nothing("is_set");
  }

  /**
   * Holds where the identity does not have the trait.
   */
  public isNotSet(): Condition {
    return this.comparison.nothing("is_not_set");
  }

  /**
   * Holds for a share of the trait's values: all identities that have the same value are in or out together.
   *
   * @param percent 0 to 100
   */
  public percentage(percent: number): Condition {
    checkLiterals(`Trait.of("${this.name}").percentage`, "trait", { percent });
    return this.comparison.one("percentage", numberText(percent));
  }

  /**
   * Holds where dividing the trait leaves this remainder.
   *
   * @param divisor what to divide by
   * @param remainder what must be left
   */
  public modulo(divisor: number, remainder: number): Condition {
    checkLiterals(`Trait.of("${this.name}").modulo`, "modulo", { divisor, remainder });
    return this.comparison.one("modulo", `${numberText(divisor)}|${numberText(remainder)}`);
  }

  /**
   * Any comparison with one value, for what is only known when the stack is synthesized.
   *
   * @param comparison how to compare
   * @param value what with
   * @param type how values compare; left out: text for equality, numbers for order
   */
  public compare(comparison: TraitOperator, value: string, type?: TraitType): Condition {
    return this.comparison.one(comparison, value, type);
  }
}
