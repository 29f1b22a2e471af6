import { sameJsonText } from "../../platforms/model/json-text";
import { optional, required, t } from "../../terraform/schema";
import { atLeast, JSON_TEXT, TIMESTAMP } from "../common/checks";

/** The attributes that set what an audience gets. */

/** Exactly one branch is set (checked in serve-value.ts, which handles unknowns). */
export const valueType = t.object({
  boolean: optional(t.bool, "A boolean value."),
  string: optional(t.string, "A string value."),
  integer: optional(t.integer, "A whole number."),
  number: optional(t.number, "A number of any size. Platforms without this type store it as decimal text."),
  json: optional(
    t.string,
    "JSON text. It is compared by meaning: the order of keys, white space and the spelling of numbers are not a change.",
    {
      check: JSON_TEXT,
      same: sameJsonText,
    },
  ),
});

export const serveType = t.object({
  value: optional(valueType, "A typed value. Set exactly one of its attributes."),
  variant: optional(t.string, "The key of one of the flag's variants."),
  split: optional(
    t.object({
      weights: required(t.map(t.number), "Percentages by variant key. With `control`, the sum must be 100."),
      control: optional(t.number, "The share that gets the flag's own value instead of a variant (Flagsmith)."),
      bucket_by: optional(
        t.string,
        "The attribute that decides which share an identity falls into. Default: the identity itself.",
      ),
      otherwise: optional(t.string, "The variant for identities without the attribute in `bucket_by`."),
    }),
    "A percentage split between variants.",
  ),
  rollout: optional(
    t.object({
      from: required(t.string, "The variant that everybody gets before it starts."),
      to: required(t.string, "The variant that everybody gets after the last stage."),
      start: required(t.string, "When the first stage starts, in RFC 3339: `2027-01-11T09:00:00Z`.", { check: TIMESTAMP }),
      stages: required(
        t.list(
          t.object({
            percentage: required(t.number, "The share that gets `to` in this stage."),
            minutes: required(t.integer, "How long the stage lasts.", { check: atLeast(1) }),
          }),
        ),
        "The stages, in order, each with a larger share than the one before.",
      ),
      bucket_by: optional(t.string, "The attribute that decides who moves first. Default: the identity itself."),
      otherwise: optional(t.string, "The variant for identities without the attribute in `bucket_by`."),
    }),
    "A change from one variant to another in stages, which the platform advances by itself.",
  ),
});
