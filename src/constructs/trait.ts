import { Token } from "cdktf";
import { Condition } from "./condition";
import { checkLiterals } from "./internal/check-literals";

/**
 * How a trait is compared, for `Trait.compare`.
 */
export enum TraitOperator {
  /** The same text. */
  EQUAL_TO = "equal_to",
  /** Another text. */
  NOT_EQUAL_TO = "not_equal_to",
  /** A larger number. */
  GREATER_THAN = "greater_than",
  /** A number at least as large. */
  AT_LEAST = "at_least",
  /** A smaller number. */
  LESS_THAN = "less_than",
  /** A number at most as large. */
  AT_MOST = "at_most",
  /** Text that holds the given one. */
  CONTAINS = "contains",
  /** Text that does not hold the given one. */
  NOT_CONTAINS = "not_contains",
  /** Text that a regular expression matches. */
  MATCHES = "matches",
}

/**
 * An attribute that applications send with an identity, to be compared with something.
 *
 * @example
 *   Trait.of("country").oneOf("GB", "IE");
 */
export class Trait {
  /**
   * The trait of this name.
   *
   * @param name as the application sends it
   */
  public static of(name: string): Trait {
    checkLiterals("Trait.of", "trait", { trait: name });
    return new Trait(name);
  }

  private constructor(private readonly name: string) {}

  /**
   * Holds where the trait is exactly this text.
   *
   * @param value the text
   */
  public equalTo(value: string): Condition {
    return this.compare(TraitOperator.EQUAL_TO, value);
  }

  /**
   * Holds where the trait is any other text.
   *
   * @param value the text
   */
  public notEqualTo(value: string): Condition {
    return this.compare(TraitOperator.NOT_EQUAL_TO, value);
  }

  /**
   * Holds where the trait is one of these texts.
   *
   * @param values the texts
   */
  public oneOf(...values: string[]): Condition {
    if (values.length === 0) throw new Error(`Trait.of("${this.name}").oneOf needs at least one value`);
    checkLiterals(`Trait.of("${this.name}").oneOf`, "trait", { values });
    return Condition._leaf({ operator: "one_of", trait: this.name, values });
  }

  /**
   * Holds where the trait is a larger number.
   *
   * @param value the number
   */
  public greaterThan(value: number): Condition {
    return this.compare(TraitOperator.GREATER_THAN, numberText(value));
  }

  /**
   * Holds where the trait is this number or a larger one.
   *
   * @param value the number
   */
  public atLeast(value: number): Condition {
    return this.compare(TraitOperator.AT_LEAST, numberText(value));
  }

  /**
   * Holds where the trait is a smaller number.
   *
   * @param value the number
   */
  public lessThan(value: number): Condition {
    return this.compare(TraitOperator.LESS_THAN, numberText(value));
  }

  /**
   * Holds where the trait is this number or a smaller one.
   *
   * @param value the number
   */
  public atMost(value: number): Condition {
    return this.compare(TraitOperator.AT_MOST, numberText(value));
  }

  /**
   * Holds where the trait has this text in it.
   *
   * @param text the text
   */
  public contains(text: string): Condition {
    return this.compare(TraitOperator.CONTAINS, text);
  }

  /**
   * Holds where the trait does not have this text in it.
   *
   * @param text the text
   */
  public notContains(text: string): Condition {
    return this.compare(TraitOperator.NOT_CONTAINS, text);
  }

  /**
   * Holds where a regular expression, in the platform's dialect, matches the trait.
   *
   * @param expression the regular expression
   */
  public matches(expression: string): Condition {
    return this.compare(TraitOperator.MATCHES, expression);
  }

  /**
   * Holds where the identity has the trait at all.
   */
  public isSet(): Condition {
    return Condition._leaf({ operator: "is_set", trait: this.name });
  }

  /**
   * Holds where the identity does not have the trait.
   */
  public isNotSet(): Condition {
    return Condition._leaf({ operator: "is_not_set", trait: this.name });
  }

  /**
   * Holds for a share of the trait's values: all identities that have the same value are in or out together.
   *
   * @param percent 0 to 100
   */
  public percentage(percent: number): Condition {
    checkLiterals(`Trait.of("${this.name}").percentage`, "trait", { percent });
    return Condition._leaf({ operator: "percentage", trait: this.name, value: numberText(percent) });
  }

  /**
   * Holds where dividing the trait leaves this remainder.
   *
   * @param divisor what to divide by
   * @param remainder what must be left
   */
  public modulo(divisor: number, remainder: number): Condition {
    return Condition._leaf({
      operator: "modulo",
      trait: this.name,
      value: `${numberText(divisor)}|${numberText(remainder)}`,
    });
  }

  /**
   * Any comparison with a text, for what platforms read into texts (Flagsmith: versions, as `1.2.0:semver`).
   *
   * @param comparison how to compare
   * @param value what with
   */
  public compare(comparison: TraitOperator, value: string): Condition {
    checkLiterals(`Trait.of("${this.name}")`, "string", value);
    return Condition._leaf({ operator: comparison, trait: this.name, value });
  }
}

/** A number as the text it is compared with; a token stays one. */
export function numberText(value: number): string {
  return Token.isUnresolved(value) ? Token.asString(value) : String(value);
}
