import { z } from "zod";
import { computed, defaulted, optional, required, t } from "../terraform/schema";
import { NAME, revisionAttribute, scopeAttribute, unitAttributes } from "./common-attributes";
import { serveType } from "./serve-attribute";

export const segmentOverrideAttributes = {
  ...unitAttributes,
  segment: required(t.string, "The segment, by name or `id:<id>`.", { check: NAME }),
  segment_id: optional(
    t.string,
    "The segment's id (`flagform_segment.….id`). Set it beside the name, so that a replaced segment is noticed.",
  ),
  priority: optional(
    t.integer,
    "Which override wins where an identity is in several segments: the lower. Left out: not managed.",
    {
      check: z.number().min(0, "must not be negative"),
    },
  ),
  enabled: defaulted(t.bool, "Whether the flag is on for this segment.", true),
  serve: optional(serveType, "What the segment gets. Left out only for boolean flags, where `enabled` says it."),
  id: computed(t.string, "`<environment>/<flag>/<segment>`."),
  scope: scopeAttribute,
  revision: revisionAttribute,
} as const;
