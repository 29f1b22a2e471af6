import { filled, optional, t } from "../../terraform/schema";
import { NON_EMPTY, PRIORITY } from "../common/checks";
import { unitAttributes } from "../common/common-attributes";
import { identityBy } from "../import/identity";
import { overrideAttributes } from "./override-attributes";

export const segmentOverrideAttributes = {
  ...unitAttributes,
  segment: filled(
    t.string,
    "The segment, by name or `id:<id>`. Set this or `segment_id`. If both are set, the id decides.",
    { check: NON_EMPTY },
  ),
  segment_id: filled(t.string, "The segment's id (`flagform_segment.….id`).", { check: NON_EMPTY }),
  priority: optional(
    t.integer,
    "Which override wins if an identity is in several segments: the lower one. Not set: not managed.",
    { check: PRIORITY },
  ),
  ...overrideAttributes("segment"),
} as const;

export const segmentOverrideIdentity = identityBy<typeof segmentOverrideAttributes>({
  environment_id: "environment_id",
  flag_id: "flag_id",
  segment_id: "segment_id",
});
