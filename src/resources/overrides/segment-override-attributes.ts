import { filled, optional, t } from "../../terraform/schema";
import { NON_EMPTY, PRIORITY } from "../common/checks";
import { unitAttributes } from "../common/common-attributes";
import { overrideAttributes } from "./override-attributes";

export const segmentOverrideAttributes = {
  ...unitAttributes,
  segment: filled(
    t.string,
    "The segment, by name or `id:<id>`. Either this or `segment_id` is enough; where both are set the id decides.",
    { check: NON_EMPTY },
  ),
  segment_id: filled(t.string, "The segment's id (`flagform_segment.….id`).", { check: NON_EMPTY }),
  priority: optional(
    t.integer,
    "Which override wins where an identity is in several segments: the lower. Left out: not managed.",
    { check: PRIORITY },
  ),
  ...overrideAttributes("segment"),
} as const;
