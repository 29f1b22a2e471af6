import { computed, defaulted, optional, required, t } from "../terraform/schema";
import { NAME, revisionAttribute, scopeAttribute, unitAttributes } from "./common-attributes";
import { serveType } from "./serve-attribute";

export const identityOverrideAttributes = {
  ...unitAttributes,
  identity: required(t.string, "The identifier of the user, device or account, as the application names it.", {
    check: NAME,
  }),
  enabled: defaulted(t.bool, "Whether the flag is on for this identity.", true),
  serve: optional(serveType, "What the identity gets. Left out only for boolean flags, where `enabled` says it."),
  id: computed(t.string, "`<environment>/<flag>/<identity>`."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;
