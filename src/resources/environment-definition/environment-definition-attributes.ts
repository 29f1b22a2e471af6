import { computed, defaulted, filled, optional, type Planned, required, type State, t } from "../../terraform/schema";
import { ruleType } from "../audience/segment-rule-attribute";
import { serveType, valueType } from "../audience/serve-attribute";
import { NON_EMPTY, oneOf, PRIORITY } from "../common/checks";
import { revisionAttribute, scopeAttribute, unitAttributes } from "../common/common-attributes";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { definitionPlatformAttributes } from "../common/platform-settings";

const overrideServe = optional(serveType, "What they are served. Only boolean flags leave it out: they use `enabled`.");

export const environmentDefinitionAttributes = {
  ...unitAttributes,
  enabled: optional(t.bool, "Whether the flag is on for everyone not covered by an override. Not set: not managed."),
  serve: optional(serveType, "What everyone not covered by an override or a rule is served. Not set: not managed."),
  killed: optional(
    t.bool,
    "The platform's emergency switch: if true, overrides are not served either. Not on Flagsmith. Not set: not managed.",
  ),
  when_off: optional(t.string, "The variant that is served while the flag is off or killed. Not on Flagsmith."),
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
        key: required(t.string, "A name of your choice that identifies the rule if its position changes."),
        description: optional(t.string, "Who the rule is for."),
        when: required(t.list(ruleType), "The conditions, as in a segment."),
        enabled: optional(t.bool, "Whether the flag is on for them."),
        serve: optional(serveType, "What they are served."),
      }),
    ),
    "Targeting rules; the first that matches wins. The list is exact: other rules are drift.",
  ),
  overrides: optional(
    t.string,
    "Which overrides are managed. `exact` (default): `segment_overrides` and `identity_overrides` are complete; any other override is drift, and is removed. `listed`: only those that are listed are managed; others, made by other stacks, by people or as `flagform_segment_override` and `flagform_identity_override`, stay as they are.",
    { check: oneOf("exact", "listed") },
  ),
  segment_overrides: optional(
    t.map(
      t.settings({
        segment_id: filled(
          t.string,
          "The segment's id (`flagform_segment.….id`). If it is not set, the segment is found by its name; if it is, the id decides.",
          { check: NON_EMPTY },
        ),
        priority: optional(t.integer, "The lower one wins. Not set: not managed.", { check: PRIORITY }),
        enabled: defaulted(t.bool, "Whether the flag is on for this segment.", true),
        serve: overrideServe,
      }),
    ),
    "Segment overrides, by segment name: all that there are, unless `overrides` is `listed`. An override that is listed here must not be a `flagform_segment_override` too.",
  ),
  identity_overrides: optional(
    t.map(
      t.settings({ enabled: defaulted(t.bool, "Whether the flag is on for this identity.", true), serve: overrideServe }),
    ),
    "Identity overrides, by identifier: all that there are, unless `overrides` is `listed`. An override that is listed here must not be a `flagform_identity_override` too.",
  ),
  ...definitionPlatformAttributes,
  on_destroy: optional(
    t.string,
    "What a destroy does: `keep` (default: the flag stays served as it is, without the overrides that are listed here), `disable`, `reset`, or `with_flag`: nothing is sent, because the flag is deleted too, and what the definition and its overrides serve with it.",
    {
      check: oneOf("keep", "disable", "reset", "with_flag"),
    },
  ),
  adopt_existing: optional(t.bool, "Lets an exact set of overrides or rules remove what others made, at creation."),
  id: computed(t.string, "`<environment>/<flag>`."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;

export type DefinitionState = State<typeof environmentDefinitionAttributes>;

export const PARENTS = ["environment", "flag"] as const;

export const PATHS: SubjectPaths = {
  environment: ["environment"],
  flag: ["flag"],
  project: ["project"],
  segment: ["segment_overrides"],
  identity: ["identity_overrides"],
  priority: ["segment_overrides"],
  value: ["serve", "value"],
};

export function managedOf({
  environment,
  flag,
  enabled,
  serve,
  killed,
  when_off,
  variants,
  rules,
  segment_overrides,
  identity_overrides,
  split,
  vercel,
  mixpanel,
}: Planned<typeof environmentDefinitionAttributes>): Readonly<Record<string, unknown>> {
  const settings = { split, vercel, mixpanel };
  const overrides = { segment_overrides, identity_overrides };
  return { environment, flag, enabled, serve, killed, when_off, variants, rules, ...overrides, ...settings };
}
