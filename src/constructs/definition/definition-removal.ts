/**
 * What a destroy of a definition does to the flag in its environment.
 */
export enum DefinitionRemoval {
  /** The flag stays served as it is, without the overrides that belong to the definition. */
  KEEP = "keep",
  /** The flag is turned off there. */
  DISABLE = "disable",
  /** The flag gets the values that it would have in a new environment. */
  RESET = "reset",
  /**
   * Nothing is sent: the flag is deleted too, and with it what it serves here, overrides included. For stacks that are destroyed
   * as a whole; if only the definition is removed, everything stays served, and the plan warns.
   */
  WITH_FLAG = "with_flag",
}
