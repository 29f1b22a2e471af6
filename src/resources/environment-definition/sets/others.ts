/** What happens to the overrides that a set does not list. */
export type Others<Set> =
  /** The set is complete. `refuse`: the platform may have others, which fail the write before its first request. */
  | { readonly kind: "exact"; readonly isNew: boolean; readonly unlisted: "remove" | "refuse" }
  /** They stay, except those that this definition listed. */
  | { readonly kind: "listed"; readonly owned: Set };
