import { computed, defaulted, filled, optional, required, t } from "../../terraform/schema";
import { NON_EMPTY, oneOf, PRIORITY } from "../common/checks";
import { definitionPlatformAttributes } from "../common/platform-settings";
import { revisionAttribute, scopeAttribute, unitAttributes } from "../common/common-attributes";
import { ruleType } from "../audience/segment-rule-attribute";
import { serveType, valueType } from "../audience/serve-attribute";

const overrideServe = optional(serveType, "What they get. Left out only for boolean flags, where `enabled` says it.");

export const environmentDefinitionAttributes = {
  ...unitAttributes,
  enabled: optional(t.bool, "Whether the flag is on for everyone no override speaks of. Left out: not managed."),
  serve: optional(serveType, "What everyone gets whom no override or rule speaks of. Left out: not managed."),
  killed: optional(
    t.bool,
    "The platform's emergency switch, which stops overrides too. Not on Flagsmith. Left out: not managed.",
  ),
  when_off: optional(t.string, "The variant served where the flag is off or killed. Not on Flagsmith."),
  variants: optional(
    t.map(
      t.settings({
        value: required(valueType, "What the variant serves."),
        description: optional(t.string, "What it is for."),
      }),
    ),
    "The flag's variants, repeated here for platforms that keep them in each environment.",
  ),
  rules: optional(
    t.list(
      t.settings({
        key: required(t.string, "A name of your choice that stays with the rule when it moves."),
        description: optional(t.string, "Whom the rule is for."),
        when: required(t.list(ruleType), "The conditions, as in a segment."),
        enabled: optional(t.bool, "Whether the flag is on for them."),
        serve: optional(serveType, "What they get."),
      }),
    ),
    "Targeting rules, the first that matches wins. The exact list: rules made by hand are drift.",
  ),
  segment_overrides: optional(
    t.map(
      t.settings({
        segment_id: filled(
          t.string,
          "The segment's id (`flagform_segment.….id`). Left out, the segment is found by the name; where it is set it decides.",
          { check: NON_EMPTY },
        ),
        priority: optional(t.integer, "Lower wins. Left out: not managed.", { check: PRIORITY }),
        enabled: defaulted(t.bool, "Whether the flag is on for this segment.", true),
        serve: overrideServe,
      }),
    ),
    "The exact set of segment overrides, by segment name: others are drift. Leave it out to use `flagform_segment_override`.",
  ),
  identity_overrides: optional(
    t.map(
      t.settings({ enabled: defaulted(t.bool, "Whether the flag is on for this identity.", true), serve: overrideServe }),
    ),
    "The exact set of identity overrides, by identifier: others are drift. Leave it out to use `flagform_identity_override`.",
  ),
  ...definitionPlatformAttributes,
  on_destroy: optional(
    t.string,
    "What destroying the resource does: `keep` (default: it stays served as it is), `disable` or `reset`.",
    {
      check: oneOf("keep", "disable", "reset"),
    },
  ),
  adopt_existing: optional(
    t.bool,
    "Lets an exact set of overrides or rules remove what was made by hand when it is created.",
  ),
  id: computed(t.string, "`<environment>/<flag>`."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;
