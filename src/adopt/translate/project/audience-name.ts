/** Who gets what a definition says in one place, by the source's names. */
export type AudienceName =
  | { readonly kind: "everyone" }
  | { readonly kind: "rule"; readonly key: string }
  | { readonly kind: "segment"; readonly id: string }
  | { readonly kind: "identity"; readonly identity: string };
