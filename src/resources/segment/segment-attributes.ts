import { computed, filled, optional, required, type State, t } from "../../terraform/schema";
import { ruleType } from "../audience/segment-rule-attribute";
import { NON_EMPTY } from "../common/checks";
import { projectAttribute, scopeAttribute } from "../common/common-attributes";
import { metadataAttribute } from "../common/flagsmith/flagsmith-attributes";
import type { SubjectPaths } from "../common/platform-diagnostic";
import { segmentPlatformAttributes } from "../common/platform-settings";

export const segmentAttributes = {
  name: required(t.string, "The segment's name. It can be changed in place.", { check: NON_EMPTY }),
  project: projectAttribute,
  description: optional(t.string, "Who is in the segment."),
  rules: optional(t.list(ruleType), "Who is in the segment: all of these rules must match."),
  identities: optional(t.set(t.string), "Identities that are always in the segment (on platforms that list members)."),
  ...segmentPlatformAttributes,
  deletion_protection: optional(t.bool, "Refuses every plan that would delete the segment."),
  adopt_existing: optional(t.bool, "Takes over a segment of this name that already exists, instead of failing."),
  flagsmith: optional(
    t.settings({
      flag: filled(
        t.string,
        "Creation only: the only flag that the segment can be used for, by key or `id:<id>`. Without it and `flag_id`, the segment is for all flags.",
        { check: NON_EMPTY },
      ),
      flag_id: filled(
        t.string,
        "That flag's id (`flagform_feature_flag.….id`). Set this or `flag`. If the flag is replaced, its segments are created again.",
        { check: NON_EMPTY },
      ),
      metadata: metadataAttribute,
    }),
    "Settings that only exist on Flagsmith.",
  ),
  id: computed(t.string, "The platform's id."),
  scope: scopeAttribute,
} as const;

export type SegmentState = State<typeof segmentAttributes>;

export const PATHS: SubjectPaths = { segment: ["name"], project: ["project"], value: ["rules"] };
