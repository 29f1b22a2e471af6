import { computed, optional, required, t } from "../terraform/schema";
import { NAME, projectAttribute, scopeAttribute } from "./common-attributes";
import { ruleType } from "./segment-rule-attribute";

export const segmentAttributes = {
  name: required(t.string, "The segment's name. It can be changed in place.", { check: NAME }),
  project: projectAttribute,
  description: optional(t.string, "Whom the segment holds."),
  rules: optional(t.list(ruleType), "Who belongs to it: every one of these rules must match."),
  identities: optional(
    t.set(t.string),
    "Identities that belong to it whatever the rules say (platforms that list members).",
  ),
  deletion_protection: optional(t.bool, "Refuses every plan and request that would delete the segment."),
  adopt_existing: optional(t.bool, "Takes over a segment of this name that exists already, instead of failing."),
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
} as const;
