import { optional, required, t } from "../terraform/schema";
import { JSON_TEXT } from "./checks";

/** The attributes that say what an audience gets. */

/** Exactly one branch is set (checked in serve-value.ts, which knows about unknowns). */
export const valueType = t.object({
  boolean: optional(t.bool, "A boolean value."),
  string: optional(t.string, "A string value."),
  integer: optional(t.integer, "A whole number."),
  number: optional(t.number, "A number of any size. Platforms without such a type store its decimal text."),
  json: optional(t.string, "JSON text, compared by meaning: the order of keys and white space never show as a change.", {
    check: JSON_TEXT,
  }),
});

export const serveType = t.object({
  value: optional(valueType, "A value, typed. Exactly one of its attributes is set."),
  variant: optional(t.string, "The key of one of the flag's variants."),
  split: optional(
    t.object({
      weights: required(t.map(t.integer), "Percentages by variant key. Together with `control` they sum to 100."),
      control: optional(t.integer, "The share that gets the flag's own value instead of a variant (Flagsmith)."),
      bucket_by: optional(
        t.string,
        "The attribute that decides which share an identity falls into. Default: the identity itself.",
      ),
      otherwise: optional(t.string, "The variant for identities that lack the attribute named in `bucket_by`."),
    }),
    "A percentage split between variants.",
  ),
});
