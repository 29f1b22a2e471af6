import type { SegmentRule } from "../../../platforms/model/segment-rule";
import { segmentRules } from "../../../resources/audience/segment-rules";
import { segmentAttributes, type SegmentState } from "../../../resources/segment/segment-attributes";
import type { Adopted } from "../../inventory/adopted";
import { withNulls } from "../../inventory/nulls";
import type { MovedSegment } from "./project";

export function segmentId({ ids }: Adopted): string {
  return ids["segment_id"] ?? "";
}

export function readSegment(adopted: Adopted): MovedSegment {
  const { body, ids, displayName } = adopted;
  const state = withNulls<SegmentState>(segmentAttributes, body);
  const rules: readonly SegmentRule[] = segmentRules(state.rules ?? []);
  return {
    id: segmentId(adopted),
    flag: ids["flag_id"] ?? null,
    name: displayName,
    description: state.description ?? "",
    rules,
    identities: state.identities ?? [],
    excluded: state.vercel?.excluded ?? [],
    unknown: adopted.notes.length > 0 ? adopted.notes.join(" ") : null,
  };
}
