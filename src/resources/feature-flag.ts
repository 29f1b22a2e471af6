import { z } from "zod";
import { computed, optional, required, t } from "../terraform/schema";
import { NAME, projectAttribute, revisionAttribute, scopeAttribute } from "./common-attributes";
import { valueType } from "./serve-attribute";

export const featureFlagAttributes = {
  key: required(t.string, "The key that applications ask for. A change replaces the flag.", { replace: true, check: NAME }),
  project: projectAttribute,
  type: optional(
    t.string,
    "What the flag serves: `boolean` (where left out), `string`, `integer`, `number` or `json`. A change replaces the flag.",
    { replace: true, check: z.enum(["boolean", "string", "integer", "number", "json"]) },
  ),
  description: optional(t.string, "What the flag is for."),
  tags: optional(t.set(t.string), "Labels. They must exist on the platform."),
  archived: optional(t.bool, "Whether the flag is archived: hidden, but still served."),
  variants: optional(
    t.map(
      t.object({
        value: required(valueType, "What the variant serves."),
        description: optional(t.string, "What the variant is for."),
        weight: optional(t.integer, "Its share in new environments, in percent (Flagsmith)."),
      }),
    ),
    "The values the flag can serve, by a key of your choice. Everything refers to variants by this key.",
  ),
  on_destroy: optional(t.string, "What destroying the resource does: `delete` (default), `archive` or `keep`.", {
    check: z.enum(["delete", "archive", "keep"]),
  }),
  deletion_protection: optional(
    t.bool,
    "Refuses every plan and request that would delete the flag. Change and apply it first.",
  ),
  adopt_existing: optional(t.bool, "Takes over a flag of this key that exists already, instead of failing."),
  flagsmith: optional(
    t.object({
      initial_enabled: optional(t.bool, "Creation only: whether every environment starts with the flag on."),
      initial_value: optional(valueType, "Creation only: the value every environment starts with."),
      server_key_only: optional(t.bool, "Hides the flag from client-side SDKs."),
    }),
    "Settings that only Flagsmith has.",
  ),
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;
