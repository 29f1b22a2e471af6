/**
 * The operators of `Trait.compare`.
 */
export enum TraitOperator {
  /** Equal to the value. */
  EQUAL_TO = "equal_to",
  /** Not equal to the value. */
  NOT_EQUAL_TO = "not_equal_to",
  /** Greater than the value. */
  GREATER_THAN = "greater_than",
  /** Greater than or equal to the value. */
  AT_LEAST = "at_least",
  /** Less than the value. */
  LESS_THAN = "less_than",
  /** Less than or equal to the value. */
  AT_MOST = "at_most",
  /** Contains the value. */
  CONTAINS = "contains",
  /** Does not contain the value. */
  NOT_CONTAINS = "not_contains",
  /** Starts with the value. */
  STARTS_WITH = "starts_with",
  /** Does not start with the value. */
  NOT_STARTS_WITH = "not_starts_with",
  /** Ends with the value. */
  ENDS_WITH = "ends_with",
  /** Does not end with the value. */
  NOT_ENDS_WITH = "not_ends_with",
  /** Matches the value as a regular expression. */
  MATCHES = "matches",
  /** Does not match the value as a regular expression. */
  NOT_MATCHES = "not_matches",
}

/**
 * How `Trait.compare` compares values.
 */
export enum TraitType {
  /** Values are compared as text. */
  STRING = "string",
  /** Values are compared as numbers. */
  NUMBER = "number",
  /** Values are compared as booleans. */
  BOOLEAN = "boolean",
  /** Values are compared as moments, such as `2027-01-11T09:00:00Z`. */
  DATE = "date",
  /** Values are compared as semantic versions. */
  VERSION = "version",
}
