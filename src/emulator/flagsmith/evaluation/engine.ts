/** How releases of the server's evaluation engine differ. */
export interface Engine {
  /** Since 2.232 a rule applies its own type to its inner rules; before, all of them had to hold whatever the type. */
  readonly innerRules: "by the rule's type" | "all";
  /** Since 2.218 `IN` reads a JSON list; before, the text was split at its commas whatever it was. */
  readonly readsJsonLists: boolean;
}

export const CURRENT_ENGINE: Engine = { innerRules: "by the rule's type", readsJsonLists: true };

export const OLD_ENGINE: Engine = { innerRules: "all", readsJsonLists: false };
