import type { SegmentRule } from "../../../platforms/model/segment-rule";
import { segmentRules } from "../../../resources/audience/segment-rules";
import { segmentAttributes, type SegmentState } from "../../../resources/segment/segment-attributes";
import { type Adopted, uniqueName } from "../../inventory/adopted";
import { withNulls } from "../../inventory/nulls";
import type { Move } from "../move";
import type { MovedSegment } from "./project";

export function segmentId({ ids }: Adopted): string {
  return ids["segment_id"] ?? "";
}

export function readSegment(adopted: Adopted, { from }: Pick<Move, "from">): MovedSegment {
  const { body, ids } = adopted;
  const state = withNulls<SegmentState>(segmentAttributes, body);
  const rules: readonly SegmentRule[] = segmentRules(state.rules ?? []);
  return {
    id: segmentId(adopted),
    flag: ids["flag_id"] ?? null,
    name: uniqueName(adopted),
    description: state.description ?? "",
    rules,
    identities: state.identities ?? [],
    excluded: state.vercel?.excluded ?? [],
    unknown: unknownMembers(adopted, rules, from),
  };
}

/** What the lists could not show, and Mixpanel's cohorts without conditions, which have members all the same. */
function unknownMembers({ notes }: Adopted, rules: readonly SegmentRule[], from: Move["from"]): string | null {
  if (notes.length > 0) return notes.join(" ");
  return from.name === "mixpanel" && rules.length === 0 ? "It has members, and no conditions that say who they are." : null;
}
