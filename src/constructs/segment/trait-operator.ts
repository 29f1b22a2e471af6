/**
 * How a trait is compared with one value, for `Trait.compare`.
 */
export enum TraitOperator {
  /** The same. */
  EQUAL_TO = "equal_to",
  /** Another. */
  NOT_EQUAL_TO = "not_equal_to",
  /** Larger. */
  GREATER_THAN = "greater_than",
  /** At least as large. */
  AT_LEAST = "at_least",
  /** Smaller. */
  LESS_THAN = "less_than",
  /** At most as large. */
  AT_MOST = "at_most",
  /** Text that holds the given one. */
  CONTAINS = "contains",
  /** Text that does not hold the given one. */
  NOT_CONTAINS = "not_contains",
  /** Text that begins with the given one. */
  STARTS_WITH = "starts_with",
  /** Text that does not begin with the given one. */
  NOT_STARTS_WITH = "not_starts_with",
  /** Text that ends with the given one. */
  ENDS_WITH = "ends_with",
  /** Text that does not end with the given one. */
  NOT_ENDS_WITH = "not_ends_with",
  /** Text that a regular expression matches. */
  MATCHES = "matches",
  /** Text that a regular expression does not match. */
  NOT_MATCHES = "not_matches",
}

/**
 * How values compare, for `Trait.compare`.
 */
export enum TraitType {
  /** As texts. */
  STRING = "string",
  /** As numbers. */
  NUMBER = "number",
  /** As true and false. */
  BOOLEAN = "boolean",
  /** As moments, written as `2027-01-11T09:00:00Z`. */
  DATE = "date",
  /** As semantic versions. */
  VERSION = "version",
}
