import { computed, optional, required, t, type State } from "../../terraform/schema";
import { NON_EMPTY, oneOf } from "../common/checks";
import { projectAttribute, revisionAttribute, scopeAttribute } from "../common/common-attributes";
import { metadataAttribute } from "../common/flagsmith-attributes";
import { flagPlatformAttributes } from "../common/platform-settings";
import { valueType } from "../audience/serve-attribute";

export const featureFlagAttributes = {
  key: required(
    t.string,
    "The key that applications ask for. A change replaces the flag, and the plan warns where the old one is still served.",
    {
      replace: true,
      check: NON_EMPTY,
    },
  ),
  project: projectAttribute,
  type: optional(
    t.string,
    "What the flag serves: `boolean` (where left out), `string`, `integer`, `number` or `json`. A change replaces the flag on Vercel, is refused on Mixpanel (which never gives the key of a deleted flag again), and is made in place on Flagsmith and Split, which know of no type.",
    { replace: true, check: oneOf("boolean", "string", "integer", "number", "json") },
  ),
  description: optional(t.string, "What the flag is for."),
  tags: optional(t.set(t.string), "Labels. They must exist on the platform (or see `flagsmith.create_tags`)."),
  archived: optional(
    t.bool,
    "Whether the flag is archived. On Flagsmith it is hidden, but served as before; on Vercel and Mixpanel nobody is served any more, and nothing of it can be changed.",
  ),
  variants: optional(
    t.map(
      t.settings({
        value: required(valueType, "What the variant serves."),
        description: optional(t.string, "What the variant is for."),
        weight: optional(t.integer, "Its share in new environments, in percent (Flagsmith)."),
      }),
    ),
    "The values the flag can serve, by a key of your choice. Everything refers to variants by this key.",
  ),
  on_destroy: optional(t.string, "What destroying the resource does: `delete` (default), `archive` or `keep`.", {
    check: oneOf("delete", "archive", "keep"),
  }),
  deletion_protection: optional(
    t.bool,
    "Refuses every plan and request that would delete the flag. Change and apply it first.",
  ),
  adopt_existing: optional(t.bool, "Takes over a flag of this key that exists already, instead of failing."),
  flagsmith: optional(
    t.settings({
      initial_enabled: optional(t.bool, "Creation only: whether every environment starts with the flag on."),
      initial_value: optional(valueType, "Creation only: the value every environment starts with."),
      server_key_only: optional(t.bool, "Hides the flag from client-side SDKs."),
      create_tags: optional(
        t.bool,
        "Creates the tags that are missing, instead of failing. They stay when the flag is destroyed.",
      ),
      owners: optional(t.set(t.string), "Who owns the flag: users of the organisation, by e-mail address."),
      group_owners: optional(t.set(t.string), "Which groups own the flag, by name."),
      metadata: metadataAttribute,
    }),
    "Settings that only Flagsmith has.",
  ),
  ...flagPlatformAttributes,
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;

export type FlagState = State<typeof featureFlagAttributes>;
