import * as z from "zod/mini";
import { type Attribute, optional, t } from "../../../terraform/schema";

/** Attributes that several resources share on Flagsmith only. */

export const metadataAttribute = optional(
  t.map(t.string),
  "Values of custom fields, by field name. Other fields stay as they are; a field that you remove from the map loses its value.",
);

const APPROVALS = z.string().check(z.regex(/^(off|0|[1-9]\d{0,8})$/, 'must be "off" or a whole number, such as "2"'));

export function approvals(what: string): Attribute<typeof t.string, "optional"> {
  return optional(
    t.string,
    `How many approvals a change request for ${what} needs: a number (0: change requests without approval), or \`off\` for no change requests at all. Not on every plan.`,
    { check: APPROVALS },
  );
}
