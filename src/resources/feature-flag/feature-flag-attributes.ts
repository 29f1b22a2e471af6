import { computed, optional, type Planned, required, type State, t } from "../../terraform/schema";
import { valueType } from "../audience/serve-attribute";
import { NON_EMPTY, oneOf } from "../common/checks";
import { projectAttribute, revisionAttribute, scopeAttribute } from "../common/common-attributes";
import { metadataAttribute } from "../common/flagsmith/flagsmith-attributes";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { flagPlatformAttributes } from "../common/platform-settings";

export const featureFlagAttributes = {
  key: required(
    t.string,
    "The key that applications use. A change replaces the flag; the plan warns if the old one is still served.",
    {
      replace: true,
      check: NON_EMPTY,
    },
  ),
  project: projectAttribute,
  type: optional(
    t.string,
    "The type of the flag's values: `boolean` (default), `string`, `integer`, `number` or `json`. A change replaces the flag on Vercel, and is refused on Mixpanel, which never allows the key of a deleted flag again. On Flagsmith and Split, which do not store the type, it changes in place.",
    { replace: true, check: oneOf("boolean", "string", "integer", "number", "json") },
  ),
  description: optional(t.string, "What the flag is for."),
  tags: optional(t.set(t.string), "Labels. On Flagsmith they must exist, unless `flagsmith.create_tags` is set."),
  archived: optional(
    t.bool,
    "Whether the flag is archived. On Flagsmith, an archived flag is hidden but still served. On Vercel and Mixpanel, it is no longer served, and cannot be changed.",
  ),
  variants: optional(
    t.map(
      t.settings({
        value: required(valueType, "What the variant serves."),
        description: optional(t.string, "What the variant is for."),
        weight: optional(t.integer, "Its share in environments that are created later, in percent (Flagsmith)."),
      }),
    ),
    "The values the flag can serve, by a key of your choice. Everything refers to variants by this key.",
  ),
  on_destroy: optional(t.string, "What a destroy does: `delete` (default), `archive` or `keep`.", {
    check: oneOf("delete", "archive", "keep"),
  }),
  deletion_protection: optional(
    t.bool,
    "Refuses every plan that would delete the flag. To delete it, set this to false and apply first.",
  ),
  adopt_existing: optional(t.bool, "Takes over a flag of this key that already exists, instead of failing."),
  flagsmith: optional(
    t.settings({
      initial_enabled: optional(t.bool, "Creation only: whether every environment starts with the flag on."),
      initial_value: optional(valueType, "Creation only: the value that every environment starts with."),
      server_key_only: optional(t.bool, "Hides the flag from client-side SDKs."),
      create_tags: optional(t.bool, "Creates missing tags, instead of failing. They stay when the flag is destroyed."),
      owners: optional(t.set(t.string), "The flag's owners: users of the organisation, by e-mail address."),
      group_owners: optional(t.set(t.string), "Groups that own the flag, by name."),
      metadata: metadataAttribute,
    }),
    "Settings that only exist on Flagsmith.",
  ),
  ...flagPlatformAttributes,
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;

export type FlagState = State<typeof featureFlagAttributes>;

export const PATHS: SubjectPaths = {
  flag: ["key"],
  project: ["project"],
  tags: ["tags"],
  value: ["flagsmith", "initial_value"],
};

export function managedOf({
  key,
  type,
  description,
  tags,
  archived,
  variants,
  flagsmith,
  split,
  vercel,
  mixpanel,
}: Planned<typeof featureFlagAttributes>): Readonly<Record<string, unknown>> {
  return { key, type, description, tags, archived, variants, flagsmith, split, vercel, mixpanel };
}

export function idOf(state: FlagState): string {
  return state.id ?? "";
}
