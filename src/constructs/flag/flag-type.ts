/**
 * The type of a flag's values.
 */
export enum FlagType {
  /** The flag is on or off. */
  BOOLEAN = "boolean",
  /** The values are text. */
  STRING = "string",
  /** The values are whole numbers. */
  INTEGER = "integer",
  /** The values are numbers, with or without a fraction. */
  NUMBER = "number",
  /** The values are JSON documents. */
  JSON = "json",
}
